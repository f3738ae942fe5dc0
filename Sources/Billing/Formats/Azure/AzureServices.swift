/// FOCUS categories of Azure's meter categories. Names are those of `MeterCategory`, older ones included.
enum AzureServices {
    static let table = ServiceTable(
        """
        AI and Machine Learning: Cognitive Services, Azure Cognitive Services, Azure OpenAI, Azure OpenAI Service, \
        Azure AI Services, Azure Machine Learning, Machine Learning Services, Machine Learning Studio, \
        Azure Machine Learning Service, Azure Bot Service, Azure Applied AI Services, Azure Cognitive Search, \
        Azure AI Search, Foundry Models, Foundry Tools, Microsoft Copilot Studio, Health Bot
        Analytics: Azure Databricks, HDInsight, Azure Data Factory, Azure Data Factory v2, Azure Synapse Analytics, \
        SQL Data Warehouse, Stream Analytics, Azure Data Explorer, Data Lake Analytics, Azure Analysis Services, \
        Power BI, Power BI Embedded, Microsoft Fabric, Data Catalog, Microsoft Purview, Azure Purview, Data Share, \
        Azure Data Share, Microsoft Graph Services
        Business Applications: Dynamics 365, Power Apps, Power Automate, Microsoft 365
        Compute: Virtual Machines, Virtual Machines Licenses, Azure App Service, App Service, Functions, \
        Container Instances, Azure Container Instances, Azure Kubernetes Service, Azure Container Apps, \
        Cloud Services, Batch, Azure Batch, Service Fabric, Service Fabric Mesh, Azure VMware Solution, \
        Specialized Compute, Azure Dedicated Host, Azure Spring Apps, Azure Spring Cloud, \
        Azure Red Hat OpenShift, Windows Virtual Desktop, Azure Virtual Desktop, Container Registry, \
        Azure Stack HCI, Azure Local, Azure Stack, Azure Stack Edge, Azure Arc Enabled Databases
        Databases: SQL Database, SQL Managed Instance, Azure SQL Managed Instance, Azure Cosmos DB, SQL Server Stretch, \
        Azure Database for MySQL, Azure Database for PostgreSQL, Azure Database for MariaDB, Redis Cache, \
        Azure Cache for Redis, Azure Managed Redis, SQL Server Stretch Database, Azure DocumentDB, \
        Azure Managed Instance for Apache Cassandra
        Developer Tools: Azure DevOps, Visual Studio Subscription, Visual Studio Online, Azure Lab Services, Lab Services, \
        GitHub, App Configuration, Azure App Configuration, Load Testing, Azure Load Testing, Azure Fluid Relay, \
        Microsoft Dev Box, Dev Center, Azure App Testing
        Identity: Azure Active Directory, Azure Active Directory B2C, Azure Active Directory for External Identities, \
        Azure Active Directory Domain Services, Microsoft Entra, Microsoft Entra ID, Microsoft Entra Domain Services, \
        Multi-Factor Authentication
        Integration: Service Bus, Event Hubs, Event Grid, Logic Apps, API Management, BizTalk Services, Azure API Center, \
        Azure Health Data Services, Azure API for FHIR, Power Platform
        Internet of Things: IoT Hub, Azure IoT Central, IoT Central, Digital Twins, Azure Digital Twins, Azure Maps, \
        Time Series Insights, Azure IoT Security, Azure IoT Operations, Windows 10 IoT Core Services
        Management and Governance: Azure Monitor, Log Analytics, Application Insights, Automation, \
        Azure Site Recovery, Insight and Analytics, Scheduler, Azure Policy, Azure Resource Manager, Azure Arc, \
        Azure Automation, Azure Managed Grafana, Azure Grafana Service, Update Manager, Azure Chaos Studio, \
        Cost Management, Microsoft Support, Azure Support
        Media: Media Services, Azure Media Services, Video Indexer, Azure AI Video Indexer
        Migration: Azure Database Migration Service, Azure Migrate, Data Box, Azure Data Box
        Mobile: Notification Hubs, Mobile Services, Azure Communication Services, SMS, Phone Numbers, Voice, Email
        Networking: Virtual Network, Bandwidth, Load Balancer, VPN Gateway, ExpressRoute, Application Gateway, Azure DNS, \
        Traffic Manager, Azure Front Door Service, Azure Front Door, Content Delivery Network, Network Watcher, \
        Azure Firewall, Azure Firewall Manager, Virtual WAN, NAT Gateway, Azure Bastion, Private Link, \
        Azure Route Server, Azure Private 5G Core, Virtual Network Manager, Azure Orbital, \
        Azure Traffic Manager, Networking, Routing Preference, Azure Peering Service, Network Function Manager
        Security: Key Vault, Advanced Threat Protection, Advanced Data Security, Security Center, \
        Microsoft Defender for Cloud, Azure Defender, Sentinel, Microsoft Sentinel, Azure DDOS Protection, \
        Information Protection, Azure Confidential Ledger, Dedicated HSM, Azure Dedicated HSM, \
        Azure Attestation, Microsoft Security Copilot, Web Application Firewall
        Storage: Storage, Backup, Azure Backup, Azure NetApp Files, StorSimple, Azure Data Lake Store, Data Lake Store, \
        Azure HPC Cache, Azure Elastic SAN, Azure Managed Lustre, Azure Files, Azure Container Storage, \
        Azure Import/Export
        Web: Azure SignalR Service, SignalR, Azure Web PubSub, Web PubSub, Azure Static Web Apps, Static Web Apps, \
        Azure Search
        """)
}

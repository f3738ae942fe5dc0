/// FOCUS categories of Google Cloud's services, by `service.description`.
enum GCPServices {
    static let table = ServiceTable(
        """
        AI and Machine Learning: Vertex AI, Cloud Machine Learning Engine, AI Platform, Cloud AutoML, Cloud Vision API, \
        Cloud Natural Language, Cloud Natural Language API, Cloud Speech API, Cloud Text-to-Speech API, Translate, \
        Cloud Translation API, Cloud Video Intelligence API, Cloud Dialogflow API, Dialogflow API, \
        Cloud Document AI API, Gemini API, Generative Language API, Vertex AI Search, Contact Center AI, \
        Cloud TPU, Notebooks, Recommendations AI, Discovery Engine
        Analytics: BigQuery, BigQuery Reservation API, BigQuery Storage API, BigQuery BI Engine, Cloud Dataflow, Dataflow, \
        Cloud Dataproc, Dataproc, Cloud Data Fusion, Cloud Composer, Looker, Looker Studio, Data Catalog, Dataplex, \
        Cloud Dataprep, Dataform, Analytics Hub, Datastream, BigQuery Data Transfer Service, \
        Cloud Managed Service for Apache Kafka, Dataproc Metastore
        Business Applications: Google Workspace, AppSheet, Google Maps, Maps API, Places API, Directions API, \
        Geocoding API, Distance Matrix API, Routes API
        Compute: Compute Engine, Kubernetes Engine, Google Kubernetes Engine, App Engine, Cloud Run, Cloud Run Functions, \
        Cloud Functions, Batch, VMware Engine, Bare Metal Solution, Cloud Workstations, Artifact Registry, \
        Container Registry, Container Registry Vulnerability Scanning, Anthos, GKE Enterprise, Cloud GPUs
        Databases: Cloud SQL, Cloud Spanner, Cloud Bigtable, Cloud Firestore, Firestore, Cloud Datastore, \
        Cloud Memorystore for Redis, Cloud Memorystore for Memcached, Cloud Memorystore, AlloyDB, \
        Firebase Realtime Database, Memorystore for Valkey
        Developer Tools: Cloud Build, Source Repositories, Cloud Source Repositories, Cloud Deploy, Firebase, \
        Firebase Test Lab, Cloud Shell, Gemini Code Assist, Identity Toolkit
        Identity: Cloud Identity, Identity Platform, Managed Service for Microsoft Active Directory, \
        Cloud Identity-Aware Proxy, Access Context Manager
        Integration: Cloud Pub/Sub, Pub/Sub Lite, Cloud Tasks, Cloud Scheduler, Workflows, Apigee, API Gateway, Eventarc, \
        Cloud Endpoints, Application Integration, Integration Connectors, Service Control
        Internet of Things: Cloud IoT Core
        Management and Governance: Cloud Logging, Stackdriver Logging, Cloud Monitoring, Stackdriver Monitoring, Stackdriver, \
        Stackdriver Trace, Cloud Trace, Cloud Profiler, Support, Google Cloud Support, Cloud Asset Inventory, \
        Premium Support, Enhanced Support, Standard Support, Backup for GKE, Invoice
        Media: Transcoder API, Live Stream API, Video Stitcher API, Cloud Media Services
        Migration: Database Migration Service, Storage Transfer Service, Transfer Appliance, Migrate to Virtual Machines
        Networking: Networking, Cloud DNS, Cloud CDN, Cloud Load Balancing, Network Intelligence Center, Cloud NAT, \
        Cloud VPN, Cloud Interconnect, Network Connectivity Center, Media CDN, Cloud Domains, \
        Service Directory, Traffic Director, Network Security, Cloud NGFW, Private Service Connect
        Security: Cloud Key Management Service (KMS), Secret Manager, Security Command Center, Cloud Armor, \
        Certificate Authority Service, reCAPTCHA Enterprise, Cloud Data Loss Prevention, Web Risk, \
        Cloud HSM, Chronicle, BeyondCorp Enterprise, VM Manager, Cloud IDS, Binary Authorization, Web Security Scanner
        Storage: Cloud Storage, Cloud Filestore, Filestore, Backup and DR Service, Backup and Disaster Recovery, \
        NetApp Volumes, Google Cloud NetApp Volumes, Parallelstore, Managed Lustre, Persistent Disk
        Web: Firebase Hosting, Firebase App Hosting
        """)
}

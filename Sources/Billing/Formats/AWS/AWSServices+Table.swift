extension AWSServices {
    static let table: [Service] =
        compute + storage + databases + networking + analytics + intelligence + security
        + management + integration + others

    private static let compute: [Service] = [
        .init("AmazonEC2", "Amazon Elastic Compute Cloud", "Compute"),
        .init("AmazonECS", "Amazon Elastic Container Service", "Compute"),
        .init("AmazonECR", "Amazon EC2 Container Registry (ECR)", "Compute"),
        .init("AmazonECRPublic", "Amazon Elastic Container Registry Public", "Compute"),
        .init("AmazonEKS", "Amazon Elastic Container Service for Kubernetes", "Compute"),
        .init("AmazonLightsail", "Amazon Lightsail", "Compute"),
        .init("AWSAppRunner", "AWS App Runner", "Compute"),
        .init("AWSLambda", "AWS Lambda", "Compute"),
        .init("ComputeSavingsPlans", "Savings Plans for AWS Compute usage", "Compute"),
    ]

    private static let storage: [Service] = [
        .init("AmazonEFS", "Amazon Elastic File System", "Storage"),
        .init("AmazonFSx", "Amazon FSx", "Storage"),
        .init("AmazonGlacier", "Amazon Glacier", "Storage"),
        .init("AmazonS3", "Amazon Simple Storage Service", "Storage"),
        .init("AmazonS3GlacierDeepArchive", "Amazon S3 Glacier Deep Archive", "Storage"),
        .init("AWSBackup", "AWS Backup", "Storage"),
        .init("AWSStorageGateway", "AWS Storage Gateway", "Storage"),
    ]

    private static let databases: [Service] = [
        .init("AmazonDAX", "Amazon DynamoDB Accelerator (DAX)", "Databases"),
        .init("AmazonDocDB", "Amazon DocumentDB (with MongoDB compatibility)", "Databases"),
        .init("AmazonDynamoDB", "Amazon DynamoDB", "Databases"),
        .init("AmazonElastiCache", "Amazon ElastiCache", "Databases"),
        .init("AmazonMCS", "Amazon Keyspaces (for Apache Cassandra)", "Databases"),
        .init("AmazonMemoryDB", "Amazon MemoryDB", "Databases"),
        .init("AmazonNeptune", "Amazon Neptune", "Databases"),
        .init("AmazonRDS", "Amazon Relational Database Service", "Databases"),
        .init("AmazonTimestream", "Amazon Timestream", "Databases"),
        .init("DatabaseSavingsPlans", "Savings Plans for AWS Database usage", "Databases"),
    ]

    private static let networking: [Service] = [
        .init("AmazonApiGateway", "Amazon API Gateway", "Networking"),
        .init("AmazonCloudFront", "Amazon CloudFront", "Networking"),
        .init("AmazonRoute53", "Amazon Route 53", "Networking"),
        .init("AmazonVPC", "Amazon Virtual Private Cloud", "Networking"),
        .init("AWSDataTransfer", "AWS Data Transfer", "Networking"),
        .init("AWSDirectConnect", "AWS Direct Connect", "Networking"),
        .init("AWSELB", "Elastic Load Balancing", "Networking"),
        .init("AWSGlobalAccelerator", "AWS Global Accelerator", "Networking"),
    ]

    private static let analytics: [Service] = [
        .init("AmazonAthena", "Amazon Athena", "Analytics"),
        .init("AmazonES", "Amazon OpenSearch Service", "Analytics"),
        .init("AmazonKinesis", "Amazon Kinesis", "Analytics"),
        .init("AmazonKinesisAnalytics", "Amazon Kinesis Analytics", "Analytics"),
        .init("AmazonKinesisFirehose", "Amazon Kinesis Firehose", "Analytics"),
        .init("AmazonMSK", "Amazon Managed Streaming for Apache Kafka", "Analytics"),
        .init("AmazonQuickSight", "Amazon QuickSight", "Analytics"),
        .init("AmazonRedshift", "Amazon Redshift", "Analytics"),
        .init("AWSGlue", "AWS Glue", "Analytics"),
        .init("ElasticMapReduce", "Amazon Elastic MapReduce", "Analytics"),
    ]

    private static let intelligence: [Service] = [
        .init("AmazonBedrock", "Amazon Bedrock", "AI and Machine Learning"),
        .init("AmazonLex", "Amazon Lex", "AI and Machine Learning"),
        .init("AmazonPolly", "Amazon Polly", "AI and Machine Learning"),
        .init("AmazonRekognition", "Amazon Rekognition", "AI and Machine Learning"),
        .init("AmazonSageMaker", "Amazon SageMaker", "AI and Machine Learning"),
        .init("AmazonTextract", "Amazon Textract", "AI and Machine Learning"),
        .init("comprehend", "Amazon Comprehend", "AI and Machine Learning"),
        .init(
            "MachineLearningSavingsPlans", "Savings Plans for AWS Machine Learning usage", "AI and Machine Learning"),
        .init("transcribe", "Amazon Transcribe", "AI and Machine Learning"),
        .init("translate", "Amazon Translate", "AI and Machine Learning"),
    ]

    private static let security: [Service] = [
        .init("AmazonCognito", "Amazon Cognito", "Identity"),
        .init("AmazonGuardDuty", "Amazon GuardDuty", "Security"),
        .init("AmazonInspector", "Amazon Inspector", "Security"),
        .init("AmazonInspectorV2", "Amazon Inspector", "Security"),
        .init("AmazonMacie", "Amazon Macie", "Security"),
        .init("AWSCertificateManager", "AWS Certificate Manager", "Security"),
        .init("AWSDirectoryService", "AWS Directory Service", "Identity"),
        .init("awskms", "AWS Key Management Service", "Security"),
        .init("AWSNetworkFirewall", "AWS Network Firewall", "Security"),
        .init("AWSSecretsManager", "AWS Secrets Manager", "Security"),
        .init("AWSSecurityHub", "AWS Security Hub", "Security"),
        .init("AWSShield", "AWS Shield", "Security"),
        .init("awswaf", "AWS WAF", "Security"),
    ]

    private static let management: [Service] = [
        .init("AmazonCloudWatch", "AmazonCloudWatch", "Management and Governance"),
        .init("AmazonGrafana", "Amazon Managed Grafana", "Management and Governance"),
        .init("AmazonPrometheus", "Amazon Managed Service for Prometheus", "Management and Governance"),
        .init("AWSBudgets", "AWS Budgets", "Management and Governance"),
        .init("AWSCloudFormation", "AWS CloudFormation", "Management and Governance"),
        .init("AWSCloudTrail", "AWS CloudTrail", "Management and Governance"),
        .init("AWSConfig", "AWS Config", "Management and Governance"),
        .init("AWSDeveloperSupport", "AWS Support", "Management and Governance"),
        .init("AWSServiceCatalog", "AWS Service Catalog", "Management and Governance"),
        .init("AWSSupportBusiness", "AWS Support", "Management and Governance"),
        .init("AWSSupportEnterprise", "AWS Support", "Management and Governance"),
        .init("AWSSystemsManager", "AWS Systems Manager", "Management and Governance"),
    ]

    private static let integration: [Service] = [
        .init("AmazonMQ", "Amazon MQ", "Integration"),
        .init("AmazonMWAA", "Amazon Managed Workflows for Apache Airflow", "Integration"),
        .init("AmazonSNS", "Amazon Simple Notification Service", "Integration"),
        .init("AmazonStates", "AWS Step Functions", "Integration"),
        .init("AWSAppSync", "AWS AppSync", "Integration"),
        .init("AWSEvents", "Amazon EventBridge", "Integration"),
        .init("AWSQueueService", "Amazon Simple Queue Service", "Integration"),
    ]

    private static let others: [Service] = [
        .init("AmazonAppStream", "Amazon AppStream", "Business Applications"),
        .init("AmazonConnect", "Amazon Connect", "Business Applications"),
        .init("AmazonRegistrar", "Amazon Registrar", "Web"),
        .init("AmazonSES", "Amazon Simple Email Service", "Business Applications"),
        .init("AmazonWorkMail", "AmazonWorkMail", "Business Applications"),
        .init("AmazonWorkSpaces", "Amazon WorkSpaces", "Business Applications"),
        .init("AWSAmplify", "AWS Amplify", "Web"),
        .init("AWSCodeArtifact", "AWS CodeArtifact", "Developer Tools"),
        .init("AWSCodeCommit", "AWS CodeCommit", "Developer Tools"),
        .init("AWSCodePipeline", "AWS CodePipeline", "Developer Tools"),
        .init("AWSDatabaseMigrationSvc", "AWS Database Migration Service", "Migration"),
        .init("AWSDataSync", "AWS DataSync", "Migration"),
        .init("AWSElementalMediaConvert", "AWS Elemental MediaConvert", "Media"),
        .init("AWSElementalMediaLive", "AWS Elemental MediaLive", "Media"),
        .init("AWSIoT", "AWS IoT", "Internet of Things"),
        .init("AWSTransfer", "AWS Transfer Family", "Migration"),
        .init("AWSXRay", "AWS X-Ray", "Developer Tools"),
        .init("CodeBuild", "AWS CodeBuild", "Developer Tools"),
    ]
}

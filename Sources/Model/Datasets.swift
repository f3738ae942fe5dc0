package import Columns

/// The datasets that stages publish as Parquet. A folder of a publication has the dataset's name.
package enum Dataset: String, Sendable, CaseIterable {
    /// The bill's rows as FOCUS 1.2, with where each came from.
    case costLines = "cost_lines"
    /// Pods by hour.
    case usageHours = "usage_hours"
    /// Containers by hour, where a job asks for them.
    case containerHours = "container_hours"
    /// Mounted volumes by hour.
    case volumeHours = "volume_hours"
    /// Labels of nodes by day.
    case nodeLabels = "node_labels"
    /// Labels of namespaces by day.
    case namespaceLabels = "namespace_labels"
    /// Addresses of services by day.
    case loadBalancers = "load_balancers"
    /// Capacity of nodes by hour.
    case nodeHours = "node_hours"
    /// The bill's charges in FOCUS 1.2, split to their receivers.
    case allocations
    /// Pools as the namespaces shared them.
    case distributions

    package var schema: ParquetSchema {
        switch self {
        case .costLines: ParquetSchema(FocusColumn.allCases.map(\.parquetColumn) + Dataset.sourceColumns)
        case .usageHours: ParquetSchema(Dataset.usageColumns)
        case .containerHours: ParquetSchema(Dataset.containerColumns)
        case .volumeHours: ParquetSchema(Dataset.volumeColumns)
        case .nodeLabels:
            ParquetSchema([
                ParquetColumn("Day", .date32), ParquetColumn("Cluster", .utf8), ParquetColumn("Node", .utf8),
                ParquetColumn("Labels", .utf8),
            ])
        case .namespaceLabels:
            ParquetSchema([
                ParquetColumn("Day", .date32), ParquetColumn("Cluster", .utf8), ParquetColumn("Namespace", .utf8),
                ParquetColumn("Labels", .utf8),
            ])
        case .loadBalancers:
            ParquetSchema([
                ParquetColumn("Day", .date32), ParquetColumn("Cluster", .utf8), ParquetColumn("Namespace", .utf8),
                ParquetColumn("Service", .utf8), ParquetColumn("Address", .utf8),
            ])
        case .nodeHours: ParquetSchema(Dataset.nodeHourColumns)
        case .allocations: ParquetSchema(FocusColumn.allCases.map(\.parquetColumn) + Dataset.allocationColumns)
        case .distributions: ParquetSchema(Dataset.distributionColumns)
        }
    }

    private static let sourceColumns = [
        // The provider's columns that FOCUS does not know, as a JSON object of texts.
        ParquetColumn("x_OtherColumns", .utf8, nullable: true),
        ParquetColumn("x_SourceFile", .utf8),
        // Number of the row in its file, from 1.
        ParquetColumn("x_SourceRecord", .int64),
    ]

    private static let usageColumns = [
        ParquetColumn("Hour", .timestampMicros), ParquetColumn("Cluster", .utf8), ParquetColumn("Node", .utf8),
        ParquetColumn("NodeResourceId", .utf8), ParquetColumn("Namespace", .utf8), ParquetColumn("Pod", .utf8),
        ParquetColumn("CpuUsageCoreNanoseconds", .int64), ParquetColumn("CpuRequestCoreNanoseconds", .int64),
        ParquetColumn("MemoryUsageByteSeconds", .int64), ParquetColumn("MemoryRequestByteSeconds", .int64),
        ParquetColumn("NodeCapacityCoreNanoseconds", .int64), ParquetColumn("NodeCapacityByteSeconds", .int64),
        ParquetColumn("PodLabels", .utf8), ParquetColumn("PodUid", .utf8), ParquetColumn("ControllerKind", .utf8),
        ParquetColumn("Controller", .utf8), ParquetColumn("GpuRequestNanoseconds", .int64),
        ParquetColumn("RunSeconds", .int64), ParquetColumn("NetworkReceiveBytes", .int64),
        ParquetColumn("NetworkTransmitBytes", .int64),
    ]

    private static let containerColumns = [
        ParquetColumn("Hour", .timestampMicros), ParquetColumn("Cluster", .utf8), ParquetColumn("Node", .utf8),
        ParquetColumn("Namespace", .utf8), ParquetColumn("Pod", .utf8), ParquetColumn("Container", .utf8),
        ParquetColumn("CpuUsageCoreNanoseconds", .int64), ParquetColumn("CpuRequestCoreNanoseconds", .int64),
        ParquetColumn("MemoryUsageByteSeconds", .int64), ParquetColumn("MemoryRequestByteSeconds", .int64),
        ParquetColumn("GpuRequestNanoseconds", .int64),
    ]

    private static let nodeHourColumns = [
        ParquetColumn("Hour", .timestampMicros), ParquetColumn("Cluster", .utf8), ParquetColumn("Node", .utf8),
        ParquetColumn("NodeResourceId", .utf8), ParquetColumn("CapacityCoreNanoseconds", .int64),
        ParquetColumn("CapacityByteSeconds", .int64), ParquetColumn("CapacityGpuNanoseconds", .int64),
    ]

    private static let volumeColumns = [
        ParquetColumn("Hour", .timestampMicros), ParquetColumn("Cluster", .utf8), ParquetColumn("Namespace", .utf8),
        ParquetColumn("Pod", .utf8), ParquetColumn("Node", .utf8), ParquetColumn("Claim", .utf8),
        ParquetColumn("Volume", .utf8), ParquetColumn("Handle", .utf8), ParquetColumn("CapacityBytes", .int64),
    ]

    private static let allocationColumns = [
        ParquetColumn("x_AllocatedMethodDetails", .utf8, nullable: true),
        ParquetColumn("x_AllocatedMethodId", .utf8, nullable: true),
        ParquetColumn("x_AllocatedResourceId", .utf8, nullable: true),
        ParquetColumn("x_AllocatedResourceName", .utf8, nullable: true),
        ParquetColumn("x_AllocationPart", .utf8),
        ParquetColumn("x_ClusterId", .utf8, nullable: true),
        ParquetColumn("x_Namespace", .utf8, nullable: true),
        ParquetColumn("x_Node", .utf8, nullable: true),
        ParquetColumn("x_Pod", .utf8, nullable: true),
        ParquetColumn("x_Volume", .utf8, nullable: true),
        ParquetColumn("x_ControllerKind", .utf8, nullable: true),
        ParquetColumn("x_Controller", .utf8, nullable: true),
        // A JSON object of texts.
        ParquetColumn("x_Labels", .utf8, nullable: true),
        ParquetColumn("x_Team", .utf8, nullable: true),
        ParquetColumn("x_Container", .utf8, nullable: true),
        ParquetColumn("x_KubernetesService", .utf8, nullable: true),
    ]

    private static let distributionColumns = [
        ParquetColumn("Day", .date32), ParquetColumn("Cluster", .utf8), ParquetColumn("Pool", .utf8),
        ParquetColumn("BillingCurrency", .utf8), ParquetColumn("Namespace", .utf8, nullable: true),
        ParquetColumn("BilledCost", .amount), ParquetColumn("EffectiveCost", .amount),
        ParquetColumn("ListCost", .amount), ParquetColumn("ContractedCost", .amount),
        ParquetColumn("Split", .utf8), ParquetColumn("Window", .utf8),
        // Place of the policy in the job, from 1; null where none fits.
        ParquetColumn("Policy", .int64, nullable: true),
    ]
}

extension FocusColumn {
    /// How the column is kept in Parquet. All are nullable: what a file lacks is null.
    package var parquetColumn: ParquetColumn {
        switch kind {
        case .cost, .unitPrice: ParquetColumn(rawValue, .amount, nullable: true)
        case .quantity: ParquetColumn(rawValue, .quantity, nullable: true)
        case .instant: ParquetColumn(rawValue, .timestampMicros, nullable: true)
        case .text, .json, .currency, .enumeration: ParquetColumn(rawValue, .utf8, nullable: true)
        }
    }
}

import Columns
import Documents
import Kernel
import Model
package import Runner

/// Reads the reports of the Kubernetes cost-management operator: pods, volumes and node labels by hour.
package struct IngestOperatorStage: Stage {
    package static let use = "ingest-operator"

    /// One cluster's files.
    struct Cluster: Sendable {
        let id: String
        let reports: [(report: OperatorReport, patterns: [FilePattern])]

        func role(_ report: OperatorReport) -> String { "\(id) \(report.rawValue)" }
    }

    let clusters: [Cluster]
    let maximumQuarantinedRows: Int

    package var inputs: [StageInput] {
        clusters.flatMap { cluster in
            cluster.reports.map { .files(role: cluster.role($0.report), patterns: $0.patterns) }
        }
    }

    package func run(_ context: StageContext) throws -> StageOutcome {
        let ingest = try OperatorIngest(
            directory: context.directory, maximumQuarantinedRows: maximumQuarantinedRows, progress: context.progress)
        for cluster in clusters {
            for (report, _) in cluster.reports {
                for file in context.files(role: cluster.role(report)) {
                    try ingest.read(file, report: report, cluster: cluster.id)
                }
            }
        }
        return try ingest.finish(files: context.files)
    }
}

extension IngestOperatorStage {
    package static let kind = StageKind(
        use: use, version: 1, options: options,
        publishes: [Dataset.usageHours.rawValue, Dataset.volumeHours.rawValue, Dataset.nodeLabels.rawValue]
    ) { try IngestOperatorStage(options: $0) }

    private static let options = ObjectShape(
        "options of \(use)", "read cluster telemetry as the Kubernetes cost-management operator writes it",
        [
            .required(
                "clusters", .array(of: .object(clusterShape), count: 1...1000, unique: .key("id")), "the clusters"),
            .optional(
                "maximumQuarantinedRows", .integer(0...1_000_000_000), default: 100,
                "how many rows that cannot be read may be set aside before the stage fails"),
        ])

    private static let clusterShape = ObjectShape(
        "cluster", "one cluster's reports",
        [.required("id", .text(length: 1...253), "name of the cluster, as tags of the bill spell it")]
            + OperatorReport.allCases.map { report in
                let files = ValueShape.array(of: .path, count: 1...1000, unique: .value)
                return report.isRequired
                    ? .required(report.rawValue, files, report.summary)
                    : .optional(report.rawValue, files, report.summary)
            })

    private init(options node: JSONNode) throws {
        maximumQuarantinedRows = try node.option("maximumQuarantinedRows", \.int)
        clusters = try node.option("clusters", \.array).map { element in
            Cluster(
                id: try element.option("id", \.string),
                reports: try OperatorReport.allCases.compactMap { report in
                    guard element[report.rawValue] != nil else { return nil }
                    return (report, try FilePattern.list(element, report.rawValue))
                })
        }
    }
}

/// A report of the operator that we read. The raw value is the key in a job.
enum OperatorReport: String, Sendable, CaseIterable {
    case podUsage, storageUsage, nodeLabels

    var isRequired: Bool { self == .podUsage }

    var summary: String {
        switch self {
        case .podUsage: "files of pod usage by hour (ocp_pod_usage), plain or gzip"
        case .storageUsage: "files of volumes by hour (ocp_storage_usage), plain or gzip"
        case .nodeLabels: "files of node labels by hour (ocp_node_label), plain or gzip"
        }
    }

    /// Columns without which the report cannot be read.
    var columns: [String] {
        switch self {
        case .podUsage:
            [
                "interval_start", "pod", "namespace", "node", "resource_id", "pod_usage_cpu_core_seconds",
                "pod_request_cpu_core_seconds", "pod_usage_memory_byte_seconds", "pod_request_memory_byte_seconds",
                "node_capacity_cpu_core_seconds", "node_capacity_memory_byte_seconds", "pod_labels",
            ]
        case .storageUsage:
            [
                "interval_start", "namespace", "pod", "node", "persistentvolumeclaim", "persistentvolume",
                "csi_volume_handle", "persistentvolumeclaim_capacity_bytes",
            ]
        case .nodeLabels: ["interval_start", "node", "node_labels"]
        }
    }
}

import Columns
import Documents
import Kernel
import Model
package import Runner

/// Reads the reports of the Kubernetes cost-management operator: pods, volumes and node labels by hour, and who owns
/// the pods.
package struct IngestOperatorStage: Stage {
    package static let use = "ingest-operator"

    /// One cluster's files.
    struct Cluster: Sendable {
        let id: String
        /// In the order in which they are read.
        let reports: [(report: OperatorReport, patterns: [FilePattern])]

        func role(_ report: OperatorReport) -> String { "\(id) \(report.rawValue)" }
    }

    let clusters: [Cluster]
    let keepsContainers: Bool
    let maximumQuarantinedRows: Int

    package var inputs: [StageInput] {
        clusters.flatMap { cluster in
            cluster.reports.map { .files(role: cluster.role($0.report), patterns: $0.patterns) }
        }
    }

    package func run(_ context: StageContext) throws -> StageOutcome {
        let ingest = try OperatorIngest(
            directory: context.directory, keepsContainers: keepsContainers,
            maximumQuarantinedRows: maximumQuarantinedRows, progress: context.progress)
        for cluster in clusters {
            try ingest.begin(cluster: cluster.id)
            for (report, _) in cluster.reports {
                for file in context.files(role: cluster.role(report)) {
                    try ingest.read(file, report: report)
                }
            }
        }
        return try ingest.finish(files: context.files, period: context.period)
    }
}

extension IngestOperatorStage {
    package static let kind = StageKind(
        use: use, version: 5, options: options, publishes: Set(TelemetryOutput.datasets.map(\.rawValue))
    ) { try IngestOperatorStage(options: $0) }

    private static let options = ObjectShape(
        "options of \(use)", "read cluster telemetry as the Kubernetes cost-management operator writes it",
        [
            .required(
                "clusters", .array(of: .object(clusterShape), count: 1...1000, unique: .key("id")), "the clusters"),
            TelemetryOutput.containersField,
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
        keepsContainers = try node.option(TelemetryOutput.containersKey, \.bool)
        maximumQuarantinedRows = try node.option("maximumQuarantinedRows", \.int)
        clusters = try node.option("clusters", \.array).map { element in
            Cluster(
                id: try element.option("id", \.string),
                reports: try OperatorReport.readingOrder.compactMap { report in
                    guard element[report.rawValue] != nil else { return nil }
                    return (report, try FilePattern.list(element, report.rawValue))
                })
        }
    }
}

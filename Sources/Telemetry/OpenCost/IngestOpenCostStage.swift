import Documents
import Kernel
import Model
package import Runner

/// Reads answers of OpenCost's allocation interface, or Parquet made of them, as telemetry: what pods asked for and used,
/// not what OpenCost says they cost.
package struct IngestOpenCostStage: Stage {
    package static let use = "ingest-opencost"

    /// One cluster's files.
    struct Cluster: Sendable {
        let id: String
        /// As OpenCost calls the cluster.
        let name: String
        let patterns: [FilePattern]

        var role: String { "\(id) allocations" }
    }

    let clusters: [Cluster]
    let keepsContainers: Bool
    let readsNetwork: Bool
    let maximumQuarantinedRows: Int

    package var inputs: [StageInput] { clusters.map { .files(role: $0.role, patterns: $0.patterns) } }

    package func run(_ context: StageContext) throws -> StageOutcome {
        let ingest = try OpenCostIngest(
            directory: context.directory, keepsContainers: keepsContainers, readsNetwork: readsNetwork,
            maximumQuarantinedRows: maximumQuarantinedRows, progress: context.progress)
        for cluster in clusters { try ingest.read(context.files(role: cluster.role), cluster) }
        return try ingest.finish(files: context.files, period: context.period)
    }
}

extension IngestOpenCostStage {
    package static let kind = StageKind(
        use: use, version: 4, options: options, publishes: Set(TelemetryOutput.datasets.map(\.rawValue))
    ) { try IngestOpenCostStage(options: $0) }

    private static let options = ObjectShape(
        "options of \(use)", "read cluster telemetry from answers of OpenCost, or Parquet made of them",
        [
            .required(
                "clusters", .array(of: .object(clusterShape), count: 1...1000, unique: .key("id")), "the clusters"),
            TelemetryOutput.containersField, TelemetryOutput.networkField,
            .optional(
                "maximumQuarantinedRows", .integer(0...1_000_000_000), default: 100,
                "how many allocations that cannot be read may be set aside before the stage fails"),
        ])

    private static let clusterShape = ObjectShape(
        "allocations of a cluster", "one cluster's answers",
        [
            .required("id", .text(length: 1...253), "name of the cluster, as tags of the bill spell it"),
            .optional("name", .text(length: 1...253), "name of the cluster in the files, where it is another one"),
            .required(
                "files", .array(of: .path, count: 1...1000, unique: .value),
                "answers of the allocation interface in JSON, plain or gzip, or in Parquet of opencost-parquet-exporter, "
                    + "with a step of an hour or a day"),
        ])

    private init(options node: JSONNode) throws {
        readsNetwork = try node.option(TelemetryOutput.networkKey, \.bool)
        keepsContainers = try node.option(TelemetryOutput.containersKey, \.bool)
        maximumQuarantinedRows = try node.option("maximumQuarantinedRows", \.int)
        clusters = try node.option("clusters", \.array).map { element in
            let id = try element.option("id", \.string)
            return Cluster(
                id: id, name: element["name"]?.string ?? id, patterns: try FilePattern.list(element, "files"))
        }
    }
}

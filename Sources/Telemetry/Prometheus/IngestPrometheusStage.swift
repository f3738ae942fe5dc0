import Documents
import Kernel
import Model
package import Runner

/// Reads dumps of Prometheus: answers of `query_range` and OpenMetrics text.
package struct IngestPrometheusStage: Stage {
    package static let use = "ingest-prometheus"

    /// One cluster's files.
    struct Cluster: Sendable {
        let id: String
        let patterns: [FilePattern]
        let stepSeconds: Int
        let only: [(label: String, value: String)]

        var role: String { "\(id) series" }
    }

    let clusters: [Cluster]
    let countsWaiting: Bool
    let maximumQuarantinedRows: Int

    package var inputs: [StageInput] { clusters.map { .files(role: $0.role, patterns: $0.patterns) } }

    package func run(_ context: StageContext) throws -> StageOutcome {
        let ingest = try PrometheusIngest(
            directory: context.directory, period: context.period, maximumQuarantinedRows: maximumQuarantinedRows,
            options: PodHourJoin.Options(countsWaiting: countsWaiting), progress: context.progress)
        for cluster in clusters { try ingest.read(context.files(role: cluster.role), cluster) }
        return try ingest.finish(files: context.files)
    }
}

extension IngestPrometheusStage {
    package static let kind = StageKind(
        use: use, version: 2, options: options, publishes: Set(TelemetryOutput.datasets.map(\.rawValue))
    ) { try IngestPrometheusStage(options: $0) }

    private static let options = ObjectShape(
        "options of \(use)", "read cluster telemetry from dumps of Prometheus",
        [
            .required(
                "clusters", .array(of: .object(clusterShape), count: 1...1000, unique: .key("id")), "the clusters"),
            .optional(
                "requests",
                .oneOf([
                    "running": "while the container runs",
                    "stated": "whenever a series states it, so that pods which wait hold what they ask for",
                ]), default: "running", "when a request counts"),
            .optional(
                "maximumQuarantinedRows", .integer(0...1_000_000_000), default: 100,
                "how many samples that cannot be read may be set aside before the stage fails"),
        ])

    private static let clusterShape = ObjectShape(
        "series of a cluster", "one cluster's dumps",
        [
            .required("id", .text(length: 1...253), "name of the cluster, as tags of the bill spell it"),
            .required(
                "files", .array(of: .path, count: 1...1000, unique: .value),
                "answers of query_range in JSON and OpenMetrics text, plain or gzip"),
            .optional(
                "stepSeconds", .integer(1...3600), default: 300,
                "seconds from one sample of a container's series to the next"),
            .optional(
                "only", .map(of: .text(length: 1...253), keys: .text(length: 1...253), count: 0...16),
                "labels and the values they must have; series of another value, or without the label, are left out"),
        ])

    private init(options node: JSONNode) throws {
        maximumQuarantinedRows = try node.option("maximumQuarantinedRows", \.int)
        countsWaiting = try node.option("requests", \.string) == "stated"
        clusters = try node.option("clusters", \.array).map { element in
            Cluster(
                id: try element.option("id", \.string), patterns: try FilePattern.list(element, "files"),
                stepSeconds: try element.option("stepSeconds", \.int),
                only: (element["only"]?.members ?? []).map { ($0.key, $0.value.string ?? "") })
        }
    }
}

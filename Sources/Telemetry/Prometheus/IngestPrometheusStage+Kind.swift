import Documents
package import HTTP
import Kernel
import Model
package import Runner

extension IngestPrometheusStage {
    package static func kind(_ machine: CallingMachine) -> StageKind {
        StageKind(
            use: use, version: 4, options: options, publishes: Set(TelemetryOutput.datasets.map(\.rawValue))
        ) { try IngestPrometheusStage(options: $0, machine: machine) }
    }

    private static let options = ObjectShape(
        "options of \(use)", "read cluster telemetry from a server of Prometheus or from dumps of one",
        [
            .required(
                "clusters", .array(of: .object(clusterShape), count: 1...1000, unique: .key("id")), "the clusters"),
            .optional(
                "requests",
                .oneOf([
                    "running": "while the container runs",
                    "stated": "whenever a series states it, so that pods which wait hold what they ask for",
                ]), default: "running", "when a request counts"),
            TelemetryOutput.containersField, TelemetryOutput.networkField,
            .optional(
                "maximumQuarantinedRows", .integer(0...1_000_000_000), default: 100,
                "how many samples that cannot be read may be set aside before the stage fails"),
        ])

    private static let clusterShape = ObjectShape(
        "series of a cluster", "one cluster's series",
        [
            .required("id", .text(length: 1...253), "name of the cluster, as tags of the bill spell it"),
            .optional(
                "files", .array(of: .path, count: 1...1000, unique: .value),
                "answers of query_range in JSON and OpenMetrics text, plain or gzip; or else \"server\""),
            .optional(
                "server", .object(LiveServer.shape), "where the series are fetched; or else \"files\""),
            .optional(
                "stepSeconds", .integer(1...3600), default: 300,
                "seconds from one sample of a container's series to the next; a server is asked with this step"),
            .optional(
                "only", .map(of: .text(length: 1...253), keys: .text(length: 1...253), count: 0...16),
                "labels and the values they must have; series of another value, or without the label, are left out"),
        ])

    private init(options node: JSONNode, machine: CallingMachine) throws {
        self.init(
            clusters: try node.option("clusters", \.array).map { try IngestPrometheusStage.cluster($0) },
            options: PodHourJoin.Options(
                countsWaiting: try node.option("requests", \.string) == "stated",
                keepsContainers: try node.option(TelemetryOutput.containersKey, \.bool),
                readsNetwork: try node.option(TelemetryOutput.networkKey, \.bool)),
            maximumQuarantinedRows: try node.option("maximumQuarantinedRows", \.int), machine: machine)
    }

    private static func cluster(_ node: JSONNode) throws(Failure) -> Cluster {
        let source: Cluster.Source
        switch (node["files"], node["server"]) {
        case (.some, nil): source = .files(try FilePattern.list(node, "files"))
        case (nil, let server?):
            source = .server(try LiveServer(server))
            try checkQuestion(node)
        case (let files, _):
            throw Failure(
                .configuration, TelemetryCode.sourceUnclear,
                files == nil ? "the cluster names no series" : "the cluster names its series twice",
                at: files?.place ?? node.place, hint: "write either \"files\" or \"server\"")
        }
        return Cluster(
            id: try node.option("id", \.string), source: source, stepSeconds: try node.option("stepSeconds", \.int),
            only: (node["only"]?.members ?? []).map { ($0.key, $0.value.string ?? "") })
    }

    /// What a dump may have and a server cannot be asked for.
    private static func checkQuestion(_ node: JSONNode) throws(Failure) {
        let step: Int = try node.option("stepSeconds", \.int)
        guard 3600 % step == 0 else {
            throw Failure(
                .configuration, TelemetryCode.unevenStep, "stepSeconds is \(step), which does not divide an hour",
                at: node["stepSeconds"]?.place, hint: "use 15, 30, 60, 120, 300 or another divisor of 3600")
        }
        for member in node["only"]?.members ?? [] where !LiveSeries.isLabel(member.key) {
            throw Failure(
                .configuration, TelemetryCode.unfitLabel, "\(QuotedText.of(member.key)) is no name of a label",
                at: member.keyPlace, hint: "letters, digits and '_', not starting with a digit")
        }
    }
}

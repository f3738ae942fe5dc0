import Documents
import HTTP
import Kernel
import Model
package import Runner

/// Reads series of Prometheus: answers of `query_range` and OpenMetrics text, from files or fetched from a server.
package struct IngestPrometheusStage: Stage {
    package static let use = "ingest-prometheus"

    /// One cluster's series.
    struct Cluster: Sendable {
        /// Where they come from.
        enum Source: Sendable {
            case files([FilePattern])
            case server(LiveServer)
        }

        let id: String
        let source: Source
        let stepSeconds: Int
        let only: [(label: String, value: String)]

        var role: String { "\(id) series" }
    }

    let clusters: [Cluster]
    let options: PodHourJoin.Options
    let maximumQuarantinedRows: Int

    let machine: CallingMachine

    package var inputs: [StageInput] {
        clusters.map { cluster in
            switch cluster.source {
            case .files(let patterns): .files(role: cluster.role, patterns: patterns)
            case .server(let server):
                .delivery(
                    role: cluster.role,
                    finder: LiveFinder(
                        cluster: cluster.id, server: server, only: cluster.only, stepSeconds: cluster.stepSeconds,
                        series: LiveSeries.names(withNetwork: options.readsNetwork), machine: machine))
            }
        }
    }

    package func run(_ context: StageContext) throws -> StageOutcome {
        let ingest = try PrometheusIngest(
            directory: context.directory, period: context.period, maximumQuarantinedRows: maximumQuarantinedRows,
            options: options, progress: context.progress)
        for cluster in clusters {
            try ingest.read(
                context.files(role: cluster.role), cluster, fetched: context.found(role: cluster.role)?.facts)
        }
        return try ingest.finish(files: context.files)
    }
}

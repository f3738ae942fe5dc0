import Columns
import Documents
import Kernel
import Model
import Runner

/// Reads the dumps of clusters, one cluster after the other, into the datasets of telemetry.
final class PrometheusIngest {
    private let output: TelemetryOutput
    private let quarantine: Quarantine
    private let options: PodHourJoin.Options
    private let period: Month
    private let progress: @Sendable (StageProgress) throws -> Void
    private var coverage = Coverage()
    private var samples: Int64 = 0
    private var facts: [JSONOut] = []
    private var warnings: [Diagnostic] = []

    init(
        directory: String, period: Month, maximumQuarantinedRows: Int, options: PodHourJoin.Options,
        progress: @escaping @Sendable (StageProgress) throws -> Void
    ) throws {
        output = try TelemetryOutput(directory: directory, keepsContainers: options.keepsContainers)
        quarantine = Quarantine(
            directory: directory, limit: maximumQuarantinedRows, tooMany: TelemetryCode.tooManyQuarantined)
        self.options = options
        self.period = period
        self.progress = progress
    }

    /// - Parameter fetched: what identifies series that came from a server.
    func read(_ files: [InputFile], _ options: IngestPrometheusStage.Cluster, fetched: JSONOut?) throws {
        let before = samples
        let cluster = PrometheusCluster(
            id: options.id, period: period, stepSeconds: options.stepSeconds, only: options.only,
            readsNetwork: self.options.readsNetwork, quarantine: quarantine,
            progress: { [progress] in try progress(StageProgress(rows: before + $0)) })
        for file in files { try PrometheusIngest.read(file, into: cluster) }
        try cluster.finish { for file in files { try PrometheusIngest.read(file, into: cluster) } }
        samples += cluster.counts.samples
        try quarantine.refuseIfNothing(kept: cluster.counts.samples, TelemetryCode.nothingReadable)
        var rows = PrometheusRows(cluster, output: output, options: self.options)
        try rows.write(into: &coverage)
        facts.append(PrometheusReport.facts(cluster, rows, fetched: fetched))
        warnings += PrometheusReport.warnings(cluster, rows, stepSeconds: options.stepSeconds)
    }

    /// The first character tells the format: an answer is a JSON object.
    private static func read(_ file: InputFile, into cluster: PrometheusCluster) throws {
        cluster.beginFile()
        let start = try ByteCursor(path: file.path, name: file.name)
        try start.skipBlanks()
        guard let first = try start.peek() else {
            throw Failure(
                .badInput, TelemetryCode.unknownFormat, "the file is empty", at: Place(file: file.name),
                hint: "fetch the file again; an answer without series is not empty")
        }
        switch first {
        case UInt8(ascii: "{"): try MatrixReader.read(start, into: cluster)
        case UInt8(ascii: "#"), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            try OpenMetricsReader.read(path: file.path, name: file.name, into: cluster)
        default:
            throw Failure(
                .badInput, TelemetryCode.unknownFormat,
                "the file is neither JSON nor OpenMetrics text", at: Place(file: file.name, line: 1, column: 1),
                hint: "answers of /api/v1/query_range and OpenMetrics text are read, plain, gzip or zstd")
        }
    }

    func finish(files: [InputFile]) throws -> StageOutcome {
        let nodeHours = coverage.nodeHours()
        for row in nodeHours { try output.append(row) }
        try output.close()
        try quarantine.close()
        return StageOutcome(
            facts: .object([
                .init("files", try InputFile.facts(files)),
                .init("clusters", .array(facts)),
                .init("coverage", CoverageFacts(coverage, nodeHours: nodeHours, period: period).facts),
                .init("rowsQuarantined", .integer(Int(quarantine.rowCount))),
                .init("quarantine", quarantine.tally.facts),
            ]),
            rowCount: samples, diagnostics: quarantine.warnings + warnings)
    }
}

import Kernel
import Model
package import Runner

/// Reads FOCUS bills (CSV, plain or gzip) and publishes them as `cost_lines`.
package struct IngestFocusStage: Stage {
    package static let use = "ingest-focus"
    static let filesRole = "bill"

    let source: SourceID
    let version: FocusColumn.Version?
    let maximumQuarantinedRows: Int
    package let inputs: [StageInput]

    init(source: SourceID, version: FocusColumn.Version?, maximumQuarantinedRows: Int, files: [FilePattern]) {
        self.source = source
        self.version = version
        self.maximumQuarantinedRows = maximumQuarantinedRows
        inputs = [.files(role: IngestFocusStage.filesRole, patterns: files)]
    }

    package func run(_ context: StageContext) throws -> StageOutcome {
        var ingest = FocusIngest(directory: context.directory, maximumQuarantinedRows: maximumQuarantinedRows)
        for file in context.files(role: IngestFocusStage.filesRole) {
            try ingest.read(file, version: version, progress: context.progress)
        }
        return try ingest.finish(source: source, files: context.files(role: IngestFocusStage.filesRole))
    }
}

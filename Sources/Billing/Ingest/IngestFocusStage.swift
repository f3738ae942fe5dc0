import Columns
import Kernel
import Model
package import Runner

/// Reads bills of every provider (CSV, gzip, zstd, Parquet) and publishes them as `cost_lines`.
package struct IngestFocusStage: Stage {
    package static let use = "ingest-focus"
    static let filesRole = "bill"

    let source: SourceID
    let version: FocusColumn.Version?
    let maximumQuarantinedRows: Int
    package let inputs: [StageInput]
    package let accounts: [StageAccount]
    /// What comes out is the same whatever this is.
    var reading = BillReading()

    init(
        source: SourceID, version: FocusColumn.Version?, maximumQuarantinedRows: Int, input: StageInput,
        account: StageAccount
    ) {
        self.source = source
        self.version = version
        self.maximumQuarantinedRows = maximumQuarantinedRows
        inputs = [input]
        accounts = [account]
    }

    package func run(_ context: StageContext) throws -> StageOutcome {
        do {
            return try run(context, reading)
        } catch is BillReading.Misjudged {
            // What was written until then is a sound beginning, and is made anew with the rest.
            for name in try FileSystem.names(in: context.directory) {
                try FileSystem.remove("\(context.directory)/\(name)")
            }
            return try run(context, reading.inOrder)
        }
    }

    private func run(_ context: StageContext, _ reading: BillReading) throws -> StageOutcome {
        var ingest = BillIngest(
            directory: context.directory, maximumQuarantinedRows: maximumQuarantinedRows, reading: reading)
        let files = context.files(role: IngestFocusStage.filesRole)
        for file in files { try ingest.read(file, version: version, progress: context.progress) }
        var outcome = try ingest.finish(source: source, files: files)
        if let input = context.found(role: IngestFocusStage.filesRole) {
            try DeliveredBill(input: input).complete(&outcome)
        }
        return outcome
    }
}

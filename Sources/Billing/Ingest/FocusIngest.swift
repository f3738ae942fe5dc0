import Columns
import Crypto
import Kernel
import Model
import Runner

/// Figures gathered while the files of one delivery are read.
struct FocusIngest {
    /// Rows between two reports of progress.
    private static let progressRows = 16_384

    private let writer: CostLineWriter
    private let quarantine: Quarantine
    private var kept = RunningTotals()
    private var setAside = SetAsideCosts()
    private var notes = RowNotes()
    private var daily = DailyCosts()
    private var currencies = AccountCurrencies()
    private var versions: [FocusColumn.Version] = []
    private var readFiles: [Digest: String] = [:]

    init(directory: String, maximumQuarantinedRows: Int) {
        writer = CostLineWriter(directory: directory)
        quarantine = Quarantine(
            directory: directory, limit: maximumQuarantinedRows, tooMany: BillCode.tooManyQuarantined)
    }

    mutating func read(
        _ file: InputFile, version: FocusColumn.Version?, progress: @Sendable (StageProgress) -> Void
    ) throws {
        let rowsBefore = kept.rows + setAside.rows
        let reader = try CSVReader(path: file.path)
        let header = try FocusHeader(reader.header, file: file.name, declared: version)
        for warning in header.warnings { notes.add(warning) }
        versions.append(header.version)
        writer.begin(header, file: file.name)
        var row = FocusRow(header: header, file: file.name)
        var sinceReport = 0
        try reader.forEachRecord { record in
            if let problem = row.read(record, notes: &notes) {
                try reject(problem, row, record)
            } else {
                try keep(row, record, header)
            }
            sinceReport += 1
            if sinceReport == FocusIngest.progressRows {
                sinceReport = 0
                progress(StageProgress(rows: kept.rows + setAside.rows, bytes: Int64(reader.source.storedByteCount)))
            }
        }
        if kept.rows + setAside.rows > rowsBefore { try refuseCopy(file) }
    }

    /// Two files of the same bytes are one delivery copied: its charges would count twice.
    private mutating func refuseCopy(_ file: InputFile) throws(Failure) {
        if let first = readFiles[file.digest] {
            throw Failure(
                .badInput, BillCode.copiedFile, "the file has the same bytes as '\(first)'", at: Place(file: file.name),
                hint: "its charges would count twice; keep one of the two")
        }
        readFiles[file.digest] = file.name
    }

    private mutating func keep(
        _ row: borrowing FocusRow, _ record: borrowing CSVRecord, _ header: FocusHeader
    ) throws {
        guard let currency = row.currency else { preconditionFailure("a sound row has a currency") }
        let costs = row.costs
        try currencies.check(record, row, currency)
        try kept.add(billingPeriod: row.billingPeriod, currency: currency, category: row.chargeCategory, costs)
        try daily.add(record, row, header: header, currency: currency, costs: costs)
        try writer.append(record, row)
    }

    private mutating func reject(
        _ problem: Diagnostic, _ row: borrowing FocusRow, _ record: borrowing CSVRecord
    ) throws {
        try setAside.add(record, row)
        try quarantine.add(problem, rawRow: record.rawBytes)
    }

    /// Ends the files and reads their costs back, beside the making of facts and tables.
    func finish(source: SourceID, files: [InputFile]) throws -> StageOutcome {
        let readBack = Box(RunningTotals())
        try writer.close { written in
            for (month, path) in written {
                try WrittenCosts.add(path, billingPeriod: month, to: &readBack.value)
            }
        }
        try quarantine.close()
        try quarantine.refuseIfNothing(kept: kept.rows, BillCode.nothingSound)
        var empty: [Diagnostic] = []
        if kept.rows == 0 {
            let place = files.first.map { Place(file: $0.name) }
            empty = [.warning(BillCode.noRows, "the bill has a header and no rows", at: place)]
        }
        let (totals, warnings) = (try kept.totals(), notes.tally)
        let facts = IngestFacts(
            source: source, files: files, version: versions.max() ?? .v1_0, kept: totals, setAside: setAside,
            quarantine: quarantine.tally, warnings: warnings, daily: daily)
        let outcome = StageOutcome(
            tables: [DailyCostsTable.content(daily)], facts: try facts.json(), rowCount: kept.rows,
            diagnostics: empty + warnings.summary + quarantine.warnings)
        try writer.wait()
        guard try readBack.value.totals() == totals else {
            throw Failure(
                .internal, BillCode.totalsDiffer, "the written rows do not add up to the rows read",
                hint: "nothing was published; this is a defect of reckon or of the disk")
        }
        return outcome
    }

    /// What the thread leaves for us; read after it has ended.
    private final class Box<Value> {
        var value: Value
        init(_ value: Value) { self.value = value }
    }
}

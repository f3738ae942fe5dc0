import Columns
import Documents
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

/// Figures gathered while the files of one delivery are read.
struct FocusIngest {
    private struct AccountPeriod: Hashable {
        let account: Int32
        let month: Month
    }

    /// Rows between two reports of progress.
    private static let progressRows = 16_384

    private let writer: CostLineWriter
    private let quarantine: Quarantine
    private let maximumQuarantinedRows: Int
    private var kept = ControlTotals()
    private var setAside = SetAsideCosts()
    private var warnings = FindingTally()
    private var daily = DailyCosts()
    private var currencies: [AccountPeriod: (currency: Currency, place: Place)] = [:]
    private var accounts = ByteInterner()
    private var versions: [FocusColumn.Version] = []

    init(directory: String, maximumQuarantinedRows: Int) {
        writer = CostLineWriter(directory: directory)
        quarantine = Quarantine(directory: directory)
        self.maximumQuarantinedRows = maximumQuarantinedRows
    }

    mutating func read(
        _ file: InputFile, version: FocusColumn.Version?, progress: @Sendable (StageProgress) -> Void
    ) throws {
        let reader = try CSVReader(path: file.path)
        let header = try FocusHeader(reader.header, file: file.name, declared: version)
        for warning in header.warnings { warnings.count(warning) }
        versions.append(header.version)
        var row = FocusRow(header: header, file: file.name)
        var sinceReport = 0
        try reader.forEachRecord { record in
            let problem = row.read(record, warnings: &warnings)
            if let problem {
                try reject(problem, row, record)
            } else {
                try keep(row, record, header, file: file.name)
            }
            sinceReport += 1
            if sinceReport == FocusIngest.progressRows {
                sinceReport = 0
                progress(StageProgress(rows: kept.rows + setAside.rows, bytes: Int64(reader.source.storedByteCount)))
            }
        }
    }

    private mutating func keep(
        _ row: borrowing FocusRow, _ record: borrowing CSVRecord, _ header: FocusHeader, file: String
    ) throws {
        guard let currency = row.currency else { preconditionFailure("a sound row has a currency") }
        let costs = row.costs
        let month = row[instant: .billingPeriodStart].month
        try checkCurrency(currency, month, record, header, file: file)
        try kept.add(
            ControlTotals.Key(
                billingPeriod: month, currency: currency,
                category: FocusIngest.categories[row.chargeCategory]), costs)
        try daily.add(record, row, header: header, currency: currency, costs: costs)
        try writer.append(record, row, header: header, file: file)
    }

    private static let categories: [String] = {
        guard case .enumeration(let values) = FocusColumn.chargeCategory.kind else { return [] }
        return values
    }()

    private mutating func reject(
        _ problem: Diagnostic, _ row: borrowing FocusRow, _ record: borrowing CSVRecord
    ) throws {
        try setAside.add(record, row)
        try quarantine.add(problem, rawRow: record.rawBytes)
        guard quarantine.rowCount <= maximumQuarantinedRows else {
            throw Failure(
                .badInput,
                quarantine.tally.summary.map {
                    var finding = $0
                    finding.severity = .error
                    return finding
                } + [
                    .error(
                        BillCode.tooManyQuarantined,
                        "more than \(maximumQuarantinedRows) rows cannot be accounted for; nothing was published",
                        at: problem.place,
                        hint: "mend the delivery, or raise \"maximumQuarantinedRows\" in the job to set them aside")
                ])
        }
    }

    /// FOCUS gives an account one currency in a billing period; two mean that files were mixed up.
    private mutating func checkCurrency(
        _ currency: Currency, _ month: Month, _ record: borrowing CSVRecord, _ header: FocusHeader, file: String
    ) throws {
        let position = header.positions[FocusRow.ordinals[.billingAccountID]!]
        let account = accounts.id(of: record[position].bytes)
        let key = AccountPeriod(account: account, month: month)
        guard let known = currencies[key] else {
            currencies[key] = (currency, Place(file: file, line: record.line))
            return
        }
        guard known.currency != currency else { return }
        throw Failure(
            .badInput, BillCode.twoCurrencies,
            "a billing account is billed in \(currency) here and in \(known.currency) at \(known.place), both for \(month)",
            at: Place(file: file, line: record.line),
            hint: "an account has one billing currency a month; check that the files belong together")
    }

    func finish(source: SourceID, files: [InputFile]) throws -> StageOutcome {
        let written = try writer.close()
        try quarantine.close()
        try FocusIngest.verify(written, against: kept)
        var diagnostics = warnings.summary
        diagnostics.append(contentsOf: quarantine.tally.summary)
        let facts = IngestFacts(
            source: source, files: files, version: versions.max() ?? .v1_0, kept: kept, setAside: setAside,
            quarantine: quarantine.tally, warnings: warnings, daily: daily)
        return StageOutcome(
            tables: [DailyCostsTable.content(daily)], facts: try facts.json(), rowCount: kept.rows,
            diagnostics: diagnostics)
    }

    /// Reads the four cost columns back from what was written and compares the sums with those taken while reading.
    private static func verify(_ written: [(month: Month, path: String)], against kept: ControlTotals) throws {
        var found = ControlTotals()
        for (month, path) in written {
            try CostLineReader.forEachCost(path) { currency, category, costs in
                try found.add(
                    ControlTotals.Key(billingPeriod: month, currency: currency, category: category), costs)
            }
        }
        guard found == kept else {
            throw Failure(
                .internal, BillCode.totalsDiffer, "the written rows do not add up to the rows read",
                hint: "nothing was published; this is a defect of reckon or of the disk")
        }
    }
}

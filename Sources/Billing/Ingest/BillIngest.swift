import Columns
import Crypto
import Kernel
import Model
import Runner

/// Figures gathered while the files of one delivery are read.
struct BillIngest {
    private let writer: CostLineWriter
    private let quarantine: Quarantine
    private let pool = BatchPool()
    private let reading: BillReading
    private let rejectedLimit: Int
    private var kept = ControlTotals()
    private var setAside = SetAsideCosts()
    private var notes = FindingTally()
    /// Of the file that is read, and of all files before it.
    private var traits = RowTraits()
    private var basis = CostBasis.both
    private var sums = LaneSums(.daily)
    private var formats: [String] = []
    private var filesWithRows: [InputFile] = []
    /// Of each part: its file, and the lines before it.
    private var parts: [(file: String, lines: Int)] = []

    init(directory: String, maximumQuarantinedRows: Int, reading: BillReading) {
        writer = CostLineWriter(directory: directory)
        quarantine = Quarantine(
            directory: directory, limit: maximumQuarantinedRows, tooMany: BillCode.tooManyQuarantined)
        rejectedLimit = maximumQuarantinedRows + 1
        self.reading = reading
    }

    mutating func read(
        _ file: InputFile, version: FocusColumn.Version?, progress: @Sendable (StageProgress) throws -> Void
    ) throws {
        let bill = try OpenedBill(path: file.path, name: file.name, declared: version)
        for warning in bill.format.warnings { notes.count(warning) }
        formats.append(bill.format.description)
        let rowsBefore = kept.rows + setAside.rows
        let reader = PartReader(bill: bill, pool: pool, rejectedLimit: rejectedLimit, groups: .daily)
        traits = RowTraits()
        var sums = LaneSums(.daily)
        _ = try reading.read(reader, sums: &sums, firstPart: parts.count) { part, number, base in
            precondition(number == parts.count, "parts come in order")
            try take(part, base, file: file.name)
            try progress(StageProgress(rows: kept.rows + setAside.rows, bytes: Int64(part.storedBytes)))
        }
        try self.sums.add(sums)
        let place = Place(file: file.name)
        for warning in traits.warnings(at: place) { notes.count(warning) }
        basis.formUnion(traits.basis)
        try basis.refuseIfTwice(at: place)
        if kept.rows + setAside.rows > rowsBefore { filesWithRows.append(file) }
    }

    private mutating func take(_ part: BillPart, _ base: BillReading.Base, file: String) throws {
        parts.append((file, base.lines))
        notes.add(part.notes, lines: base.lines)
        try part.kept.add(to: &kept)
        try setAside.add(part.setAside)
        traits.add(part.traits)
        for rejected in part.rejected {
            var diagnostic = rejected.diagnostic
            diagnostic.place = diagnostic.place?.movedDown(by: base.lines)
            try rejected.rawRow.withUnsafeBufferPointer { try quarantine.add(diagnostic, rawRow: $0) }
        }
        for (month, batch) in part.rows?.batches(recordsBefore: base.records) ?? [] {
            try writer.append(batch, of: month, file: file)
            pool.giveBack(batch)
        }
    }

    /// Two files of the same bytes are one delivery copied: its charges would count twice.
    private func refuseCopies() throws(Failure) {
        var names: [Digest: String] = [:]
        for file in filesWithRows {
            let digest = try file.digest()
            if let first = names[digest] {
                throw Failure(
                    .badInput, BillCode.copiedFile, "the file has the same bytes as '\(first)'",
                    at: Place(file: file.name), hint: "its charges would count twice; keep one of the two")
            }
            names[digest] = file.name
        }
    }

    /// Ends the files and reads their costs back, beside the making of facts and tables.
    mutating func finish(source: SourceID, files: [InputFile]) throws -> StageOutcome {
        try refuseCopies()
        try sums.currencies.check { position in
            Place(file: parts[position.part].file, line: parts[position.part].lines + position.line)
        }
        for finding in try sums.commitments.findings(file: files.first?.name ?? source.text) { notes.count(finding) }
        let readBack = Box(ControlTotals())
        let lanes = reading.lanes
        try writer.close { written in
            for (month, path) in written {
                try WrittenCosts.add(path, billingPeriod: month, lanes: lanes, to: &readBack.value)
            }
        }
        try quarantine.close()
        try quarantine.refuseIfNothing(kept: kept.rows, BillCode.nothingSound)
        var empty: [Diagnostic] = []
        if kept.rows == 0 {
            let place = files.first.map { Place(file: $0.name) }
            empty = [.warning(BillCode.noRows, "the bill has a header and no rows", at: place)]
        }
        let facts = IngestFacts(
            source: source, files: files, formats: formats, kept: kept, setAside: setAside,
            quarantine: quarantine.tally, warnings: notes, daily: sums.groups)
        let outcome = StageOutcome(
            tables: [DailyCostsTable.content(sums.groups)], facts: try facts.json(), rowCount: kept.rows,
            diagnostics: empty + notes.summary + quarantine.warnings)
        try writer.wait()
        guard readBack.value == kept else {
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

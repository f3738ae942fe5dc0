import Columns
import Kernel
import Model

/// What is made of the rows of one part while they are read.
struct RowTaker: ~Copyable {
    private let bill: OpenedBill
    private let part: Int
    private let rejectedLimit: Int
    private let groupSlots: [Int]
    private let accountSlot: Int
    private let commitmentSlot: Int
    private var row: FocusRow
    private(set) var notes = RowNotes()
    private var kept = RunningTotals()
    private var setAside = SetAsideCosts()
    private var rejected: [BillPart.Rejected] = []
    private var others: OtherColumns?
    private var rows: CostLineRows?

    init(
        _ bill: OpenedBill, part: Int, groups: GroupedCosts.Dimensions, pool: BatchPool?, rejectedLimit: Int
    ) {
        self.bill = bill
        self.part = part
        self.rejectedLimit = rejectedLimit
        groupSlots = groups.columns.map { bill.slots[$0.ordinal] }
        accountSlot = bill.slots[FocusColumn.billingAccountID.ordinal]
        commitmentSlot = bill.slots[FocusColumn.commitmentDiscountID.ordinal]
        row = FocusRow(slots: bill.slots, checksConformance: bill.isFocus)
        if let pool {
            rows = CostLineRows(slots: bill.slots, file: bill.name, pool: pool)
            if !bill.format.others.isEmpty { others = OtherColumns(bill.format.others) }
        }
    }

    /// Takes a sound row whole, or sets it aside whole.
    ///
    /// - Returns: whether it was sound.
    @inline(__always)
    @discardableResult
    mutating func take<Fields: FocusFields & ~Copyable, Source: SourceRow & ~Copyable>(
        _ fields: borrowing Fields, from source: borrowing Source, _ sums: inout LaneSums
    ) throws -> Bool {
        if let finding = row.read(fields, notes: &notes) {
            if !row.pending.isEmpty { describePending(source) }
            try setAside(finding, fields, from: source)
            return false
        }
        if !row.pending.isEmpty { describePending(source) }
        guard let currency = row.currency else { preconditionFailure("a sound row has a currency") }
        let costs = row.costs
        if case .text(let account) = fields.value(accountSlot) {
            sums.currencies.note(
                account.bytes, row.billingPeriod, currency, .init(part: part, line: source.line))
        }
        try kept.add(billingPeriod: row.billingPeriod, currency: currency, category: row.chargeCategory, costs)
        try sums.groups.add(fields, row, slots: groupSlots, currency: currency, costs: costs)
        if row.has(row.at.commitmentID), case .text(let commitment) = fields.value(commitmentSlot) {
            try sums.commitments.add(
                commitment.bytes, row.billingPeriod, currency, category: row.chargeCategory,
                frequency: row.listedValue(row.at.chargeFrequency), costs)
        }
        sums.note(chargeStart: row.chargeStart)
        rows?.append(fields, row, number: source.number, from: source, &others)
        return true
    }

    /// Takes rows of a block of which nothing is to be said.
    @inline(__always)
    mutating func take<Fields: FieldBlock & ~Copyable>(
        _ fields: borrowing Fields, _ block: borrowing RowBlock, rows: Range<Int>, _ sums: inout LaneSums
    ) throws {
        let at = row.at
        let (billed, effective) = (block.decimals(at.billed), block.decimals(at.effective))
        let (list, contracted) = (block.decimals(at.list), block.decimals(at.contracted))
        let (billingStarts, chargeStarts) = (block.instants(at.billingStart), block.instants(at.chargeStart))
        let (categories, frequencies) = (block.listed(at.chargeCategory), block.listed(at.chargeFrequency))
        let hasCommitment = block.present(at.commitmentID)
        block.count(rows, in: &notes)
        // What the rows since `first` have in common.
        var first = rows.lowerBound
        var period = billingStarts[first]
        var month = Instant(microseconds: period).month
        var packed: UInt32 = 0
        var account = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        for row in rows {
            if billingStarts[row] != period {
                self.rows?.append(fields, block, rows: first..<row, month, &others)
                (first, period, packed) = (row, billingStarts[row], 0)
                month = Instant(microseconds: period).month
            }
            let currency = Currency(packed: block.currencies[row])
            let costs = CostVector(
                billed: Amount(units: billed[row]), effective: Amount(units: effective[row]),
                list: Amount(units: list[row]), contracted: Amount(units: contracted[row]))
            let field = fields.field(row, accountSlot)
            if packed != currency.packed || !RowBlock.areSame(field.bytes, account) {
                sums.currencies.note(field.bytes, month, currency, .init(part: part, line: fields.line(row)))
                (packed, account) = (currency.packed, field.bytes)
            }
            try kept.add(billingPeriod: month, currency: currency, category: Int(categories[row]), costs)
            let chargeStart = Instant(microseconds: chargeStarts[row])
            try sums.groups.add(
                fields, row: row, slots: groupSlots, chargeStart: chargeStart, billingPeriod: month,
                currency: currency, costs: costs)
            if hasCommitment[row] {
                try sums.commitments.add(
                    fields.field(row, commitmentSlot).bytes, month, currency, category: Int(categories[row]),
                    frequency: Int(frequencies[row]), costs)
            }
            sums.note(chargeStart: chargeStart)
        }
        self.rows?.append(fields, block, rows: first..<rows.upperBound, month, &others)
    }

    /// Takes a row of another format: the one or two FOCUS rows that it makes.
    mutating func take<Source: SourceRow & ~Copyable>(
        _ format: inout any BillFormat, _ draft: inout FocusDraft, from source: borrowing Source,
        _ sums: inout LaneSums
    ) throws {
        draft.clear()
        if let finding = format.fill(&draft, from: source) {
            return try setAside(finding, draft, from: source, format)
        }
        guard try take(draft, from: source, &sums) else { return }
        note(draft, from: source)
        draft.clear()
        if format.fillSecond(&draft, from: source) { try take(draft, from: source, &sums) }
    }

    /// Says what a format has found in a row that was kept.
    private mutating func note<Source: SourceRow & ~Copyable>(
        _ draft: borrowing FocusDraft, from source: borrowing Source
    ) {
        for (kind, column, text) in draft.notes where !notes.countsOnly(kind) {
            let place = bill.format.position(ofSlot: column.ordinal).map { source.place(ofField: $0, file: bill.name) }
            notes.add(
                kind,
                .warning(
                    kind.code, kind.said(of: QuotedText.of(text.text)),
                    at: place ?? Place(file: bill.name, line: source.line)))
        }
    }

    /// Sets aside a row that could not even be made into a FOCUS row; the format knows what it was made from.
    private mutating func setAside<Source: SourceRow & ~Copyable>(
        _ finding: RowFinding, _ draft: borrowing FocusDraft, from source: borrowing Source, _ format: any BillFormat
    ) throws {
        let position = format.position(of: FocusColumn.allCases[finding.slot])
        let place = position.map { source.place(ofField: $0, file: bill.name) }
        let diagnostic = Diagnostic.error(
            finding.code, finding.message, at: place ?? Place(file: bill.name, line: source.line), hint: finding.hint)
        try reject(diagnostic, row.readableCosts(draft), source)
    }

    private mutating func setAside<Fields: FocusFields & ~Copyable, Source: SourceRow & ~Copyable>(
        _ finding: RowFinding, _ fields: borrowing Fields, from source: borrowing Source
    ) throws {
        let place = bill.format.position(ofSlot: finding.slot).map { source.place(ofField: $0, file: bill.name) }
        let diagnostic = Diagnostic.error(
            finding.code, finding.message, at: place ?? Place(file: bill.name, line: source.line), hint: finding.hint)
        try reject(diagnostic, row.readableCosts(fields), source)
    }

    /// Sets aside a record that breaks the rules of its file.
    mutating func setAside<Source: SourceRow & ~Copyable>(_ problem: CSVProblem, from source: borrowing Source) throws {
        try reject(problem.diagnostic(file: bill.name), (nil, .zero), source)
    }

    private mutating func reject<Source: SourceRow & ~Copyable>(
        _ diagnostic: Diagnostic, _ costs: (currency: Currency?, costs: CostVector), _ source: borrowing Source
    ) throws {
        try setAside.add(costs)
        if rejected.count < rejectedLimit {
            rejected.append(
                .init(diagnostic: diagnostic, rawRow: Array(source.rawBytes.prefix(Quarantine.rowLimitBytes))))
        }
    }

    private mutating func describePending<Source: SourceRow & ~Copyable>(_ source: borrowing Source) {
        for (kind, finding) in row.pending {
            let place = bill.format.position(ofSlot: finding.slot).map { source.place(ofField: $0, file: bill.name) }
            notes.add(
                kind,
                .warning(
                    finding.code, finding.message, at: place ?? Place(file: bill.name, line: source.line),
                    hint: finding.hint))
        }
        row.pending.removeAll(keepingCapacity: true)
    }

    /// What was gathered.
    consuming func finish() -> BillPart {
        let result = BillPart()
        result.notes = notes.tally
        result.kept = kept
        result.setAside = setAside
        result.rejected = rejected
        result.rows = rows
        return result
    }
}

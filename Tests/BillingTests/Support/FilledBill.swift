import Columns
import Kernel
import Model
import TestSupport

@testable import Billing

/// A bill file whose rows were made into FOCUS rows by a format and checked, as ingest does.
struct FilledBill<Format: BillFormat> {
    /// The sound rows: the FOCUS columns that have a value, as text.
    var rows: [[FocusColumn: String]] = []
    /// Why rows were set aside.
    var findings: [Diagnostic] = []
    /// Sums of the sound rows.
    var totals: [Currency: CostVector] = [:]
    var format: Format
    private var notes = RowNotes()

    /// - Parameter fixture: path below Tests/Fixtures.
    init(fixture: String) throws {
        try self.init(path: "\(Checkout.root)/Tests/Fixtures/\(fixture)")
    }

    init(text: String) throws {
        try self.init(path: try TemporaryFolder().write(text, to: "bill.csv"))
    }

    private init(path: String) throws {
        let reader = try CSVReader(path: path)
        format = try Format(reader.header, file: "bill.csv")
        let slots = FocusColumn.allCases.enumerated().map { [format] in format.fills.contains($1) ? $0 : -1 }
        var row = FocusRow(slots: slots, checksConformance: false)
        var draft = FocusDraft()
        try reader.forEachRecord { record in
            draft.clear()
            if let finding = format.fill(&draft, from: record) ?? row.read(draft, notes: &notes) {
                let position = format.position(of: FocusColumn.allCases[finding.slot])
                let place = position.map { record.position(ofField: $0) }
                findings.append(
                    .error(
                        finding.code, finding.message,
                        at: Place(file: "bill.csv", line: place?.line, column: place?.column), hint: finding.hint))
                return
            }
            row.pending.removeAll()
            rows.append(FilledBill.texts(of: draft, in: format.fills))
            try totals[row.currency!, default: .zero].add(row.costs)
        }
    }

    private static func texts(of draft: borrowing FocusDraft, in fills: Set<FocusColumn>) -> [FocusColumn: String] {
        var texts: [FocusColumn: String] = [:]
        for (ordinal, column) in FocusColumn.allCases.enumerated() {
            let value: String?
            switch draft.value(ordinal) {
            case .null: value = nil
            case .text(let field): value = field.text
            case .units(let units):
                value = DecimalText.print(units, scale: column.kind == .quantity ? Quantity.scale : Amount.scale)
            case .microseconds(let microseconds): value = Instant(microseconds: microseconds).description
            }
            precondition(
                value == nil || fills.contains(column), "\(column) has a value that the format did not announce")
            texts[column] = value
        }
        return texts
    }

    /// The four sums as text, in the order billed, effective, list, contracted.
    func sums(_ currency: String = "USD") -> [String] {
        totals[Currency(currency)!]?.all.map(\.description) ?? []
    }

    /// The values of one column.
    func values(_ column: FocusColumn) -> [String?] { rows.map { $0[column] } }
}

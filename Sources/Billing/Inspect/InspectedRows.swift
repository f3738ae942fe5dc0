import Columns
import Kernel
import Model

/// The rows of one bill file, checked and added up.
struct InspectedRows {
    /// Rows set aside that are described; the rest are counted.
    private static let rejectedLimit = 1000

    private(set) var kept = ControlTotals()
    private(set) var setAside = SetAsideCosts()
    private(set) var notes = FindingTally()
    private(set) var rejected = FindingTally()
    private(set) var sums: LaneSums
    private var traits = RowTraits()

    init(_ bill: OpenedBill, _ grouping: BillGrouping?, _ reading: BillReading) throws {
        let groups = GroupedCosts.Dimensions(columns: grouping?.columns ?? [], byDay: grouping?.byDay ?? false)
        sums = LaneSums(groups)
        let reader = PartReader(bill: bill, pool: nil, rejectedLimit: InspectedRows.rejectedLimit, groups: groups)
        var lines: [Int] = []
        var sums = sums
        _ = try reading.read(reader, sums: &sums, firstPart: 0) { part, _, base in
            lines.append(base.lines)
            try part.kept.add(to: &kept)
            try setAside.add(part.setAside)
            notes.add(part.notes, lines: base.lines)
            traits.add(part.traits)
            for row in part.rejected {
                var diagnostic = row.diagnostic
                diagnostic.place = diagnostic.place?.movedDown(by: base.lines)
                rejected.count(diagnostic)
            }
        }
        self.sums = sums
        for finding in try sums.commitments.findings(file: bill.name) { notes.count(finding) }
        let place = Place(file: bill.name)
        for warning in traits.warnings(at: place) { notes.count(warning) }
        try traits.basis.refuseIfTwice(at: place)
        try sums.currencies.check { Place(file: bill.name, line: lines[$0.part] + $0.line) }
    }
}

import Kernel
import Model

/// What came of one part of a bill file.
final class BillPart {
    /// A row that cannot be accounted for; its place counts from the part's first line.
    struct Rejected {
        let diagnostic: Diagnostic
        let rawRow: [UInt8]
    }

    /// Where the part's first record was taken to begin, and where the record behind its last one does. For files that
    /// are read from start to end the two say nothing.
    var range = 0..<0
    var lines = 0
    var records = 0
    var notes = FindingTally()
    var kept = RunningTotals()
    var setAside = SetAsideCosts()
    var traits = RowTraits()
    var rejected: [Rejected] = []
    /// The rows by billing period, where they are wanted.
    var rows: CostLineRows?
    var storedBytes = 0
}

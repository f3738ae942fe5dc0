import Kernel
import Model

/// Findings about rows that stay: the first of each kind are described, all are counted.
///
/// A bill may have one on every row, so counting one more is an addition and nothing else.
struct RowNotes {
    enum Kind: Int, CaseIterable {
        case nullCost, otherSpelling, unknownValue, negativePrice, outsideBillingPeriod, timeWithoutZone,
            quantityDropped, quantityUnexpected, quantityMissing, commitmentStatus, costDiffers, creditDiffers,
            unknownLineItemType, splitCost

        var code: DiagnosticCode {
            switch self {
            case .nullCost: BillCode.nullCost
            case .otherSpelling: BillCode.otherSpelling
            case .unknownValue: BillCode.unknownValue
            case .negativePrice: BillCode.negativePrice
            case .outsideBillingPeriod: BillCode.outsideBillingPeriod
            case .timeWithoutZone: BillCode.timeWithoutZone
            case .quantityDropped: BillCode.quantityDropped
            case .quantityUnexpected: BillCode.quantityUnexpected
            case .quantityMissing: BillCode.quantityMissing
            case .commitmentStatus: BillCode.commitmentStatus
            case .costDiffers: BillCode.costDiffers
            case .creditDiffers: BillCode.creditDiffers
            case .unknownLineItemType: BillCode.unknownLineItemType
            case .splitCost: BillCode.splitCost
            }
        }
    }

    private var described = FindingTally()
    /// By kind: whether enough are described, and how many came after those.
    private var isFull = Array(repeating: false, count: Kind.allCases.count)
    private var others = Array(repeating: Int64(0), count: Kind.allCases.count)

    /// Counts one more of a kind of which enough are described; false when it should be described.
    mutating func countsOnly(_ kind: Kind) -> Bool {
        guard isFull[kind.rawValue] else { return false }
        others[kind.rawValue] += 1
        return true
    }

    /// Whether one more of a kind would only be counted.
    func isFull(_ kind: Kind) -> Bool { isFull[kind.rawValue] }

    /// Counts more of a kind that is full.
    mutating func count(_ kind: Kind, times: Int) {
        precondition(times == 0 || isFull(kind), "what is not described yet is not just counted")
        others[kind.rawValue] += Int64(times)
    }

    mutating func add(_ kind: Kind, _ diagnostic: Diagnostic) {
        described.count(diagnostic)
        isFull[kind.rawValue] = described.isFull(kind.code)
    }

    /// Adds a finding about a file as a whole.
    mutating func add(_ diagnostic: Diagnostic) { described.count(diagnostic) }

    var tally: FindingTally {
        var tally = described
        for kind in Kind.allCases { tally.countAnother(kind.code, times: others[kind.rawValue]) }
        return tally
    }
}

extension RowNotes.Kind {
    /// What is said of a text that a format has found; other kinds are described where they are found.
    func said(of text: String) -> String {
        switch self {
        case .unknownLineItemType: "line item type \(text) is not known; the row is an Adjustment"
        case .splitCost: "the row splits the cost of \(text), which is billed itself; it counts as zero"
        default: preconditionFailure("formats do not find this")
        }
    }
}

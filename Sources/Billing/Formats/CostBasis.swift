import Kernel

/// What the rows of a file showed about which of BilledCost and EffectiveCost they tell.
///
/// Some exports come in two kinds with the same columns: one shows what is invoiced, the other spreads commitments over
/// the usage they cover. Only the rows tell them apart. The basis of a delivery is the union over its files.
struct CostBasis: OptionSet, Sendable {
    let rawValue: UInt8

    /// Nothing is missing: each row has both costs.
    static let both: CostBasis = []
    /// Purchases of commitments have a cost, as on the invoice.
    static let purchases = CostBasis(rawValue: 1)
    /// Covered usage or unused commitment has a cost: purchases are spread over it.
    static let spread = CostBasis(rawValue: 2)
    /// Usage that a commitment covers is free, so its worth is told nowhere in the file.
    static let freeCover = CostBasis(rawValue: 4)

    /// Commitments count twice: bought in one row, spread over others.
    var countsTwice: Bool { isSuperset(of: [.purchases, .spread]) }

    /// EffectiveCost lacks the worth of commitments.
    var lacksEffective: Bool { !contains(.spread) && !isDisjoint(with: [.purchases, .freeCover]) }

    /// BilledCost lacks the purchases of commitments.
    var lacksBilled: Bool { contains(.spread) }

    /// Says which cost is incomplete, once for a file or delivery whose rows were read; nil when both are whole.
    func warning(at place: Place) -> Diagnostic? {
        if lacksBilled {
            return .warning(
                BillCode.oneSidedCosts,
                "costs are amortised: BilledCost lacks the purchases of commitments, which the invoice has", at: place,
                hint: "allocate by EffectiveCost; to reconcile with the invoice, deliver a FOCUS export, which has both"
            )
        }
        if lacksEffective {
            return .warning(
                BillCode.oneSidedCosts,
                "costs are as invoiced: EffectiveCost lacks what commitments are worth, covered usage counts as free",
                at: place, hint: "to allocate commitments, deliver amortised costs, or a FOCUS export, which has both")
        }
        return nil
    }

    /// Refuses a delivery in which commitments would count twice.
    func refuseIfTwice(at place: Place) throws(Failure) {
        guard countsTwice else { return }
        throw Failure(
            .badInput, BillCode.mixedCosts,
            "actual and amortised costs are mixed: commitments are bought in some rows and spread over others",
            at: place,
            hint: "deliver one kind of export to a source; a FOCUS export has both costs in each row")
    }
}

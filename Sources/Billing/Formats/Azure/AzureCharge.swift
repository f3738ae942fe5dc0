/// What a row of an Azure cost export charges for, from ChargeType and PricingModel.
struct AzureCharge: Equatable {
    enum Kind: Equatable {
        case usage, unused, purchase, refund, tax, credit, adjustment
    }

    enum Commitment: Equatable {
        case reservation, savingsPlan

        var type: String { self == .reservation ? "Reservation" : "Savings Plan" }
        /// FOCUS CommitmentDiscountCategory: hours of a machine, or money an hour.
        var category: String { self == .reservation ? "Usage" : "Spend" }
    }

    let kind: Kind
    let commitment: Commitment?

    /// Paid for by the purchase of a commitment, so that the invoice has nothing for it.
    var isCovered: Bool { commitment != nil && (kind == .usage || kind == .unused) }

    /// Buys a commitment, or gives money back for one: its worth is in the usage it covers.
    var isCommitmentPurchase: Bool { commitment != nil && (kind == .purchase || kind == .refund) }

    var category: String {
        switch kind {
        case .usage, .unused: "Usage"
        case .purchase, .refund: "Purchase"
        case .tax: "Tax"
        case .credit: "Credit"
        case .adjustment: "Adjustment"
        }
    }

    /// What one such row shows of the file's basis.
    ///
    /// - Parameter cost: units of the cost.
    func basis(cost: Int128) -> CostBasis {
        if isCovered { return cost == 0 ? .freeCover : .spread }
        return isCommitmentPurchase && cost != 0 ? .purchases : .both
    }
}

/// The closed lists of the export, matched without regard to case and blanks.
enum AzureWords {
    /// Nil for a word that is not known.
    static func charge(_ word: String) -> (AzureCharge.Kind, AzureCharge.Commitment?)? {
        switch folded(word) {
        case "usage": (.usage, nil)
        case "unusedreservation": (.unused, .reservation)
        case "unusedsavingsplan": (.unused, .savingsPlan)
        case "purchase": (.purchase, nil)
        case "refund": (.refund, nil)
        case "tax": (.tax, nil)
        case "credit": (.credit, nil)
        case "roundingadjustment", "adjustment": (.adjustment, nil)
        default: nil
        }
    }

    static func commitment(pricingModel word: String) -> AzureCharge.Commitment? {
        switch folded(word) {
        case "reservation": .reservation
        case "savingsplan": .savingsPlan
        default: nil
        }
    }

    /// FOCUS PricingCategory.
    static func pricingCategory(pricingModel word: String) -> String {
        switch folded(word) {
        case "ondemand": "Standard"
        case "reservation", "savingsplan": "Committed"
        case "spot": "Dynamic"
        default: "Other"
        }
    }

    /// FOCUS ChargeFrequency; nil for a word that is not known.
    static func frequency(_ word: String) -> String? {
        switch folded(word) {
        case "onetime": "One-Time"
        case "recurring", "monthly": "Recurring"
        case "usagebased": "Usage-Based"
        default: nil
        }
    }

    private static func folded(_ word: String) -> String {
        String(word.lowercased().filter { $0 != " " && $0 != "-" })
    }
}

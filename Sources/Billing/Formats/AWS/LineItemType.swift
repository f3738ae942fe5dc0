/// What AWS calls the kind of a line, and what that is in FOCUS.
enum LineItemType: String, CaseIterable {
    case usage = "Usage"
    case savingsPlanCoveredUsage = "SavingsPlanCoveredUsage"
    case savingsPlanNegation = "SavingsPlanNegation"
    case discountedUsage = "DiscountedUsage"
    case savingsPlanRecurringFee = "SavingsPlanRecurringFee"
    case savingsPlanUpfrontFee = "SavingsPlanUpfrontFee"
    case reservationFee = "RIFee"
    case fee = "Fee"
    case tax = "Tax"
    case credit = "Credit"
    case refund = "Refund"
    case enterpriseDiscount = "EdpDiscount"
    case privateRateDiscount = "PrivateRateDiscount"
    case bundledDiscount = "BundledDiscount"
    case reservationVolumeDiscount = "RiVolumeDiscount"
    case partnerDiscount = "SppDiscount"
    case distributorDiscount = "DistributorDiscount"
    case discount = "Discount"

    /// In the order in which a text is compared with them.
    static let all = allCases

    enum Commitment { case savingsPlan, reservation }

    /// Whose part of a commitment, or whose price, the row is.
    var commitment: Commitment? {
        switch self {
        case .savingsPlanCoveredUsage, .savingsPlanNegation, .savingsPlanRecurringFee, .savingsPlanUpfrontFee:
            .savingsPlan
        case .discountedUsage, .reservationFee: .reservation
        default: nil
        }
    }

    /// Something was used, and has a quantity and a price.
    var isUsage: Bool { self == .usage || isCovered }

    /// Usage at the price of a commitment.
    var isCovered: Bool { self == .savingsPlanCoveredUsage || self == .discountedUsage }

    /// A discount of a contract, as a line of its own. In a report with net costs the lines it lowers have it already.
    var isDiscount: Bool {
        switch self {
        case .enterpriseDiscount, .privateRateDiscount, .bundledDiscount, .reservationVolumeDiscount, .partnerDiscount,
            .distributorDiscount, .discount:
            true
        default: false
        }
    }
}

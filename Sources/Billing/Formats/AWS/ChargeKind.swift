/// The closed lists of FOCUS that tell what kind of charge a row is.
struct ChargeKind {
    var category: StaticString
    var chargeClass: StaticString?
    var frequency: StaticString?
    var pricing: StaticString?

    private init(
        _ category: StaticString, _ frequency: StaticString?, pricing: StaticString? = nil,
        chargeClass: StaticString? = nil
    ) {
        self.category = category
        self.frequency = frequency
        self.pricing = pricing
        self.chargeClass = chargeClass
    }

    static let usage = ChargeKind("Usage", "Usage-Based", pricing: "Standard")
    static let spot = ChargeKind("Usage", "Usage-Based", pricing: "Dynamic")
    /// At the price of a commitment, and the part of a commitment that nobody used.
    static let committed = ChargeKind("Usage", "Usage-Based", pricing: "Committed")
    static let monthlyFee = ChargeKind("Usage", "Recurring", pricing: "Standard")
    static let purchase = ChargeKind("Purchase", "One-Time", pricing: "Standard")
    static let instalment = ChargeKind("Purchase", "Recurring", pricing: "Standard")
    static let tax = ChargeKind("Tax", "One-Time")
    static let credit = ChargeKind("Credit", "One-Time")
    static let refund = ChargeKind("Usage", "One-Time", chargeClass: "Correction")
    static let negation = ChargeKind("Adjustment", "Usage-Based", pricing: "Committed")
    static let discount = ChargeKind("Adjustment", "Usage-Based")
    /// Of a line whose type is not known.
    static let unknown = ChargeKind("Adjustment", nil)
}

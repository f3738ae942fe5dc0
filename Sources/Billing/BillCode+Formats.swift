import Kernel

/// Findings of formats that are not FOCUS.
extension BillCode {
    static let brokenJSON = DiagnosticCode("D", 260)
    static let unnestedRows = DiagnosticCode("D", 261)
    static let sameColumns = DiagnosticCode("D", 262)
    static let mixedCosts = DiagnosticCode("D", 263)
    static let oneSidedCosts = DiagnosticCode("D", 265)
    static let unplacedService = DiagnosticCode("D", 266)
    static let assumedColumn = DiagnosticCode("D", 267)

    static let formatExplanations: [CodeExplanation] = [
        .init(
            brokenJSON, "tags, labels or credits are not the JSON that the format has; the row is set aside",
            advice: "export the column as JSON, whole and unshortened"),
        .init(
            unnestedRows, "the rows were multiplied when they were extracted, so that each cost stands more than once",
            advice: "select the repeated columns as JSON instead of unnesting them"),
        .init(
            sameColumns, "two columns of a file have the same name but for spelling, and one would have to be guessed"),
        .init(
            mixedCosts, "costs as invoiced and amortised costs are in one delivery, so that commitments count twice",
            advice: "deliver one kind to a source"),
        .init(
            oneSidedCosts,
            "the export tells one of BilledCost and EffectiveCost completely, the other lacks commitments",
            advice: "the format's page says what can be done with it"),
        .init(unplacedService, "services are in no category that is known; they count as Other"),
        .init(
            assumedColumn, "the export lacks a column, and what stands in its place is said",
            advice: "use a newer version of the export"),
    ]
}

import Kernel

/// Findings about Cost and Usage Reports.
extension BillCode {
    static let splitCostBilled = DiagnosticCode("D", 280)
    static let unknownLineItemType = DiagnosticCode("D", 282)
    static let splitCost = DiagnosticCode("D", 283)
    static let noListCost = DiagnosticCode("D", 284)

    static let awsExplanations: [CodeExplanation] = [
        .init(
            splitCostBilled,
            "a row that splits the cost of another row has a cost of its own, which would count twice; it is set aside",
            advice: "such rows are 0 or empty in AWS's reports; look for a damaged value"),
        .init(
            unknownLineItemType,
            "a line item type is not known; its row is an Adjustment, and all its costs are its unblended cost",
            advice: "report the type, so that its rule can be entered"),
        .init(
            splitCost, "rows split the cost of other rows between pods or tasks; they are kept and count as zero"),
        .init(
            noListCost, "the report has no public on-demand costs; ListCost is the unblended cost, and no saving shows",
            advice: "export the report with the pricing columns"),
    ]
}

import Kernel

/// Findings about a bill beside the one delivered before it.
extension BillCode {
    static let restated = DiagnosticCode("D", 270)
    static let sameTotals = DiagnosticCode("D", 271)
    static let notComparable = DiagnosticCode("D", 272)

    static let restatements: [CodeExplanation] = [
        .init(
            restated, "a bill was delivered again with other totals; the line says which and by how much",
            advice: "`reckon restatements` keeps the list; close a period that must not change any more"),
        .init(
            sameTotals, "a bill was delivered again with other bytes; every total is as before",
            advice: "nothing needs to be done"),
        .init(
            notComparable, "what a stage published before has no control totals, so the change cannot be measured",
            advice: "nothing needs to be done: the next one can be"),
    ]
}

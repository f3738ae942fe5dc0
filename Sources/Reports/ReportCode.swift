package import Kernel

/// The codes of findings about reports.
package enum ReportCode {
    static let billNamedTwice = DiagnosticCode("J", 208)
    static let otherBill = DiagnosticCode("D", 401)

    package static let explanations: [CodeExplanation] = [
        .init(
            billNamedTwice, "a bill stands both under \"bills\" and under \"otherBills\"",
            advice: "a bill is either allocated or shown beside; name it once"),
        .init(
            otherBill, "the totals of the bills that a report names are not those of the allocation",
            advice: "name the same stages in both"),
    ]
}

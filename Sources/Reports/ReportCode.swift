package import Kernel

/// The codes of findings about reports.
package enum ReportCode {
    static let billNamedTwice = DiagnosticCode("J", 208)

    package static let explanations: [CodeExplanation] = [
        .init(
            billNamedTwice, "a bill stands both under \"bills\" and under \"otherBills\"",
            advice: "a bill is either allocated or shown beside; name it once")
    ]
}

package import Kernel

/// The codes of findings about reports.
package enum ReportCode {
    static let billNamedTwice = DiagnosticCode("J", 208)
    static let exportOfOne = DiagnosticCode("J", 209)
    static let noSuchExport = DiagnosticCode("J", 210)
    static let otherBill = DiagnosticCode("D", 401)
    static let nothingToExport = DiagnosticCode("E", 520)
    static let outputExists = DiagnosticCode("E", 521)
    static let noOutputFile = DiagnosticCode("E", 522)

    package static let explanations: [CodeExplanation] = [
        .init(
            billNamedTwice, "a bill stands both under \"bills\" and under \"otherBills\"",
            advice: "a bill is either allocated or shown beside; name it once"),
        .init(
            otherBill, "the totals of the bills that a report names are not those of the allocation",
            advice: "name the same stages in both"),
        .init(
            exportOfOne, "an export names neither an allocation nor a bill, or both",
            advice: "give one of the options \"allocation\" and \"bill\""),
        .init(
            noSuchExport, "the job has no stage to export, or several and none is named",
            advice: "the hint names the stages there are; --bill exports bills"),
        .init(
            nothingToExport, "the stage to export has published nothing of the kind for the period",
            advice: "publish it with `reckon run`, or choose another period"),
        .init(
            outputExists, "an export would replace a file", advice: "choose another with --output, or use --force"),
        .init(
            noOutputFile, "no file can be made where an export is to be written",
            advice: "name a file in a folder that exists, or - for standard output"),
    ]
}

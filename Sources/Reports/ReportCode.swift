package import Kernel

/// The codes of findings about reports.
package enum ReportCode {
    static let billNamedTwice = DiagnosticCode("J", 208)
    static let exportOfOne = DiagnosticCode("J", 209)
    static let noSuchExport = DiagnosticCode("J", 210)
    static let viewKey = DiagnosticCode("J", 230)
    static let viewFilter = DiagnosticCode("J", 231)
    static let noViewedStage = DiagnosticCode("J", 232)
    static let noEfficiency = DiagnosticCode("J", 233)
    static let labelOfNobody = DiagnosticCode("J", 234)
    static let otherBill = DiagnosticCode("D", 401)
    static let nothingToExport = DiagnosticCode("E", 520)
    static let outputExists = DiagnosticCode("E", 521)
    static let noOutputFile = DiagnosticCode("E", 522)

    static let nothingToView = DiagnosticCode("E", 530)
    static let viewKeyNotStored = DiagnosticCode("E", 531)
    static let viewOpen = DiagnosticCode("E", 532)

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
        .init(
            viewKey, "a view is asked for by a key that it does not have, or twice by one",
            advice: "the hint names the keys there are"),
        .init(
            viewFilter, "the filter of a view cannot be read",
            advice: "the place says at which column; the operators are in docs/allocation-views.md"),
        .init(
            noViewedStage, "the job has no stage that allocates, or several and none is named",
            advice: "the hint names the stages there are"),
        .init(
            noEfficiency, "a view is asked for efficiency by a key that telemetry does not know",
            advice: "leave the key out, or leave out --efficiency"),
        .init(
            labelOfNobody, "a view asks for a label that no row of the allocation carries",
            advice: "the hint names the labels there are; telemetry may lack labels of pods or namespaces"),
        .init(
            nothingToView, "no allocation has been published for the period",
            advice: "publish it with `reckon run`, or choose another period"),
        .init(
            viewKeyNotStored, "an allocation of an older version does not say what a view asks for",
            advice: "run the job again, which publishes it anew"),
        .init(
            viewOpen, "a view of an allocation does not add up to the bill, and was not shown",
            advice: "please report it with the command"),
    ]
}

package import Kernel

/// The codes of findings about telemetry.
package enum TelemetryCode {
    static let missingColumn = DiagnosticCode("D", 240)
    static let notATime = DiagnosticCode("D", 241)
    static let notANumber = DiagnosticCode("D", 242)
    static let impossibleNumber = DiagnosticCode("D", 243)
    static let tooManyQuarantined = DiagnosticCode("D", 244)
    static let nothingReadable = DiagnosticCode("D", 245)
    static let twoOwners = DiagnosticCode("D", 246)
    static let gpuWithoutPod = DiagnosticCode("D", 247)

    package static let explanations: [CodeExplanation] = [
        .init(
            missingColumn, "the file lacks columns of the report it is read as",
            advice: "check that the file stands under the right key of the job"),
        .init(notATime, "the interval_start of a row cannot be read; the row is set aside"),
        .init(notANumber, "a usage, request or capacity is no number; the row is set aside"),
        .init(
            impossibleNumber, "a usage, request or capacity is negative or does not fit; the row is set aside"),
        .init(
            tooManyQuarantined, "more rows of telemetry were set aside than \"maximumQuarantinedRows\" allows",
            advice: "mend what the findings before it name, or raise the limit in the job"),
        .init(
            nothingReadable, "not one row of the telemetry could be read",
            advice: "check that the files are what the stage reads"),
        .init(
            twoOwners, "an object has two owners that both control it; one of them counts, the same in every run",
            advice: "look which of the files is wrong; costs by controller depend on it"),
        .init(
            gpuWithoutPod, "GPU time of a pod that the pod report does not name; nobody is charged for it",
            advice: "deliver the pod report of the same hours"),
    ]
}

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
    static let outOfOrder = DiagnosticCode("D", 248)
    static let otherStep = DiagnosticCode("D", 249)
    static let severalClusters = DiagnosticCode("D", 259)

    static let notAMatrix = DiagnosticCode("D", 290)
    static let noEnd = DiagnosticCode("D", 291)
    static let textAfterEnd = DiagnosticCode("D", 292)
    static let lineTooLong = DiagnosticCode("D", 293)
    static let badSample = DiagnosticCode("D", 294)
    static let impossibleSample = DiagnosticCode("D", 295)
    static let unknownFormat = DiagnosticCode("D", 296)
    static let noPodHours = DiagnosticCode("D", 297)
    static let missingSeries = DiagnosticCode("D", 298)
    static let contradictingSamples = DiagnosticCode("D", 299)

    static let notAnAllocation = DiagnosticCode("D", 285)
    static let badAllocation = DiagnosticCode("D", 286)
    static let longStep = DiagnosticCode("D", 287)
    static let overlappingAllocations = DiagnosticCode("D", 288)
    static let withoutNodes = DiagnosticCode("D", 289)

    package static let explanations: [CodeExplanation] = ofFiles + liveExplanations

    private static let ofFiles: [CodeExplanation] = [
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
        .init(
            outOfOrder, "samples stand behind later ones of their series; they were sorted",
            advice: "a clock went back, or two servers of other clocks wrote the file; check them"),
        .init(
            otherStep,
            "the samples do not lie as far apart as \"stepSeconds\" says, so that use is over- or undercounted",
            advice: "set \"stepSeconds\" to the step of the query, or to the interval of scrapes"),
        .init(
            severalClusters, "the files of one cluster hold series of several, whose pods and nodes may share names",
            advice: "name the cluster's own label under \"only\""),
        .init(
            notAMatrix, "the file is not a whole answer of query_range",
            advice: "ask with /api/v1/query_range and keep the answer as it comes"),
        .init(
            noEnd, "a dump in OpenMetrics does not end with \"# EOF\", so that its end is missing",
            advice: "fetch the file again; the text format of Prometheus without that line has no times in seconds"),
        .init(textAfterEnd, "text follows the line \"# EOF\"", advice: "deliver each dump as a file of its own"),
        .init(lineTooLong, "a line of a dump is longer than any series can make it"),
        .init(badSample, "a line or sample cannot be read; it is set aside"),
        .init(impossibleSample, "a sample's time or value is impossible; it is set aside"),
        .init(
            unknownFormat, "the file is neither an answer of query_range nor OpenMetrics",
            advice: "check that the file stands under the right key of the job"),
        .init(
            noPodHours, "the telemetry has no hour of any pod",
            advice: "the series of docs/telemetry.md must be among the files; look which are"),
        .init(
            missingSeries, "the files lack a series without which rows stay incomplete",
            advice: "add the series that the warning names to the dump"),
        .init(
            contradictingSamples, "samples of a series state different values for one moment; the larger counts",
            advice: "two servers or files disagree; look which is wrong if there are many"),
        .init(
            notAnAllocation,
            "the file is neither a whole answer of OpenCost's allocation interface nor Parquet made of one",
            advice: "keep the answer of /allocation (or /allocation/compute), or the exporter's file, as it comes"),
        .init(badAllocation, "an allocation cannot be read; it is set aside"),
        .init(
            longStep, "an allocation spans more than a day, so that nothing is known of its hours",
            advice: "ask with \"step\" 1h or 1d and without \"accumulate\""),
        .init(
            overlappingAllocations, "two allocations of one container overlap, so that its use would count twice",
            advice: "deliver each hour or day once"),
        .init(
            withoutNodes, "no allocation of a cluster names its node; the cost of machines could reach no pod",
            advice: "ask with the aggregation cluster,node,namespace,pod,container"),
    ]
}

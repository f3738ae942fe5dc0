package import Kernel

/// The codes of findings about allocations.
package enum AllocationCode {
    static let claimedTwice = DiagnosticCode("D", 301)
    static let bridgeOpen = DiagnosticCode("D", 302)
    static let emptyBill = DiagnosticCode("D", 303)
    static let repeatedTelemetry = DiagnosticCode("D", 304)
    static let telemetryWithoutNode = DiagnosticCode("D", 305)
    static let otherPeriods = DiagnosticCode("D", 306)
    static let telemetryElsewhere = DiagnosticCode("D", 307)
    static let billTwice = DiagnosticCode("D", 308)
    static let unpriced = DiagnosticCode("D", 309)
    static let pricesWithoutBlend = DiagnosticCode("D", 310)
    static let percentagesOpen = DiagnosticCode("D", 311)
    static let policyNeverApplies = DiagnosticCode("D", 312)
    static let platformReceives = DiagnosticCode("D", 313)
    static let policyWithoutReceiver = DiagnosticCode("D", 314)
    static let teamWithoutName = DiagnosticCode("D", 315)
    static let teamRuleNeverApplies = DiagnosticCode("D", 316)
    static let teamRuleNamedTwice = DiagnosticCode("D", 317)
    static let teamRuleWithoutMatch = DiagnosticCode("D", 318)
    static let unbilled = DiagnosticCode("D", 319)
    static let notOfKoku = DiagnosticCode("D", 320)
    static let withoutContainers = DiagnosticCode("D", 321)
    static let withoutTraffic = DiagnosticCode("D", 322)

    package static let explanations: [CodeExplanation] = [
        .init(
            claimedTwice, "a machine or a disk is claimed by two nodes or clusters, so its cost has no single owner",
            advice: "check that no cluster is delivered twice under two names"),
        .init(
            bridgeOpen, "the allocation does not add up to the bill: a defect",
            advice: "nothing was published; report it with the run's log"),
        .init(
            emptyBill, "the bill has no row of the billing period that is run",
            advice: "choose another period with --period, or check the files of the bill's stage"),
        .init(
            repeatedTelemetry, "an hour, node and pod occur more than once in telemetry; the largest use counts",
            advice: "look for a report that was delivered twice"),
        .init(
            telemetryWithoutNode, "rows of telemetry name no node: the pods were waiting; they carry no cost"),
        .init(
            otherPeriods, "the delivery also holds rows of other billing periods, which this run does not allocate",
            advice: "the report lists them; run those periods to allocate them"),
        .init(
            telemetryElsewhere, "the telemetry has no hour of the period that is run; everything stays outside",
            advice: "check the files of the telemetry's stage"),
        .init(
            billTwice, "two of the bills that are allocated were read from one file",
            advice: "leave one of the stages out of \"bill\""),
        .init(
            unpriced, "a node has no line in \"prices\", so its cost cannot be parted between CPU, memory and GPU",
            advice: "add a line that fits the node; no price is ever taken for granted"),
        .init(
            pricesWithoutBlend, "\"prices\" and \"resource\": \"blend\" go together, and one of them is missing",
            advice: "add the other, or leave both out"),
        .init(
            percentagesOpen, "the percentages of a sharing policy or outside rule do not sum to exactly 100",
            advice: "give the rest to a namespace or team"),
        .init(
            policyNeverApplies, "an earlier sharing policy fits the same pool and cluster, and the first counts",
            advice: "put the policy with a cluster or a part of the pool first, or leave one of the two out"),
        .init(
            platformReceives, "a sharing policy gives to a platform namespace, whose own cost is in a pool",
            advice: "name a user namespace, or change \"platformNamespaces\""),
        .init(
            policyWithoutReceiver,
            "a sharing policy meets no namespace or cluster of the telemetry by a name it states, or no cost",
            advice:
                "compare its names with those of the bill and the telemetry; what nobody receives stays as a residual"),
        .init(
            teamWithoutName, "a rule of \"teams\" names no team, or names one in two ways",
            advice: "give it either \"team\" or \"label\""),
        .init(
            teamRuleNeverApplies, "an earlier rule of \"teams\" or \"outside\" takes all that this one fits",
            advice: "the first rule that fits counts; put the narrower one first"),
        .init(teamRuleNamedTwice, "two rules of \"outside\" have one name", advice: "give each a name of its own"),
        .init(
            teamRuleWithoutMatch,
            "a rule of \"teams\" or \"outside\" fits nothing of the period, or finds no team to pay",
            advice: "compare its names with those of the bill and the telemetry"),
        .init(
            unbilled, "telemetry saw nodes or disks at times at which no row of the bill charges them",
            advice: "look for machines of an account whose bill is not read; the report lists them"),
        .init(
            notOfKoku, "\"rules\": \"koku\" stands beside an option that koku's rules do not have",
            advice: "leave out the option, or \"rules\""),
        .init(
            withoutContainers, "what pods cost is to be parted among containers that telemetry does not know of",
            advice: "let the stages of telemetry publish containers; pods without any stay whole"),
        .init(
            withoutTraffic, "traffic is to be parted by bytes that telemetry does not know of",
            advice: "let a stage of telemetry that knows them publish them; until then traffic is a pool"),
    ]
}

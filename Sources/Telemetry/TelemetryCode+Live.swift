import Kernel

/// Findings about servers that telemetry is fetched from.
extension TelemetryCode {
    static let sourceUnclear = DiagnosticCode("J", 250)
    static let tokenUnset = DiagnosticCode("J", 251)
    static let tokenUnencrypted = DiagnosticCode("J", 252)
    static let unevenStep = DiagnosticCode("J", 253)
    static let unfitLabel = DiagnosticCode("J", 254)
    static let unfitAddress = DiagnosticCode("J", 255)

    static let serverRefuses = DiagnosticCode("D", 501)
    static let noQueries = DiagnosticCode("D", 502)
    static let notAnAnswer = DiagnosticCode("D", 503)
    static let queryRefused = DiagnosticCode("D", 504)
    static let tooMuchForServer = DiagnosticCode("D", 505)
    static let serverBusy = DiagnosticCode("D", 506)
    static let nothingFetched = DiagnosticCode("D", 507)
    static let periodNotBegun = DiagnosticCode("D", 508)

    static let incompleteAnswers = DiagnosticCode("D", 511)
    static let lessThanBefore = DiagnosticCode("D", 512)
    static let emptyDays = DiagnosticCode("D", 513)
    static let damagedCopies = DiagnosticCode("D", 514)

    static let liveExplanations: [CodeExplanation] = [
        .init(
            sourceUnclear, "a cluster of ingest-prometheus names both files and a server, or neither",
            advice: "write either \"files\" or \"server\""),
        .init(
            tokenUnset, "the environment variable that holds a server's token is not set",
            advice: "set it where cron starts the program, or the same name with _FILE to a file of mode 0400 or 0600"),
        .init(
            tokenUnencrypted, "a token would go over a connection that is not encrypted",
            advice: "write https:// in \"url\", or leave the token out"),
        .init(
            unevenStep, "\"stepSeconds\" does not divide an hour, so that windows would not meet",
            advice: "use 15, 30, 60, 120, 300 or another divisor of 3600"),
        .init(
            unfitLabel, "a key of \"only\" is no name of a label that a server can be asked for",
            advice: "letters, digits and '_', not starting with a digit"),
        .init(
            unfitAddress, "the address of a server of telemetry cannot be called",
            advice: "write https://host, or http:// for a server of a private network"),
        .init(
            serverRefuses, "the server of telemetry does not let in who asks",
            advice: "check the token and, where the server has tenants, \"scopeOrgId\""),
        .init(
            noQueries, "the server has no query interface of Prometheus at the address",
            advice:
                "name in \"url\" what stands before /api/v1: Mimir and others have a path there, such as /prometheus"),
        .init(
            notAnAnswer, "what came back is not an answer of Prometheus, or not a whole one",
            advice: "look what the address shows; a page of HTML is a login, a proxy or another program"),
        .init(
            queryRefused, "the server understood the query and does not carry it out",
            advice: "the run's log.jsonl has the server's own words"),
        .init(
            tooMuchForServer, "the server gives a series not even in pieces of one moment",
            advice: "pick the cluster with \"only\", or raise the server's limit of samples or series"),
        .init(
            serverBusy, "the server still refused after several attempts, or failed",
            advice: "run again later: what was fetched is kept, and the next run goes on from there"),
        .init(
            nothingFetched, "the server has none of the series for the whole period",
            advice: "check the address, \"only\", how long the server keeps samples, and kube-state-metrics"),
        .init(
            periodNotBegun, "no hour of the period has settled yet",
            advice: "run again later, or name another period with --period"),
        .init(
            incompleteAnswers,
            "the server says itself that answers may be incomplete; they are asked for again next time",
            advice: "look at the stores behind the server; its words stand in the record beside the answers"),
        .init(
            lessThanBefore, "the server no longer has all that was fetched before; the fuller answer is kept",
            advice: "nothing needs to be done where the server has forgotten old samples"),
        .init(
            emptyDays, "the server has no sample of whole days, so that nothing is known of them",
            advice: "expected before a cluster was there; else the server keeps samples for too short a time"),
        .init(
            damagedCopies, "answers that were fetched before have changed on disk; they were fetched anew",
            advice: "look who writes below cache/, and whether the disk is sound"),
    ]
}

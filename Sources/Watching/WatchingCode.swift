package import Kernel

/// The codes of findings about logs and about telling others how runs went. None of them fails a run.
package enum WatchingCode {
    static let noLog = DiagnosticCode("E", 570)
    static let noMetrics = DiagnosticCode("E", 571)
    static let noLineage = DiagnosticCode("E", 572)
    static let noPing = DiagnosticCode("E", 573)
    static let noNotification = DiagnosticCode("E", 574)
    static let unsetReference = DiagnosticCode("E", 575)
    static let otherServer = DiagnosticCode("E", 576)
    static let digestNotSent = DiagnosticCode("E", 577)
    static let noDigest = DiagnosticCode("J", 305)

    package static let explanations: [CodeExplanation] = [
        .init(
            noLog, "a run left no log in this home",
            advice: "`reckon status` lists the runs; name the home in which it was with --home"),
        .init(
            noMetrics, "the file of metrics could not be written; the run itself is not affected",
            advice: "make its folder writable; the next run writes it anew"),
        .init(
            noLineage, "events of lineage could not be written or sent; the run itself is not affected",
            advice: "make the file writable or the server reachable; what was not sent is not sent later"),
        .init(
            noPing, "a monitor could not be told that a run began or ended; the run itself is not affected",
            advice: "expect an alarm of the monitor; the run's log has the detail"),
        .init(
            noNotification, "people could not be told that a job failed or recovered; the run itself is not affected",
            advice: "look at the server or the mail program; the next run tries again"),
        .init(
            unsetReference, "an environment variable that the configuration names is not set",
            advice: "set it where cron starts the program"),
        .init(
            otherServer, "an address from the environment does not lead to the server that the configuration names",
            advice: "correct the address, or \"server\" in Config/reckon.json"),
        .init(
            digestNotSent, "the digest of a night could not be sent",
            advice: "look at the server or the mail program; the next `reckon digest --send` tries again"),
        .init(noDigest, "a digest is to be sent and none is configured", advice: "add \"digest\" to \"notify\""),
    ]
}

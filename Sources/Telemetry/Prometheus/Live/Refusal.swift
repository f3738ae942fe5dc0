import Kernel

/// An answer that is no answer to the query.
struct Refusal {
    let status: Int
    /// What Prometheus calls `errorType`: `bad_data`, `execution`, `timeout`; empty where it says nothing.
    var kind: String
    /// The server's own words. They may name hosts, so they go to the restricted log only.
    var words: String

    /// Whether less at a time may be answered.
    ///
    /// 422 is what servers say when a query meets a limit of theirs: samples in memory (Prometheus), series (Thanos),
    /// chunks (Mimir). A query that took too long ends with 503 and `timeout`, or with 504 of what stands before the
    /// server.
    var isTooMuch: Bool {
        switch status {
        case 413, 422, 504: true
        case 400: words.contains("exceeded maximum resolution")
        case 200: kind == "execution"
        default: kind == "timeout"
        }
    }

    func failure(_ what: String) -> Failure {
        let detail = words.isEmpty ? nil : "\(what): \(words)"
        func failure(
            _ exit: ExitStatus, _ code: DiagnosticCode, _ message: String, _ hint: String, isTransient: Bool = false
        ) -> Failure {
            Failure(exit, code, "\(what): \(message)", hint: hint, isTransient: isTransient, detail: detail)
        }
        switch status {
        case 401, 403:
            return failure(
                .notPermitted, TelemetryCode.serverRefuses, "the server does not let reckon in (status \(status))",
                "check the token; a server with several tenants wants \"scopeOrgId\" too")
        case 404, 405, 410:
            return failure(
                .configuration, TelemetryCode.noQueries,
                "there is no /api/v1/query_range at the address (status \(status))",
                "name in \"url\" what stands before /api/v1, such as https://mimir.example.com/prometheus")
        case 408, 429, 500...:
            return failure(
                .unavailable, TelemetryCode.serverBusy, "the server still answers with status \(status)",
                "run again later; what was fetched so far is kept", isTransient: true)
        case 200, 400:
            let kind = kind.isEmpty ? "" : " (\(QuotedText.of(kind)))"
            return failure(
                .unavailable, TelemetryCode.queryRefused, "the server does not carry out the query\(kind)",
                "the server's own words are in the run's log.jsonl")
        default:
            return failure(
                .unavailable, TelemetryCode.notAnAnswer, "the server answers with status \(status)",
                "look what the address shows; \"url\" names what stands before /api/v1")
        }
    }
}

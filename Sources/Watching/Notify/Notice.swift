import Crypto
import Documents
import Kernel
import Runner

/// A message to people: a job has failed, or has recovered. It holds names, an exit code and an error code; no message,
/// path or host. What happened is in the log of the run.
struct Notice: Sendable {
    let health: JobHealth
    let job: JobID
    let tenant: TenantID
    let period: Month
    let run: RunID
    let exit: ExitStatus
    let code: DiagnosticCode?
    let at: Instant

    var subject: String { "reckon: \(job) of \(tenant) \(health == .failed ? "failed" : "has recovered")" }

    var text: String {
        switch health {
        case .failed:
            """
            The job \(job) of \(tenant) failed for \(period): exit code \(exit.rawValue)\(code.map { ", \($0)" } ?? "").
            `reckon logs \(run)` says more. There is no further message until the job succeeds.
            """
        case .good: "The job \(job) of \(tenant) succeeded again, for \(period): run \(run)."
        }
    }

    /// The same for the same news, so that a message that is sent twice can be told to be one.
    var identity: RunUUID { RunUUID(name: "notice/\(tenant)/\(job)/\(run)/\(health.rawValue)") }

    var json: JSONOut {
        .object([
            .init("text", .string("\(subject)\n\(text)")),
            .init("event", .string(health == .failed ? "job.failed" : "job.recovered")),
            .init("id", .string(identity.description)),
            .init("job", .string(job.text)), .init("tenant", .string(tenant.text)),
            .init("period", .string(period.description)), .init("run", .string(run.text)),
            .init("exit", .integer(Int(exit.rawValue))), .init("code", .optional(code?.description)),
            .init("at", .string(at.description)),
        ])
    }

    func mail(_ settings: WatchSettings.Mail) -> String {
        MailMessage(
            from: settings.from, to: settings.to, subject: subject, identity: identity.description, at: at, text: text
        ).rendered
    }
}

import Crypto
import Documents
import Kernel
import Runner
import Schedule

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

    /// A whole mail (RFC 5322). Its identity names no host: this machine's name is nobody's business.
    func mail(_ settings: WatchSettings.Mail) -> String {
        var lines = settings.from.map { ["From: <\($0)>"] } ?? []
        lines += [
            "To: " + settings.to.map { "<\($0)>" }.joined(separator: ",\n    "), "Subject: \(subject)",
            "Date: \(date)", "Message-ID: <\(identity)@reckon.invalid>", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit",
            "Auto-Submitted: auto-generated", "", text, "",
        ]
        return lines.joined(separator: "\n")
    }

    /// `Wed, 01 Apr 2026 02:17:00 +0000`.
    private var date: String {
        let civil = at.day.civil
        let weekday = CronFieldKind.dayOfWeek.shown(at.day.weekday.rawValue)
        let month = CronFieldKind.month.shown(civil.month)
        let day = (civil.day < 10 ? "0" : "") + String(civil.day)
        return "\(weekday), \(day) \(month) \(civil.year) \(Zone.utc.local(at).clock) +0000"
    }
}

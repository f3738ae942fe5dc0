import Crypto
import Documents
import Kernel
import Runner

/// A message to people: a job has failed, or has recovered. It holds names, an exit code and an error code; no message,
/// path or host. What happened is in the log of the run.
struct Notice: Sendable {
    /// What it is about.
    enum Occasion: Sendable {
        case run(RunID)
        /// A run that was due and did not begin: the slot, or when that was where the slot is not known.
        case unbegun(slot: String)
    }

    let health: JobHealth
    let job: JobID
    /// Nil when the job's file does not say.
    let tenant: TenantID?
    /// Nil when the job's file does not say.
    let period: Month?
    let occasion: Occasion
    let exit: ExitStatus
    let code: DiagnosticCode?
    let at: Instant

    private var name: String { tenant.map { "\(job) of \($0)" } ?? job.text }

    var subject: String {
        switch (health, occasion) {
        case (.good, _): "reckon: \(name) has recovered"
        case (.failed, .run): "reckon: \(name) failed"
        case (.failed, .unbegun): "reckon: \(name) did not begin"
        }
    }

    var text: String {
        let cause = "exit code \(exit.rawValue)\(code.map { ", \($0)" } ?? "")"
        let month = period.map { " for \($0)" } ?? ""
        return switch (health, occasion) {
        case (.failed, .run(let run)):
            """
            The job \(name) failed\(month): \(cause).
            `reckon logs \(run)` says more. There is no further message until the job succeeds.
            """
        case (.failed, .unbegun):
            """
            The job \(name) was due\(month) and did not begin: \(cause).
            `reckon run \(job) --if-due` says why. There is no further message until the job succeeds.
            """
        case (.good, .run(let run)): "The job \(name) succeeded again\(month.isEmpty ? "" : ",\(month)"): run \(run)."
        case (.good, .unbegun): "The job \(name) succeeded again."
        }
    }

    /// The same for the same news, so that a message that is sent twice can be told to be one.
    var identity: RunUUID {
        let about =
            switch occasion {
            case .run(let run): run.text
            case .unbegun(let slot): "unbegun/\(slot)"
            }
        return RunUUID(name: "notice/\(tenant?.text ?? "")/\(job)/\(about)/\(health.rawValue)")
    }

    private var run: RunID? { if case .run(let run) = occasion { run } else { nil } }

    var json: JSONOut {
        .object([
            .init("text", .string("\(subject)\n\(text)")),
            .init("event", .string(health == .failed ? "job.failed" : "job.recovered")),
            .init("id", .string(identity.description)),
            .init("job", .string(job.text)), .init("tenant", .optional(tenant?.text)),
            .init("period", .optional(period?.description)), .init("run", .optional(run?.text)),
            .init("exit", .integer(Int(exit.rawValue))), .init("code", .optional(code?.description)),
            .init("at", .string(at.description)),
        ])
    }
}

import Crypto
package import Kernel
package import Schedule

/// The lines of a crontab that `reckon` writes and nobody else changes. A digest tells whether somebody did.
package struct CrontabBlock: Sendable, Hashable {
    /// Which block it is: an account may have several projects.
    package let project: String
    /// What the digest is of.
    let body: [String]
    /// The jobs that the lines wake, by tenant.
    package let jobs: [TenantID: [JobID]]

    package init(project: String, body: [String], jobs: [TenantID: [JobID]] = [:]) {
        self.project = project
        self.body = body
        self.jobs = jobs
    }

    /// - Throws: exit 78 when a calendar makes no sense of a month.
    package init(_ plan: WakePlan, host: HostCron, mailTo: String? = nil) throws(Failure) {
        var body = [
            "# Written by `reckon cron`: change the jobs and install again. This host's cron goes by \(host.zone.name)."
        ]
        if let mailTo { body.append("MAILTO=\"\(mailTo)\"") }
        switch plan.mode {
        case .jobs:
            body.append("# A line may wake a job more often than it is due; the ledger says whether it is.")
            for entry in plan.entries {
                body.append("# \(entry.job): \(entry.words)")
                for line in try entry.schedule.lines(for: host) {
                    body.append("\(line.text) \(plan.command.crontab(.job(entry.job)))")
                }
            }
            if let nights = plan.nights {
                body.append("# digest: \(nights.words); sent once, asked every hour")
                body += host.lines(for: nights.wake).map { "\($0.text) \(plan.command.crontab(.digest))" }
            }
        case .tick:
            for entry in plan.entries { body.append("# \(entry.job): \(entry.words)") }
            if let nights = plan.nights { body.append("# digest: \(nights.words)") }
            body.append("\(HostCron.tick) \(plan.command.crontab(.tick))")
        }
        let jobs = Dictionary(grouping: plan.entries, by: \.tenant).mapValues { $0.map(\.job) }
        self.init(project: plan.command.project, body: body, jobs: jobs)
    }

    static func begin(_ project: String) -> String { "# BEGIN reckon \(project)" }
    static func end(_ project: String) -> String { "# END reckon \(project)" }
    private static let digestStart = "# sha256 "

    package var digest: String { CrontabBlock.digest(body) }

    static func digest(_ body: some Sequence<String>) -> String { Digest(of: text(Array(body))).description }

    package var lines: [String] {
        [CrontabBlock.begin(project), "\(CrontabBlock.digestStart)\(digest)"] + body
            + [CrontabBlock.end(project)]
    }

    package var text: String { CrontabBlock.text(lines) }

    private static func text(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

    /// Whether lines between the first and the last of a block are as they were written.
    static func isGenuine(_ inner: [String]) -> Bool {
        guard let first = inner.first, first.hasPrefix(digestStart) else { return false }
        return first.dropFirst(digestStart.count) == digest(inner.dropFirst())
    }

    /// Whether the block sets what counts for lines below it.
    var setsVariables: Bool { body.contains { $0.hasPrefix("MAILTO=") } }
}

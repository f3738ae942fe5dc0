package import Kernel
import Schedule

/// Timer and service units of systemd that wake what a crontab would.
package struct TimerUnits: Sendable {
    /// By the name of their file.
    package let files: [(name: String, text: String)]

    /// What the names of all units begin with.
    package static let prefix = "reckon-"

    /// Times are given in UTC, which has no nights that systemd and the job would read differently.
    ///
    /// - Throws: exit 78 when a calendar makes no sense of a month.
    package init(_ plan: WakePlan, from start: Instant) throws(Failure) {
        let host = HostCron(zone: .utc, from: start)
        var files: [(name: String, text: String)] = []
        func add(_ name: String, _ what: String, _ purpose: WakeCommand.Purpose, _ events: [String]) {
            let head = "# Written by `reckon cron`: change the jobs and render again.\n[Unit]\nDescription=\(what)\n\n"
            let service = plan.command.service(purpose).map { $0 + "\n" }.joined()
            let times = events.map { "OnCalendar=\($0)\n" }.joined()
            files.append(("\(name).service", "\(head)[Service]\n\(service)"))
            files.append(
                (
                    "\(name).timer",
                    "\(head)[Timer]\n\(times)Persistent=true\n\n[Install]\nWantedBy=timers.target\n"
                ))
        }
        switch plan.mode {
        case .jobs:
            for entry in plan.entries {
                let events = try entry.schedule.lines(for: host).flatMap { $0.calendarEvents(zone: "UTC") }
                add(
                    "\(TimerUnits.prefix)\(entry.job)", "reckon job \(entry.job), \(TimerUnits.escaped(entry.words))",
                    .job(entry.job),
                    events)
            }
            if let nights = plan.nights {
                let events = host.lines(for: nights.wake).flatMap { $0.calendarEvents(zone: "UTC") }
                // No job has a name that begins with a hyphen.
                add(
                    "\(TimerUnits.prefix)-digest", "digest of reckon, \(TimerUnits.escaped(nights.words))", .digest,
                    events)
            }
        case .tick:
            let tick = CronSchedule(try CronExpression(HostCron.tick), in: .utc)
            let events = host.lines(for: tick).flatMap { $0.calendarEvents(zone: "UTC") }
            add("\(TimerUnits.prefix)tick", "what is due of all jobs of reckon", .tick, events)
        }
        self.files = files
    }

    private static func escaped(_ text: String) -> String { WakeCommand.replacing("%", by: "%%", in: text) }
}

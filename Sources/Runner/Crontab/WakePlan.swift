package import Kernel
package import Schedule

/// Which jobs of a project are woken when, and by which command.
package struct WakePlan: Sendable {
    package enum Mode: Sendable {
        /// Lines for each job, as close to its schedule as the host's cron allows.
        case jobs
        /// Every five minutes all of them are asked.
        case tick
    }

    package struct Entry: Sendable {
        package let job: JobID
        package let tenant: TenantID
        /// The schedule in words: `17 2 * * * in Africa/Lagos`.
        package let words: String
        package let schedule: JobSchedule
    }

    package let command: WakeCommand
    package let mode: Mode
    /// In the order of their names.
    package let entries: [Entry]
    /// The nights that are summed up; nil: none are.
    package let nights: Nights?

    /// - Throws: exit 78 when no job has a schedule.
    package init(_ jobs: [JobFile], command: WakeCommand, mode: Mode, nights: Nights? = nil) throws(Failure) {
        self.command = command
        self.mode = mode
        self.nights = nights
        entries = jobs.compactMap { job in
            job.schedule.map { Entry(job: job.job, tenant: job.tenant, words: $0.words, schedule: $0) }
        }
        guard !entries.isEmpty else {
            throw Failure(
                .configuration, CrontabCode.nothingScheduled,
                "no job in Jobs/ has a schedule: there is nothing to wake",
                hint: "add \"schedule\" to one (docs/schedules.md)")
        }
    }
}

extension JobSchedule {
    /// The lines by which a host's cron wakes the schedule, or more often.
    ///
    /// - Throws: exit 78 when a calendar makes no sense of a month.
    package func lines(for host: HostCron) throws(Failure) -> [CronExpression] {
        switch kind {
        case .cron(let schedule): host.lines(for: schedule)
        case .businessDay(let schedule): try host.lines(for: schedule)
        }
    }
}

package import Kernel
package import Schedule

/// What of a job is due, and what becomes of it: the part of `reckon run --if-due` that decides.
///
/// Every slot since the first look is entered in the ledger, run or not, with the reason; of one look the newest
/// `slotLimit`, and one row for those before them.
package struct DueRuns: Sendable {
    /// Slots of one period; one run does for all of them.
    package struct Group: Sendable, Equatable {
        package let period: Month
        package let keys: [String]
    }

    private let job: JobFile
    private let schedule: JobSchedule
    private let ledger: Ledger
    private let lease: LeaseTerms

    /// - Throws: exit 78 when the job has no schedule.
    package init(_ job: JobFile, ledger: Ledger, lease: LeaseTerms) throws(Failure) {
        guard let schedule = job.schedule else {
            throw Failure(
                .configuration, RunnerCode.noSchedule, "job '\(job.job)' has no \"schedule\", so nothing of it is due",
                at: Place(file: "Jobs/\(job.job).json"),
                hint: "add one (docs/schedules.md), or run it without --if-due")
        }
        self.job = job
        self.schedule = schedule
        self.ledger = ledger
        self.lease = lease
    }

    /// So many slots of one look are entered: a job due every minute makes them in a week. `maxRuns` is far smaller, so
    /// that what is left out would have been dropped.
    package static let slotLimit = 10_000

    /// Enters what has become due, and returns what is to be run, oldest first.
    ///
    /// The first look at a job enters its latest slot only: before it nobody had asked for the others.
    package func find(at now: Instant) throws -> [Group] {
        let new = try newSlots(at: now)
        var records = job.missed.decide(new, at: now).map { slot, decision in record(slot, decision, at: now) }
        if new.count > DueRuns.slotLimit {
            let why = "it and the slots before it: a look enters the newest \(DueRuns.slotLimit)"
            records[0] = record(new[0], .drop(why), at: now)
        }
        try ledger.enter(records, job.tenant, job.job, at: now)
        FaultPoint.slotsRecorded.reach()
        return try groups()
    }

    /// A slot more than are entered shows that there are some before it.
    private func newSlots(at now: Instant) throws -> [Slot] {
        guard let latest = try ledger.latestSlot(job.tenant, job.job) else {
            return try schedule.latest(through: now).map { [$0] } ?? []
        }
        var known: Set<String> = []
        // A business day may move beyond the latest slot when a holiday is added; its month is known all the same.
        if case .businessDay = schedule.kind { known = try ledger.slotKeys(job.tenant, job.job) }
        return try schedule.slots(after: latest, through: now, newest: DueRuns.slotLimit + 1, except: known)
    }

    private func record(_ slot: Slot, _ decision: SlotDecision, at now: Instant) -> SlotRecord {
        let (outcome, reason): (SlotRecord.Outcome, String) =
            switch decision {
            case .run: (.due, "on time")
            case .runLate: (.due, "made up for, \(DueRuns.span(from: slot.instant, to: now)) late")
            case .drop(let why): (.dropped, why)
            }
        return SlotRecord(
            key: slot.key, at: slot.instant, period: schedule.period(of: slot), outcome: outcome, reason: reason,
            run: nil)
    }

    /// `3 d 4 h`, `5 h 12 min`, `17 min`.
    private static func span(from start: Instant, to end: Instant) -> String {
        let minutes = (end.microseconds - start.microseconds) / 60_000_000
        let (days, hours) = (minutes / 1440, minutes / 60 % 24)
        if days > 0 { return "\(days) d \(hours) h" }
        return hours > 0 ? "\(hours) h \(minutes % 60) min" : "\(minutes) min"
    }

    private func groups() throws -> [Group] {
        var groups: [Group] = []
        for slot in try ledger.openSlots(job.tenant, job.job, lease) {
            if let index = groups.firstIndex(where: { $0.period == slot.period }) {
                groups[index] = Group(period: slot.period, keys: groups[index].keys + [slot.key])
            } else {
                groups.append(Group(period: slot.period, keys: [slot.key]))
            }
        }
        return groups.sorted { $0.period < $1.period }
    }

    /// What becomes of due slots whose period another run is working on, by the job's overlap policy.
    ///
    /// - Returns: a clause for people.
    package func meet(_ group: Group) throws -> String {
        // The other run may be that of another host which has taken these very slots.
        let open = Set(try ledger.openSlots(job.tenant, job.job, lease).map(\.key))
        let keys = group.keys.filter { open.contains($0) }
        if keys.isEmpty { return "another run has taken it" }
        let partition = Partition(tenant: job.tenant, job: job.job, period: group.period)
        switch job.overlap {
        case .forbid:
            let dropped = try ledger.drop(keys, partition, lease, reason: "an earlier run was at work (overlap)")
            return dropped > 0 ? "dropped: an earlier run of the period is at work" : "another run has it in hand"
        case .queueOne, .replace:
            _ = try ledger.drop(
                Array(keys.dropLast()), partition, lease, reason: "a later slot waits already (overlap)")
            return "waits: an earlier run of the period is at work"
        }
    }

    /// When the job is due next.
    ///
    /// - Throws: exit 78 when a calendar does not cover the year.
    package func next(after now: Instant) throws(Failure) -> Slot? { try schedule.next(after: now) }
}

package import Documents
package import Kernel
package import Schedule

/// What becomes of slots whose time has passed without a run, for example because the machine was off.
package struct MissedRuns: Sendable, Hashable {
    package enum Policy: String, Sendable, CaseIterable {
        case skip, latest, all
    }

    package let policy: Policy
    package let maximumAgeDays: Int
    package let maximumRuns: Int

    package init(policy: Policy = .latest, maximumAgeDays: Int = 62, maximumRuns: Int = 31) {
        self.policy = policy
        self.maximumAgeDays = maximumAgeDays
        self.maximumRuns = maximumRuns
    }

    /// What stands under `missed` of a job.
    package static let shape = ObjectShape(
        "missed runs", "what becomes of slots that were missed",
        [
            .optional(
                "policy",
                .oneOf([
                    "skip": "none is made up for", "latest": "the latest is made up for",
                    "all": "all are made up for, oldest first",
                ]), default: "latest", "which of them are made up for"),
            .optional("maxAgeDays", .integer(1...3660), default: 62, "slots older than that are dropped"),
            .optional(
                "maxRuns", .integer(1...1000), default: 31, "how many are made up for at most: the newest of them"),
        ])

    /// Reads what `shape` has checked.
    init(_ node: JSONNode) throws(Failure) {
        self.init(
            policy: try node.option("policy") { $0.string.flatMap { Policy(rawValue: $0) } },
            maximumAgeDays: try node.option("maxAgeDays", \.int), maximumRuns: try node.option("maxRuns", \.int))
    }
}

/// What becomes of one slot that has not been run, and why.
package enum SlotDecision: Sendable, Hashable {
    case run
    /// A catch-up run, to be marked as late.
    case runLate
    case drop(String)
}

extension MissedRuns {
    /// How late a run may begin and still be the slot's own: cron starts within its minute, a tick every five.
    package static let graceSeconds: Int64 = 600

    /// Decides about slots that have not been run; `slots` are in order of time and none is later than `now`.
    package func decide(_ slots: [Slot], at now: Instant) -> [(slot: Slot, decision: SlotDecision)] {
        let oldest = now.advanced(bySeconds: -Int64(maximumAgeDays) * 86_400)
        let missed = slots.filter { isLate($0, now) && $0.instant >= oldest }
        let kept: [Slot] =
            switch policy {
            case .skip: []
            case .latest: Array(missed.suffix(1))
            case .all: Array(missed.suffix(maximumRuns))
            }
        let keys = Set(kept.map(\.key))
        return slots.map { slot in
            if !isLate(slot, now) { return (slot, .run) }
            if keys.contains(slot.key) { return (slot, .runLate) }
            if slot.instant < oldest { return (slot, .drop("older than \(maximumAgeDays) days (maxAgeDays)")) }
            switch policy {
            case .skip: return (slot, .drop("missed runs are skipped (policy)"))
            case .latest: return (slot, .drop("only the latest missed run is made up for (policy)"))
            case .all: return (slot, .drop("more than \(maximumRuns) runs were missed (maxRuns)"))
            }
        }
    }

    private func isLate(_ slot: Slot, _ now: Instant) -> Bool {
        slot.instant < now.advanced(bySeconds: -MissedRuns.graceSeconds)
    }
}

/// What happens when a slot is due while an earlier run of the same period is at work.
package enum OverlapPolicy: String, Sendable, CaseIterable {
    case forbid
    case queueOne = "queue-one"
    case replace

    static let choices: ValueShape = .oneOf([
        "forbid": "the slot is dropped",
        "queue-one": "the latest slot waits for the run's end, earlier ones are dropped",
        "replace": "the run at work is ended and the slot's begins",
    ])
}

import Kernel
import Schedule
import Testing

@testable import Runner

/// What becomes of slots that were missed. The machine comes back on 10 March at 02:20, three minutes after a slot.
struct MissedRunsTests {
    private func decisions(_ missed: MissedRuns, at now: String = "2026-03-10T02:20:00Z") throws -> [String] {
        let schedule = CronSchedule(try CronExpression("17 2 * * *"), in: .utc)
        let end = try #require(Instant(now))
        let slots = Array(schedule.slots(after: try #require(Instant("2026-03-04T12:00:00Z")), through: end))
        return missed.decide(slots, at: end).map { slot, decision in
            "\(slot.local.day.civil.day) \(decision)"
        }
    }

    @Test func skipRunsOnlyWhatIsDueNow() throws {
        let reason = #"drop("missed runs are skipped (policy)")"#
        #expect(
            try decisions(MissedRuns(policy: .skip))
                == ["5 \(reason)", "6 \(reason)", "7 \(reason)", "8 \(reason)", "9 \(reason)", "10 run"])
    }

    @Test func latestMakesUpForOne() throws {
        let reason = #"drop("only the latest missed run is made up for (policy)")"#
        #expect(
            try decisions(MissedRuns(policy: .latest))
                == ["5 \(reason)", "6 \(reason)", "7 \(reason)", "8 \(reason)", "9 runLate", "10 run"])
    }

    @Test func allMakesUpForTheNewestWithinItsLimits() throws {
        #expect(
            try decisions(MissedRuns(policy: .all, maximumAgeDays: 4, maximumRuns: 2))
                == [
                    #"5 drop("older than 4 days (maxAgeDays)")"#, #"6 drop("older than 4 days (maxAgeDays)")"#,
                    #"7 drop("more than 2 runs were missed (maxRuns)")"#, "8 runLate", "9 runLate", "10 run",
                ])
    }

    @Test func aSlotIsItsOwnForTenMinutes() throws {
        #expect(try decisions(MissedRuns(policy: .all), at: "2026-03-05T02:27:00Z") == ["5 run"])
        #expect(try decisions(MissedRuns(policy: .all), at: "2026-03-05T02:27:01Z") == ["5 runLate"])
        #expect(try decisions(MissedRuns(policy: .all), at: "2026-03-05T02:16:59Z") == [])
    }
}

import Kernel
import Schedule
import TestSupport
import Testing

/// Slots and clock changes as programs that are not ours have them (Tests/Oracles/schedule).
struct OracleTests {
    @Test func slotsAreThoseOfCronAndOfOtherLibraries() throws {
        var zones: [String: Zone] = [:]
        var agreed = 0
        let cases = try FixtureFolder.rows("slots.json")
        for row in cases {
            guard let text = row[0] as? String, let name = row[1] as? String, let from = row[2] as? Int,
                let deltas = row[3] as? [Int], let libraries = row[4] as? Int
            else { throw Missing("a case of five values: \(row)") }
            let zone = try zones[name] ?? FixtureFolder.zones.zone(name)
            zones[name] = zone
            let start = Instant(secondsSinceEpoch: Int64(from))
            let slots = CronSchedule(try CronExpression(text), in: zone).slots(after: start).prefix(deltas.count)
            var expected = [Int64(from)]
            for delta in deltas { expected.append((expected.last ?? 0) + Int64(delta)) }
            #expect(
                slots.map(\.instant) == expected.dropFirst().map { Instant(secondsSinceEpoch: $0) },
                "\(text) in \(name) after \(start)")
            if libraries >= 2 { agreed += 1 }
        }
        #expect(agreed >= 2000, "cases on which two libraries agree")
        #expect(zones.count >= 20)
    }

    @Test func everySlotIsFoundFromTheOneBefore() throws {
        for row in try FixtureFolder.rows("slots.json").prefix(1000) {
            guard let text = row[0] as? String, let name = row[1] as? String, let from = row[2] as? Int else {
                throw Missing("a case: \(row)")
            }
            let schedule = CronSchedule(try CronExpression(text), in: try FixtureFolder.zones.zone(name))
            let start = Instant(secondsSinceEpoch: Int64(from))
            let slots = Array(schedule.slots(after: start).prefix(6))
            var before = start
            for slot in slots {
                #expect(schedule.next(after: before) == slot, "\(text) in \(name) after \(before)")
                before = slot.instant
            }
            #expect(Set(slots.map(\.key)).count == slots.count)
        }
    }

    @Test func clocksChangeWhenPythonSaysSo() throws {
        for row in try FixtureFolder.rows("transitions.json") {
            guard let name = row[0] as? String, let expected = row[1] as? [[Int]] else { throw Missing("a zone") }
            let zone = try FixtureFolder.zones.zone(name)
            let changes = zone.clockChanges(
                after: try #require(Instant("1969-01-01T00:00:00Z")),
                through: try #require(Instant("2041-01-01T00:00:00Z")))
            let found = changes.map {
                [Int($0.instant.microseconds / 1_000_000), $0.offsetBefore.seconds, $0.offsetAfter.seconds]
            }
            #expect(found == expected, "\(name)")
        }
    }

    /// Every reading around a change has the meaning that the offsets on both sides give it.
    @Test func readingsAroundChangesAreOnceNeverOrTwice() throws {
        for row in try FixtureFolder.rows("transitions.json") {
            guard let name = row[0] as? String, let changes = row[1] as? [[Int]] else { throw Missing("a zone") }
            let zone = try FixtureFolder.zones.zone(name)
            for change in changes.suffix(30) {
                let (at, before, after) = (Int64(change[0]), Int64(change[1]), Int64(change[2]))
                let (low, high) = (at + min(before, after), at + max(before, after))
                let inside = LocalTime(seconds: (low + high) / 2)
                let (first, second) = (inside.seconds - before, inside.seconds - after)
                let expected: LocalMeaning =
                    before < after
                    ? .never(change: Instant(secondsSinceEpoch: at))
                    : .twice(
                        first: Instant(secondsSinceEpoch: first), second: Instant(secondsSinceEpoch: second))
                #expect(zone.meaning(of: inside) == expected, "\(inside) in \(name)")
                let earlier = Instant(secondsSinceEpoch: low - 1 - before)
                #expect(zone.meaning(of: LocalTime(seconds: low - 1)) == .once(earlier))
                let later = Instant(secondsSinceEpoch: high - after)
                #expect(zone.meaning(of: LocalTime(seconds: high)) == .once(later))
            }
        }
    }
}

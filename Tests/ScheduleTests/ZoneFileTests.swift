import Foundation
import Kernel
import Testing

@testable import Schedule

/// Zone files that are damaged or made up, and names that lead elsewhere.
struct ZoneFileTests {
    private static func bytes(_ name: String = "Europe/Berlin") throws -> [UInt8] {
        try FileSystem.read("\(FixtureFolder.path)/zones/\(name)")
    }

    @Test func truncatedAnywhereItIsRefused() throws {
        let whole = try ZoneFileTests.bytes()
        for count in 0..<whole.count {
            #expect(throws: ZoneFileReader.Damage.self, "\(count) bytes") {
                try ZoneFileReader.zone(Array(whole[..<count]), name: "x")
            }
        }
    }

    @Test func noChangedByteEndsTheProgram() throws {
        let whole = try ZoneFileTests.bytes("Australia/Lord_Howe")
        var refused = 0
        for position in whole.indices {
            for value in [0, 1, 0x7F, 0x80, 0xFF] as [UInt8] {
                var changed = whole
                changed[position] = value
                do {
                    let zone = try ZoneFileReader.zone(changed, name: "x")
                    _ = zone.span(at: 1_800_000_000)
                    _ = zone.span(at: -1 << 40)
                    try walk(zone)
                } catch is ZoneFileReader.Damage {
                    refused += 1
                }
            }
        }
        #expect(refused > 200)
    }

    /// Everything that is asked of a zone, around today and where the files' changes lie.
    private func walk(_ zone: Zone) throws {
        for text in ["17 2 * * *", "*/20 * * * *"] {
            let schedule = CronSchedule(try CronExpression(text), in: zone)
            for start in ["0001-01-01T00:00:00Z", "1969-12-31T23:00:00Z", "2026-04-04T12:00:00Z"] {
                let start = try #require(Instant(start))
                let slots = Array(schedule.slots(after: start).prefix(4))
                #expect(slots.count == 4 && slots[0].instant > start)
                for slot in slots { _ = zone.meaning(of: slot.planned) }
            }
            let start = try #require(Instant("2026-01-01T00:00:00Z"))
            _ = schedule.changedNights(after: start, through: start.advanced(bySeconds: 400 * 86_400))
        }
    }

    /// Files of a fat build begin at -2^59; RFC 8536 lets a time be any 64 bits.
    @Test func aChangeLongAgoIsSinceEverAndOneInTheFarFutureIsRefused() throws {
        let whole = try ZoneFileTests.bytes()
        let second = try #require(
            whole.indices.dropFirst(44).first { whole[$0...].starts(with: "TZif".utf8) })
        for first in [Int64.min, -1 << 59, -1 << 50] {
            var changed = whole
            for index in 0..<8 { changed[second + 44 + index] = UInt8(truncatingIfNeeded: first >> (56 - 8 * index)) }
            let zone = try ZoneFileReader.zone(changed, name: "x")
            try walk(zone)
            let before = try #require(Instant("1850-01-01T00:00:00Z"))
            let schedule = CronSchedule(try CronExpression("0 0 * * *"), in: zone)
            #expect(schedule.next(after: before)?.local.description.hasSuffix("T00:00:00") == true)
        }
        for last in [Int64.max, 1 << 59, 253_402_300_800] {
            #expect(throws: ZoneFileReader.Damage.self) {
                try ZoneFileReader.zone(ZoneFileTests.file([0, last]), name: "x")
            }
        }
        try walk(ZoneFileReader.zone(ZoneFileTests.file([-1 << 59]), name: "x"))
        try walk(ZoneFileReader.zone(ZoneFileTests.file([-1 << 59, 0, 253_402_300_799]), name: "x"))
    }

    /// A file with an hour more from each change to the next.
    private static func file(_ times: [Int64]) -> [UInt8] {
        func big(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
        }
        func header(_ changes: Int, _ types: Int, _ characters: Int) -> [UInt8] {
            Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
                + [0, 0, 0, changes, types, characters].flatMap { big($0, 4) }
        }
        // The first body has one offset and its name.
        var bytes = header(0, 1, 1) + [0, 0, 0, 0, 0, 0, 0x41] + header(times.count, times.count + 1, 2)
        for time in times { bytes += big(Int(time), 8) }
        for index in times.indices { bytes.append(UInt8(index + 1)) }
        for hours in 0...times.count { bytes += big(hours * 3600, 4) + [0, 0] }
        return bytes + [0x41, 0, 0x0A, 0x0A]
    }

    @Test(
        arguments: [
            ("<+0330>-3:30<+0430>,J79/24,J263/24", true), ("EST5EDT,M3.2.0,M11.1.0", true), ("UTC0", true),
            ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", true), ("IST-1GMT0,M10.5.0,M3.5.0/1", true),
            ("XXX3YYY,0/0,J365/25", true),
            ("EST5EDT", false), ("EST", false), ("5", false), ("E5", false), ("EST25", false),
            ("EST5EDT,M3.2.0", false),
            ("EST5EDT,M13.2.0,M11.1.0", false), ("EST5EDT,M3.6.0,M11.1.0", false), ("EST5EDT,M3.2.7,M11.1.0", false),
            ("EST5EDT,J0,J365", false), ("EST5EDT,J1/168,J365", false), ("<EST5", false), ("<>5", false),
            ("EST5EDT,M3.2.0,M11.1.0x", false), ("EST5:60", false), ("EST5 ", false),
        ])
    func posixRule(text: String, isGood: Bool) {
        #expect((ZoneRuleReader.rule(Array(text.utf8)) != nil) == isGood)
    }

    /// POSIX: J60 is 1 March in every year, 59 is 29 February in leap years.
    @Test func daysOfRules() throws {
        func day(_ day: YearlyTime.Day, _ year: Int) -> String {
            LocalTime(seconds: YearlyTime(day: day, seconds: 0).local(in: year)).day.description
        }
        #expect(day(.julian(60), 2028) == "2028-03-01")
        #expect(day(.julian(59), 2028) == "2028-02-28")
        #expect(day(.zeroBased(59), 2028) == "2028-02-29")
        #expect(day(.zeroBased(59), 2027) == "2027-03-01")
        #expect(day(.weekday(month: 3, week: 5, weekday: 0), 2026) == "2026-03-29")
        #expect(day(.weekday(month: 3, week: 1, weekday: 0), 2026) == "2026-03-01")
    }

    @Test func goesOnByItsRuleForEver() throws {
        let zone = try FixtureFolder.zones.zone("Europe/Berlin")
        let summer = try #require(Instant("2999-07-01T00:00:00Z"))
        let winter = try #require(Instant("2999-01-01T00:00:00Z"))
        #expect(zone.span(at: summer.wholeSeconds).offset == ZoneOffset(seconds: 7200))
        #expect(zone.span(at: winter.wholeSeconds).offset == ZoneOffset(seconds: 3600))
        let lagos = try FixtureFolder.zones.zone("Africa/Lagos")
        #expect(lagos.span(at: summer.wholeSeconds).end == nil)
    }

    @Test(
        arguments: [
            "", "/etc/passwd", "../zones/Africa/Lagos", "Africa/../Lagos", "Africa//Lagos", "Africa/", "./Africa",
            "a b",
            "Africa/Lagos\u{0}", "Africa/Lagos\n", "zone.tab", "Afriκa", "1234", String(repeating: "a", count: 200),
        ])
    func isNoName(name: String) {
        let failure = #expect(throws: Failure.self) { try FixtureFolder.zones.zone(name) }
        #expect(failure?.diagnostics.map(\.code.description) == ["C201"])
    }

    @Test(
        arguments: [
            ("Africa/Lago", "did you mean Africa/Lagos?"), ("africa/lagos", "did you mean Africa/Lagos?"),
            ("Berlin", "did you mean Europe/Berlin?"), ("America/Berlin", "did you mean Europe/Berlin?"),
            ("Mars/Olympus", "zones are named like Africa/Lagos or UTC"),
            ("Africa", "zones are named like Africa/Lagos or UTC"),
        ])
    func isUnknown(name: String, hint: String) {
        let failure = #expect(throws: Failure.self) { try FixtureFolder.zones.zone(name) }
        #expect(failure?.diagnostics.map(\.code.description) == ["C202"])
        #expect(failure?.diagnostics.first?.hint == hint)
    }

    @Test func withoutADatabaseThereIsUTC() throws {
        let nowhere = ZoneFolder("\(FixtureFolder.path)/nothing-here")
        #expect(try nowhere.zone("UTC") == .utc)
        let failure = #expect(throws: Failure.self) { try nowhere.zone("Africa/Lagos") }
        #expect(
            failure?.diagnostics.first?.hint
                == "this machine has no time zones: install tzdata, or name their folder in TZDIR")
    }
}

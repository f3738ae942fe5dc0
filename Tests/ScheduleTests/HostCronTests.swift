import Kernel
import Schedule
import Testing

/// The lines by which a host's cron wakes a schedule.
struct HostCronTests {
    private static let start = Instant("2026-01-01T00:00:00Z") ?? Instant(secondsSinceEpoch: 0)

    private func host(_ zone: String) throws -> HostCron {
        HostCron(zone: try FixtureFolder.zones.zone(zone), from: HostCronTests.start)
    }

    private func schedule(_ text: String, _ zone: String) throws -> CronSchedule {
        CronSchedule(try CronExpression(text), in: try FixtureFolder.zones.zone(zone))
    }

    private func lines(_ text: String, _ zone: String, host: String) throws -> [String] {
        try self.host(host).lines(for: schedule(text, zone)).map(\.text)
    }

    /// Forms that Debian's cron refuses or reads otherwise never reach it.
    @Test(
        arguments: [
            ("17 2 * * *", "17 2 * * *"), ("@daily", "0 0 * * *"), ("@hourly", "0 * * * *"),
            ("5/15 * * * *", "5-59/15 * * * *"), ("50/15 2 * * MON-FRI", "50 2 * * 1-5"),
            ("*/7 */2 1-31/3 JAN,JUL *", "*/7 */2 1-31/3 1,7 *"), ("0 6 */2 * 1", "0 6 */2 * 1"),
            ("0 6 L * *", "0 6 28-31 * *"), ("0 6 LW * *", "0 6 26-31 * *"), ("0 6 1W * *", "0 6 1-3 * *"),
            ("0 6 15W,31 * *", "0 6 13-17,31 * *"), ("0 6 * * 5L", "0 6 * * 5"), ("0 6 * * MON#2,3", "0 6 * * 1,3"),
            ("0 6 L * */2", "0 6 28-31 * */2"), ("0 17 2 * * *", "17 2 * * *"), ("0 6 * * 5-7", "0 6 * * 5-7"),
            ("0 6 * * 2/2", "0 6 * * 2-7/2"),
        ])
    func onAHostOfTheSameZone(text: String, line: String) throws {
        #expect(try lines(text, "Europe/Berlin", host: "Europe/Berlin") == [line])
    }

    @Test(
        arguments: [
            // One hour apart, always.
            ("17 2 * * *", "Africa/Lagos", "UTC", ["17 1 * * *"]),
            ("*/15 * * * *", "Africa/Lagos", "UTC", ["0,15,30,45 * * * *"]),
            // Half past midnight of the first is the last of the month before.
            ("30 0 1 * *", "Africa/Lagos", "UTC", ["30 23 28-31 * *"]),
            ("30 0 1 3 *", "Africa/Lagos", "UTC", ["30 23 28-31 2,3 *"]),
            ("30 0 * * 1", "Africa/Lagos", "UTC", ["30 23 * * 0"]),
            ("30 0,1 1 * *", "Africa/Lagos", "UTC", ["30 0,23 1,28-31 * *"]),
            // Summer and winter, and the night on which clocks skip 02:17.
            ("17 2 * * *", "Europe/Berlin", "UTC", ["0 1 * * *", "17 0,1 * * *"]),
            ("17 4 * * *", "Europe/Berlin", "UTC", ["17 2,3 * * *"]),
            // The host's clock changes: its second 02:17 is reached by a star only.
            ("17 2 * * *", "Africa/Lagos", "Europe/Berlin", ["17 * * * *"]),
            ("* 2 * * *", "Africa/Lagos", "Europe/Berlin", ["*/5 * * * *"]),
            // Five and a half hours.
            ("0 6 * * *", "Asia/Kolkata", "UTC", ["30 0 * * *"]),
            // A day field that becomes complete by the shift: one star alone would ask for both fields.
            ("30 0 15 * 0-6", "Africa/Lagos", "UTC", ["30 23 * * *"]),
            ("0 0,6 1 * 1-6", "Africa/Lagos", "UTC", ["0 5,23 * * *"]),
            ("30 0 1 * 0-6", "UTC", "UTC", ["30 0 1 * 0-6"]),
            // 25 hours: two days before.
            ("30 0 1 * *", "Pacific/Kiritimati", "Pacific/Pago_Pago", ["30 23 27-30 * *"]),
            ("30 23 31 12 *", "Pacific/Pago_Pago", "Pacific/Kiritimati", ["30 0 2 1,12 *"]),
            ("30 23 28,29 2 6", "Pacific/Pago_Pago", "Pacific/Kiritimati", ["30 0 1,2,30,31 2,3 1"]),
            // The minute after a second within it.
            ("30 17 2 * * *", "UTC", "UTC", ["18 2 * * *"]),
        ])
    func onAHostOfAnotherZone(text: String, zone: String, host: String, expected: [String]) throws {
        #expect(try lines(text, zone, host: host) == expected)
    }

    private static let zones = [
        "UTC", "Africa/Lagos", "Europe/Berlin", "America/Havana", "Australia/Lord_Howe", "Asia/Kolkata",
        "Pacific/Apia", "Africa/Casablanca", "America/New_York", "Antarctica/Troll",
    ]

    private static let hosts = ["UTC", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "America/Havana"]

    /// Ten years of slots: for each there is a line's time at its minute or within five minutes after it, also in
    /// nights on which the clocks of the job, of the host or of both change.
    @Test(arguments: zones, hosts)
    func noSlotIsSleptThrough(zone: String, host name: String) throws { try expectNoSleep(zone, name) }

    /// The same where days lie two apart.
    @Test(
        arguments: [
            ("Pacific/Kiritimati", "Pacific/Pago_Pago"), ("Pacific/Pago_Pago", "Pacific/Kiritimati"),
            ("Pacific/Kiritimati", "America/Havana"),
        ])
    func noSlotIsSleptThroughAcrossTheDateLine(zone: String, host: String) throws { try expectNoSleep(zone, host) }

    private func expectNoSleep(_ zone: String, _ name: String) throws {
        let host = try host(name)
        for text in [
            "17 2 * * *", "30 0 1 * *", "0 6 L 2,12 *", "45 23 */2 * 1", "0 6 * * 1#1", "30 2 LW * *",
            "0,30 2 1 * 0", "30 59 23 28-31 * *", "0 0 15W * *",
        ] {
            let slots = try schedule(text, zone).slots(after: host.start, through: host.end)
            try expectWakes(slots, of: text, zone, host)
        }
    }

    /// The same for schedules with many slots, for the months in which clocks change.
    @Test(arguments: zones, hosts)
    func noSlotOfMany(zone: String, host name: String) throws {
        let host = try host(name)
        for text in ["*/20 * * * *", "5/15 1-3 * * *", "0 */2 * * *", "0 2,23 1 * 1-6", "30 0 15 * 0-6"] {
            for month in ["2027-03", "2027-10"] {
                let start = try #require(Instant("\(month)-01T00:00:00Z"))
                let slots = try schedule(text, zone).slots(
                    after: start, through: start.advanced(bySeconds: 31 * 86_400))
                try expectWakes(slots, of: text, zone, host)
            }
        }
    }

    private func expectWakes(_ slots: some Sequence<Slot>, of text: String, _ zone: String, _ host: HostCron) throws {
        let lines = host.lines(for: try schedule(text, zone)).map { CronSchedule($0, in: host.zone) }
        let slept = slots.first { slot in
            let limit = slot.instant.advanced(bySeconds: 300)
            return !lines.contains { line in
                line.next(after: slot.instant.advanced(bySeconds: -1)).map { $0.instant <= limit } ?? false
            }
        }
        #expect(slept == nil, "\(text) in \(zone) on \(host.zone.name) by \(lines.map(\.expression.text))")
    }

    @Test(
        arguments: [
            ("17 2 * * *", ["*-*-* 02:17:00 UTC"]), ("*/30 * * * *", ["*-*-* *:00,30:00 UTC"]),
            ("0 6 1-3 2 *", ["*-02-01,02,03 06:00:00 UTC"]), ("0 6 * * 1,5", ["Mon,Fri *-*-* 06:00:00 UTC"]),
            ("0 6 */10 * 1", ["Mon *-*-01,11,21,31 06:00:00 UTC"]),
            ("0 6 1 * 0", ["*-*-01 06:00:00 UTC", "Sun *-*-* 06:00:00 UTC"]),
            ("0 6 1-31 * 0", ["*-*-* 06:00:00 UTC"]), ("0 6 15 * 0-6", ["*-*-* 06:00:00 UTC"]),
            ("0 6 15 * *", ["*-*-15 06:00:00 UTC"]), ("0 6 * * 0-6", ["*-*-* 06:00:00 UTC"]),
        ])
    func asSystemdWritesIt(text: String, events: [String]) throws {
        #expect(try CronExpression(text).calendarEvents(zone: "UTC") == events)
    }
}

/// Which zone the host's cron has.
struct HostZoneTests {
    @Test func theLinkOfTheMachineNamesIt() throws {
        #expect(
            try HostZone.name(link: "/usr/share/zoneinfo/Europe/Berlin", exists: true, variable: nil) == "Europe/Berlin"
        )
        #expect(try HostZone.name(link: "../usr/share/zoneinfo/Etc/UTC", exists: true, variable: nil) == "UTC")
        #expect(try HostZone.name(link: nil, exists: false, variable: nil) == "UTC")
        #expect(
            try HostZone.name(link: "/usr/share/zoneinfo/Europe/Berlin", exists: true, variable: ":/etc/localtime")
                == "Europe/Berlin")
        #expect(
            try HostZone.name(link: "/usr/share/zoneinfo/Etc/UTC", exists: true, variable: ":Etc/UTC") == "UTC")
    }

    @Test func aCopiedFileOrASecondOpinionIsNotGuessedAbout() {
        #expect(throws: Failure.self) { try HostZone.name(link: nil, exists: true, variable: nil) }
        #expect(throws: Failure.self) { try HostZone.name(link: "/etc/zone", exists: true, variable: nil) }
        #expect(throws: Failure.self) {
            try HostZone.name(link: "/usr/share/zoneinfo/Europe/Berlin", exists: true, variable: "UTC")
        }
    }
}

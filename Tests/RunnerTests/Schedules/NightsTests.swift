import Kernel
import Runner
import Schedule
import Testing

/// Where nights begin and end.
struct NightsTests {
    private func nights(_ second: Int, _ zone: String) throws -> Nights {
        try Nights(endingAt: second, in: ZoneFolder.standard.zone(zone))
    }

    @Test(
        arguments: [
            ("Africa/Lagos", "2026-05-01T06:59:59Z", "2026-04-30", "2026-04-29T07:00:00Z", "2026-04-30T07:00:00Z"),
            ("Africa/Lagos", "2026-05-01T07:00:00Z", "2026-05-01", "2026-04-30T07:00:00Z", "2026-05-01T07:00:00Z"),
            // 23 hours and 25: clocks change within them.
            ("Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-29", "2026-03-28T07:00:00Z", "2026-03-29T06:00:00Z"),
            ("Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-25", "2026-10-24T06:00:00Z", "2026-10-25T07:00:00Z"),
            // East of the date line the day of the end is another one in UTC.
            (
                "Pacific/Kiritimati", "2026-05-01T00:00:00Z", "2026-05-01", "2026-04-29T18:00:00Z",
                "2026-04-30T18:00:00Z"
            ),
        ])
    func theLatestHasEnded(zone: String, now: String, day: String, from: String, to: String) throws {
        let nights = try nights(8 * 3600, zone)
        let instant = try #require(Instant(now))
        let night = try #require(nights.latest(1, endedBy: instant).first)
        #expect("\(night.day) \(night.from) \(night.to)" == "\(day) \(from) \(to)")
        #expect(nights.night(endingOn: night.day) == night)
    }

    /// A night ends where the next begins, also when the time they end at does not exist or comes twice.
    @Test func nightsLeaveNoGap() throws {
        for (second, zone) in [(9000, "Europe/Berlin"), (8 * 3600, "Africa/Lagos"), (0, "America/Havana")] {
            let end = try #require(Instant("2026-12-01T00:00:00Z"))
            let nights = try nights(second, zone).latest(400, endedBy: end)
            #expect(nights.count == 400)
            for (night, next) in zip(nights, nights.dropFirst()) {
                #expect(night.to == next.from && night.day.advanced(by: 1) == next.day)
            }
        }
    }
}

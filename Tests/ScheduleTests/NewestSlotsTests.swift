import Kernel
import Schedule
import Testing

/// The newest slots, which are looked for from the end.
struct NewestSlotsTests {
    private let end = Instant(secondsSinceEpoch: 1_775_009_820)

    @Test(arguments: ["17 2 * * *", "*/20 * * * *", "0 6 1 * *", "0 0 29 2 *", "30 2 * * 0"], [1, 3, 50, 400])
    func areTheLastOfAll(text: String, count: Int) throws {
        let zone = try FixtureFolder.zones.zone("Europe/Berlin")
        let schedule = CronSchedule(try CronExpression(text), in: zone)
        for days in [0, 1, 20, 200, 3000] as [Int64] {
            let start = end.advanced(bySeconds: -days * 86_400)
            let all = schedule.slots(after: start, through: end)
            #expect(schedule.newest(count, after: start, through: end) == all.suffix(count), "\(days) days")
        }
        let fourYears = end.advanced(bySeconds: -4 * 366 * 86_400)
        #expect(
            schedule.newest(count, after: nil, through: end)
                == schedule.slots(after: fourYears, through: end).suffix(count))
    }
}

import Testing

@testable import Kernel

struct CalendarTests {
    @Test func daysAndDatesAgree() throws {
        var day = try #require(CalendarDay(year: 1899, month: 12, day: 31))
        for _ in 0..<100_000 {
            let civil = day.civil
            #expect(CalendarDay(year: civil.year, month: civil.month, day: civil.day) == day)
            day = day.advanced(by: 1)
        }
        #expect(CalendarDay(year: 1970, month: 1, day: 1)?.daysSinceEpoch == 0)
        #expect(CalendarDay(year: 2026, month: 2, day: 29) == nil)
        #expect(CalendarDay(year: 2000, month: 2, day: 29)?.description == "2000-02-29")
    }

    @Test(arguments: [
        ("2026-04-01T00:00:00Z", "2026-04-01T00:00:00Z"), ("2024-09-01 00:00:00", "2024-09-01T00:00:00Z"),
        ("2026-04-01 05:06:07 +0000 UTC", "2026-04-01T05:06:07Z"),
        ("2026-04-01 00:00:00+00:00", "2026-04-01T00:00:00Z"),
        ("2024-05-18T20:16:37.306Z", "2024-05-18T20:16:37.306000Z"), ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"),
        ("2026-04-01T13:07Z", "2026-04-01T13:07:00Z"), ("2026-04-01 13:07", "2026-04-01T13:07:00Z"),
        ("2026-04-01T13:07+00:00", "2026-04-01T13:07:00Z"), ("2026-04-01 13:07 UTC", "2026-04-01T13:07:00Z"),
    ])
    func readsTheSpellingsOfBills(text: String, printed: String) {
        #expect(Instant(text)?.description == printed)
    }

    @Test(arguments: [
        "2023-02-01T30:00:00Z", "2026-02-30T00:00:00Z", "2026-04-01", "2026-04-01T00:00:00+01:00", "2026-4-1T00:00:00Z",
        "2026-04-01T13:07.5Z", "2026-04-01T13:07:", "2026-04-01T13:07:0", "2026-04-01T13:07:0Z", "2026-04-01T24:00Z",
        "2026-04-01T13:60Z", "2026-04-01T13:07+01:00", "2026-04-01T13:07X", "2026-04-01T13", "2026-04-01T13:0",
        "2026-04-01T00:00:00.Z", "x026-04-01T00:00:00Z", "", "2026-04-01T00:00:60Z",
    ])
    func refusesWhatIsNoTime(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test func monthsKnowTheirLength() throws {
        let april = try #require(Month("2026-04"))
        #expect(april.hourCount == 720)
        #expect(april.next.description == "2026-05")
        #expect(Month("2026-12")?.next.description == "2027-01")
        #expect(Month("2026-13") == nil)
        #expect(Instant("2026-04-30T23:59:59Z")?.month == april)
        #expect(april.end == Instant("2026-05-01T00:00:00Z"))
    }

    @Test func runNamesSortByTime() throws {
        let instant = try #require(Instant("2026-04-01T02:17:00Z"))
        let run = RunID(began: instant, random: 0xAB)
        #expect(run.text == "20260401T021700Z-000000ab")
        #expect(RunID(run.text) == run)
        #expect(RunID("20260401T021700Z-000000AB") == nil)
    }
}

struct SecretTests {
    @Test func neverPrints() {
        let secret = Secret("hunter2-value")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), String(describing: [secret]), dumped] {
            #expect(!text.contains("hunter2"))
        }
        #expect(secret.reveal() == "hunter2-value")
    }
}

struct DiagnosticTests {
    @Test func printsPlaceCodeAndHint() {
        let diagnostic = Diagnostic.error(
            DiagnosticCode("J", 104), "hour 24 is outside 0-23 (in \"0 24 * * *\")",
            at: Place(file: "Jobs/nightly.json", line: 14, column: 17), hint: "write 0 for midnight")
        #expect(
            diagnostic.description == """
                Jobs/nightly.json:14:17: error[J104]: hour 24 is outside 0-23 (in "0 24 * * *")
                  hint: write 0 for midnight
                """)
    }
}

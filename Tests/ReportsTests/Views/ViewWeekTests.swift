import Kernel
import TestSupport
import Testing

@testable import Reports

/// Views by week; April 2026 begins on a Wednesday and ends on a Thursday.
struct ViewWeekTests {
    private static let month = ViewFixture(
        rows: [
            .init(day: "2026-04-01", namespace: "shop", pod: "a", cost: 40),
            .init(day: "2026-04-05", namespace: "shop", pod: "a", cost: 2),
            .init(day: "2026-04-06", namespace: "shop", pod: "a", cost: 30),
            .init(day: "2026-04-12", part: "Network", cost: 5), .init(day: "2026-04-26", namespace: "mail", cost: -1),
            .init(day: "2026-04-30", cluster: nil, part: "Outside", cost: 7),
            // A charge of this bill that begins before the month.
            .init(day: "2026-03-23", cluster: nil, part: "Outside", cost: 3),
        ],
        received: [.init(day: "2026-04-12", pool: "Network", namespace: "shop", cost: 5)])

    @Test func daysAreAddedUpFromMondayToSunday() throws {
        #expect(
            try ViewWeekTests.month.lines(ViewQuestion(keys: [.week, .namespace])) == [
                "2026-W14/shop: 42 0 42", "2026-W15/shop: 30 5 35", "2026-W18/__outside__: 7 0 7",
                "2026-W13/__outside__: 3 0 3", "2026-W15/__unallocated__: 5 -5 0", "2026-W17/mail: -1 0 -1",
            ])
    }

    @Test func weeksThatReachOverTheMonthAreNamed() throws {
        let view = try ViewWeekTests.month.view(ViewQuestion(keys: [.week]))
        #expect(view.partWeeks == ["2026-W13", "2026-W14", "2026-W18"])
        let text = try ViewText(view, all: true).render(width: 80)
        #expect(
            text.hasSuffix(
                """

                weeks begin on Monday; of 2026-W13, 2026-W14, 2026-W18 only what the bill of 2026-04 charges is here

                """), "\(text)")
    }

    @Test func wholeWeeksNeedNoWord() throws {
        var question = ViewQuestion(keys: [.week])
        question.filter = try ViewFilter(#"week:"2026-W15","2026-W17""#)
        let view = try ViewWeekTests.month.view(question)
        #expect(view.partWeeks == [])
        #expect(try !ViewText(view, all: true).render(width: 80).contains("weeks begin"))
        #expect(view.sections[0].lines.map(\.values) == [["2026-W15"], ["2026-W17"]])
        // Other keys say nothing of weeks.
        #expect(try ViewWeekTests.month.view(ViewQuestion(keys: [.day])).partWeeks == nil)
    }
}

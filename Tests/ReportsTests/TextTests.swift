import Testing

@testable import Kernel
@testable import Reports

struct TextTests {
    /// Widths as Python's wcwidth package gives them, which most terminals agree with.
    @Test(arguments: [
        ("abc", 3), ("", 0), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("ｗ", 2), ("한글", 4), ("مرحبا", 5), ("😀", 2),
        ("👩🏽‍💻", 2), ("🇩🇪", 2), ("☂️", 2), ("☂", 1), ("─", 1), ("…", 1), ("\u{0}\u{7}", 0),
    ])
    func columnsAreThoseOfATerminal(_ text: String, _ width: Int) {
        #expect(DisplayWidth.of(text) == width)
    }

    @Test(arguments: [
        ("kube-system", 20, "kube-system"), ("kube-system", 8, "kube-sy…"), ("漢字漢字", 5, "漢字…"), ("漢字漢字", 4, "漢…"),
        ("abc", 1, "…"), ("abc", 0, ""),
    ])
    func longTextIsCut(_ text: String, _ columns: Int, _ expected: String) {
        #expect(DisplayWidth.truncated(text, to: columns, ellipsis: "…") == expected)
    }

    @Test func theMiddleIsCutSoThatEndsStay() {
        let cut = DisplayWidth.middleTruncated("payments-frontend-production-eu-central-1", to: 20)
        #expect(cut == "payments-fro…ntral-1")
        #expect(DisplayWidth.of(cut) == 20)
    }

    private static func table() -> TextTable {
        var table = TextTable([.text("namespace"), .number("cost"), .text("note")])
        table.add(["ledger", "441.80", "ok"])
        table.add(["漢字の名前", "1,002.50", "wide"])
        table.addRule()
        table.addTotal(["total", "1,444.30"])
        return table
    }

    @Test func figuresLineUp() {
        #expect(
            Self.table().render(width: 80) == """
                namespace       cost  note
                ──────────────────────────
                ledger        441.80  ok
                漢字の名前  1,002.50  wide
                ──────────────────────────
                total       1,444.30

                """)
    }

    @Test func asciiAloneIsEnough() {
        let text = Self.table().render(width: 80, style: .ascii)
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        #expect(text.contains("?????      1,002.50  wide"))
    }

    @Test func styleIsOnlyGivenWhenAsked() {
        #expect(!Self.table().render(width: 80).contains("\u{1B}"))
        #expect(
            Self.table().render(width: 80, style: TextStyle(ansi: true)).contains(
                "\u{1B}[1mtotal       1,444.30\u{1B}[0m"))
    }

    @Test(arguments: [10, 26, 30, 40])
    func namesGiveWayAndFiguresDoNot(_ width: Int) {
        var table = TextTable([.text("namespace"), .number("cost")])
        table.add([String(repeating: "long-name-", count: 9), "123,456,789.01"])
        let lines = table.render(width: width).split(separator: "\n")
        #expect(lines.allSatisfy { DisplayWidth.of(String($0)) <= max(width, 6 + 2 + 14) })
        #expect(lines.last?.hasSuffix("123,456,789.01") == true)
        #expect(lines.last?.contains("…") == true)
    }

    @Test func aTerminalDoesNotObeyNames() {
        var table = TextTable([.text()])
        table.add(["\u{1B}[2J\u{202E}evil\r\n"])
        let text = table.render(width: 80)
        #expect(text == "‹U+001B›[2J‹U+202E›evil‹U+000D›‹U+000A›\n")
    }

    @Test(arguments: [
        ("0", "0.00", "0.00"), ("2308.924000048", "2,308.92", "2308.924000048"), ("-18.4", "-18.40", "-18.40"),
        ("1234567.005", "1,234,567.00", "1234567.005"), ("-0.001", "0.00", "-0.001"),
        ("999.995", "1,000.00", "999.995"),
        ("0.015", "0.02", "0.015"), ("100000", "100,000.00", "100000.00"),
        ("-1000.000000000000000000000001", "-1,000.00", "-1000.000000000000000000000001"),
    ])
    func moneyIsRoundedHalfEvenOrWritten(_ amount: String, _ rounded: String, _ exact: String) throws {
        let money = MoneyText(try #require(Currency("USD")))
        #expect(money.rounded(try Amount(amount)) == rounded)
        #expect(money.exact(try Amount(amount)) == exact)
    }

    @Test(arguments: [("JPY", "1,235"), ("USD", "1,234.57"), ("KWD", "1,234.568")])
    func coinsDependOnTheCurrency(_ currency: String, _ expected: String) throws {
        #expect(MoneyText(try #require(Currency(currency))).rounded(try Amount("1234.5678")) == expected)
    }

    @Test(arguments: [
        ("1", "3", "33.3 %"), ("2", "3", "66.7 %"), ("-1", "3", "-33.3 %"), ("1", "-3", "-33.3 %"), ("0", "5", "0.0 %"),
        ("1", "0", "–"), ("2.55", "2", "127.5 %"), ("0.0005", "1", "0.0 %"), ("0.0015", "1", "0.2 %"),
        ("99999999999999", "0.000000000000000000000001", "–"), ("99999999999999", "99999999999999", "100.0 %"),
    ])
    func percentagesAreExact(_ part: String, _ whole: String, _ expected: String) throws {
        #expect(PercentText.of(try Amount(part), try Amount(whole)) == expected)
    }

    @Test(arguments: EdgeFixtures.all.map(\.0).filter { $0 != "crowd" })
    func theSummaryIsAsItWas(_ name: String) throws {
        let fixture = try #require(EdgeFixtures.all.first { $0.0 == name })
        let report = try fixture.1()
        let text = try AllocationSummaryText.render(report, width: 80)
        try expectGolden(text, "\(name).txt")
        let ascii = try AllocationSummaryText.render(report, width: 60, style: .ascii)
        #expect(ascii.utf8.allSatisfy { $0 == 0x0A || (0x20...0x7E).contains($0) })
    }

    @Test func theSummarySaysTheDifferenceAndEveryDigitOfOtherBills() throws {
        let text = try AllocationSummaryText.render(try HarborFixture.report(), width: 72)
        #expect(text.contains("\ndifference 0\n"))
        for total in ["3003.108000048", "2308.924000048", "3736.356000048"] { #expect(text.contains(total)) }
    }

    @Test(arguments: [
        ("2026-04-01", "2026-04-30", "April 2026"), ("2024-02-01", "2024-02-29", "February 2024"),
        ("2026-04-07", "2026-04-07", "7 April 2026"), ("2026-04-01", "2026-04-15", "1 to 15 April 2026"),
        ("2025-12-30", "2026-01-02", "30 December 2025 to 2 January 2026"),
    ])
    func periodsAreNamed(_ first: String, _ last: String, _ title: String) throws {
        func day(_ text: String) throws -> CalendarDay {
            let parts = text.split(separator: "-").compactMap { Int($0) }
            return try #require(CalendarDay(year: parts[0], month: parts[1], day: parts[2]))
        }
        #expect(ReportPeriod(first: try day(first), last: try day(last))?.title == title)
        #expect(ReportPeriod(first: try day(last), last: try day(first).advanced(by: -1)) == nil)
    }
}

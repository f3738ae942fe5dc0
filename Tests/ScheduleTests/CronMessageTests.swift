import Kernel
import Schedule
import Testing

/// What is refused, with its message and column; and what is only warned of.
struct CronMessageTests {
    @Test(
        arguments: [
            ("", 1, "the cron expression is empty"),
            (" \t ", 1, "the cron expression is empty"),
            ("* * * *", 1, "a cron expression has five fields, or six with seconds in front; found 4"),
            ("0 0 0 1 1 1 2026", 13, "a cron expression has five fields, or six with seconds in front; found 7"),
            ("@reboot", 1, "there is no shorthand \"@reboot\""),
            ("@DAILY", 1, "there is no shorthand \"@DAILY\""),
            ("@daily ", 1, "there is no shorthand \"@daily \""),
            ("0 24 * * *", 3, "hour 24 is outside 0-23"),
            ("60 * * * *", 1, "minute 60 is outside 0-59"),
            ("60 0 0 * * *", 1, "second 60 is outside 0-59"),
            ("0 0 0 * *", 5, "day of month 0 is outside 1-31"),
            ("0 0 32 * *", 5, "day of month 32 is outside 1-31"),
            ("0 0 * 13 *", 7, "month 13 is outside 1-12"),
            ("0 0 * 0 *", 7, "month 0 is outside 1-12"),
            ("0 0 * * 8", 9, "day of week 8 is outside 0-7"),
            ("0 0 1,2,40 * *", 9, "day of month 40 is outside 1-31"),
            ("0 0 1-40 * *", 7, "day of month 40 is outside 1-31"),
            ("0 0 0W * *", 5, "day of month 0 is outside 1-31"),
            ("0 0 * * 8L", 9, "day of week 8 is outside 0-7"),
            ("0 0 * * 8#1", 9, "day of week 8 is outside 0-7"),
            ("0 0 * * 1#0", 9, "\"1#0\" names no week of a month; '#' takes 1-5"),
            ("0 0 * * 1#6", 9, "\"1#6\" names no week of a month; '#' takes 1-5"),
            ("0 0 * * 1#", 9, "\"1#\" names no week of a month; '#' takes 1-5"),
            ("5-1 0 * * *", 1, "minute range \"5-1\" runs backward"),
            ("0 22-2 * * *", 3, "hour range \"22-2\" runs backward"),
            ("0 0 * * FRI-SUN", 9, "day of week range \"FRI-SUN\" runs backward"),
            ("0 0 * DEC-JAN *", 7, "month range \"DEC-JAN\" runs backward"),
            ("*/0 * * * *", 3, "step 0 of minute is outside 1-59"),
            ("*/60 * * * *", 3, "step 60 of minute is outside 1-59"),
            ("*/ * * * *", 1, "the step of minute \"*/\" is not a number"),
            ("*/x * * * *", 3, "the step of minute \"*/x\" is not a number"),
            ("*/-1 * * * *", 3, "the step of minute \"*/-1\" is not a number"),
            ("*/5/5 * * * *", 1, "minute \"*/5/5\" has more than one '/'"),
            ("0 0 L/2 * *", 5, "day of month \"L/2\" is one day and takes no step"),
            ("0 0 1,,2 * *", 7, "a value of day of month is missing"),
            (", 0 * * *", 1, "a value of minute is missing"),
            ("-5 0 * * *", 1, "a value of minute is missing"),
            ("0-10- 0 * * *", 3, "\"10-\" is no value of minute"),
            ("1-2-3 0 * * *", 3, "\"2-3\" is no value of minute"),
            ("+5 0 * * *", 1, "\"+5\" is no value of minute"),
            ("0x1 0 * * *", 1, "\"0x1\" is no value of minute"),
            ("** 0 * * *", 1, "\"**\" is no value of minute"),
            ("*-5 0 * * *", 1, "\"*\" is no value of minute"),
            ("0 0 ? * *", 5, "\"?\" is no value of day of month"),
            ("H 0 * * *", 1, "\"H\" is no value of minute"),
            ("0 0 * * MONDAY", 9, "\"MONDAY\" is no value of day of week"),
            ("0 0 * MON *", 7, "\"MON\" is no value of month"),
            ("0 0 L-3 * *", 5, "\"L\" is no value of day of month"),
            ("0 0 * * L", 9, "\"L\" has no meaning in day of week"),
            ("0 0 * * LW", 9, "\"LW\" has no meaning in day of week"),
            ("0 0 * * 5W", 9, "\"5W\" has no meaning in day of week"),
            ("0 0 5L * *", 5, "\"5L\" has no meaning in day of month"),
            ("0 0 1#1 * *", 5, "\"1#1\" has no meaning in day of month"),
            ("0 L * * *", 3, "\"L\" has no meaning in hour"),
            ("99999999999999999999 0 * * *", 1, "minute 99999999999999999999 is outside 0-59"),
            ("٣ 0 * * *", 1, "\"٣\" is no value of minute"),
            ("0\u{0}0 0 * * *", 1, "\"0\\u{0}0\" is no value of minute"),
            ("0 0 31 2 *", 5, "no day of any year fits day of month, month and day of week"),
            ("0 0 30 FEB *", 5, "no day of any year fits day of month, month and day of week"),
            ("0 0 31 4,6,9,11 *", 5, "no day of any year fits day of month, month and day of week"),
            ("0 0 31W 2 *", 5, "no day of any year fits day of month, month and day of week"),
            ("0 0 30W 2 *", 5, "no day of any year fits day of month, month and day of week"),
        ])
    func isRefused(text: String, column: Int, message: String) throws {
        let failure = #expect(throws: Failure.self) {
            try CronExpression(text, at: Place(file: "job.json", line: 3, column: 21))
        }
        let finding = try #require(failure?.diagnostics.first)
        #expect(finding.message.hasPrefix(message + " (in "))
        #expect(finding.place == Place(file: "job.json", line: 3, column: 20 + column))
        #expect(failure?.exitStatus == .configuration)
    }

    @Test func allMistakesAreToldAtOnce() {
        let failure = #expect(throws: Failure.self) { try CronExpression("60 24 32 13 8", at: nil) }
        #expect(failure?.diagnostics.count == 5)
        let list = #expect(throws: Failure.self) { try CronExpression("60,61 0 * * 8,9", at: nil) }
        #expect(list?.diagnostics.count == 4)
    }

    @Test func aMessageReadsAsPeopleExpect() {
        let failure = #expect(throws: Failure.self) {
            try CronExpression("0 0 * * FRI-SUN", at: Place(file: "Jobs/nightly.json", line: 14, column: 15))
        }
        #expect(
            failure?.description == """
                Jobs/nightly.json:14:23: error[C105]: day of week range "FRI-SUN" runs backward (in "0 0 * * FRI-SUN")
                  hint: Sunday is 7 at the end of a range: write 5-7
                """)
    }

    @Test func longTextIsRefusedUnread() {
        let failure = #expect(throws: Failure.self) { try CronExpression(String(repeating: "1,", count: 5_000_000)) }
        #expect(failure?.description.utf8.count ?? 1000 < 200)
    }

    @Test(
        arguments: [
            ("0 6 1-7 * 1-5", ["C121"]), ("0 0 */2 * 1", ["C122"]), ("0 0 1 * */2", ["C122"]), ("0 0 31 * *", ["C123"]),
            ("0 0 1,30 * *", ["C123"]), ("0 0 29 2 *", ["C123"]), ("0 0 31W * *", ["C123"]), ("*/7 * * * *", ["C124"]),
            ("0 */5 * * *", ["C124"]), ("* 3 * * *", ["C125"]), ("* 0 3 * * *", ["C125"]),
            ("0 0 1-31 * 1", ["C121"]), ("@hourly", []), ("17 2 * * *", []), ("* * * * *", []), ("*/15 * * * *", []),
            ("0 0 31 1,3 *", []), ("0 0 L * *", []), ("0 0 25-31 * *", []), ("0 0 */2 * *", []), ("0 0 * * 1#1", []),
            ("* * * * * *", []), ("0 6 15 * 0-6", ["C121"]), ("0 0 31 * 0-7", ["C121"]), ("0 0 1-31 * SUN-SAT", []),
            ("0 6 */1 * 1", []),
        ])
    func isWarnedOf(text: String, codes: [String]) throws {
        let expression = try CronExpression(text)
        #expect(expression.warnings().map(\.code.description) == codes)
    }
}

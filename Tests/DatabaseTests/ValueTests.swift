import Kernel
import Testing

@testable import Database

extension StoreTests {
    struct Values {
        let store = StoreTests()

        static let amounts = [
            "0", "1", "-1", "0.1", "-0.000000000000000000000001", "20.52022672899",
            "99999999999999.999999999999999999999999",
            "-99999999999999.999999999999999999999999", "10000", "0.0001", "0.00010001", "12345678.9", "-10000.00009",
            "100000000", "0.000000000000000000009999",
        ]

        @Test(arguments: amounts) func amountsSurviveTheTripExactly(text: String) throws {
            let amount = try Amount(text)
            let row = try store.administrator().run(
                "SELECT \(amount), \(amount)::text, \(amount) = \(text)::numeric, \(text)::numeric"
            ).onlyRow()
            #expect(try row.value(0, as: Amount.self) == amount)
            #expect(try row.value(1, as: String.self) == text)
            #expect(try row.value(2, as: Bool.self))
            #expect(try row.value(3, as: Amount.self) == amount)
        }

        @Test(arguments: [0, 1, 2, 3, 4, 5, 18, 23, 24, 37, 38])
        func decimalsOfEveryScaleAreShownAsTheyAre(scale: Int) throws {
            let connection = try store.administrator()
            for units: Int128 in [
                0, 1, -7, 10, 9999, 10_000, 123_456_789, 99_999_999_999_999_999_999_999_999_999_999_999_999,
            ] {
                let shown = try connection.run("SELECT \(Numeric(units: units, scale: scale))::text").onlyRow()
                #expect(try shown.value(0, as: String.self) == DecimalText.print(units, scale: scale))
                let back = try connection.run("SELECT \(Numeric(units: units, scale: scale))").onlyRow()
                #expect(try back.numeric(0, scale: scale) == units)
            }
            let widest = try connection.run("SELECT \(Numeric(units: .min, scale: scale))::text").onlyRow()
            #expect(try widest.value(0, as: String.self) == DecimalText.print(.min, scale: scale))
        }

        @Test(arguments: [
            "NaN", "Infinity", "-Infinity", "0.0000000000000000000000001", "1e14", "1e100", "1e-100", "-1e131071",
        ])
        func numericsThatAreNoAmountAreRefused(text: String) throws {
            let row = try store.administrator().run("SELECT \(text)::numeric").onlyRow()
            #expect(storeError { _ = try row.value(0, as: Amount.self) }?.code == .unreadableValue)
        }

        @Test func trailingZerosOfAColumnAreNoObstacle() throws {
            let row = try store.administrator().run("SELECT 1.5::numeric(60, 30), 0::numeric(60, 30)").onlyRow()
            #expect(try row.value(0, as: Amount.self) == Amount("1.5"))
            #expect(try row.value(1, as: Amount.self) == .zero)
        }

        @Test func everyTypeSurvivesTheTrip() throws {
            let day = try #require(CalendarDay(year: 1, month: 1, day: 1))
            let last = try #require(CalendarDay(year: 9999, month: 12, day: 31))
            let instant = Instant(microseconds: -1)
            let text = "né\u{1F600}'\"\\$1\n"
            let row = try store.administrator().run(
                """
                SELECT \(Int64.min), \(Int64.max), \(Int32.min), \(true), \(false), \(text)::text, \([0, 255, 39] as [UInt8]),
                    \(day), \(last), \(instant), \([] as [UInt8]), ''::text, \(day)::text, \(instant)::text
                """
            ).onlyRow()
            #expect(try row.value(0, as: Int64.self) == .min)
            #expect(try row.value(1, as: Int.self) == .max)
            #expect(try row.value(2, as: Int32.self) == .min)
            #expect(try row.value(3, as: Bool.self))
            #expect(try !row.value(4, as: Bool.self))
            #expect(try row.value(5, as: String.self) == text)
            #expect(try row.value(6, as: [UInt8].self) == [0, 255, 39])
            #expect(try row.value(7, as: CalendarDay.self) == day)
            #expect(try row.value(8, as: CalendarDay.self) == last)
            #expect(try row.value(9, as: Instant.self) == instant)
            #expect(try row.value(10, as: [UInt8].self) == [])
            #expect(try row.value(11, as: String.self) == "")
            #expect(try row.value(12, as: String.self) == "0001-01-01")
            #expect(try row.value(13, as: String.self) == "1969-12-31 23:59:59.999999+00")
        }

        @Test func nullsAreNils() throws {
            let row = try store.administrator().run(
                "SELECT \(nil as Int64?), \(nil as String?)::text, \(nil as Amount?), \(nil as CalendarDay?)"
            ).onlyRow()
            #expect(try row.optional(0, as: Int64.self) == nil)
            #expect(try row.optional(1, as: String.self) == nil)
            #expect(try row.optional(2, as: Amount.self) == nil)
            #expect(storeError { _ = try row.value(3, as: CalendarDay.self) }?.code == .unreadableValue)
        }

        @Test func arraysAndDocumentsAreParameters() throws {
            let connection = try store.administrator()
            let names = ["a", "b,c", "{\"}", ""]
            let row = try connection.run(
                "SELECT \(names)::text[] = ARRAY['a','b,c','{\"}',''], \([1, 2] as [Int64]), cardinality(\([] as [String]))"
            ).onlyRow()
            #expect(try row.value(0, as: Bool.self))
            #expect(try row.value(2, as: Int.self) == 0)
            let json = try connection.run("SELECT \(JSONText("{\"a\": [1, 2]}"))->'a', \("{}")::jsonb").onlyRow()
            #expect(try json.value(0, as: String.self) == "[1, 2]")
        }

        @Test func valuesThatCannotBeStoredAreRefusedBeforeSending() throws {
            let connection = try store.administrator()
            #expect(storeError { try connection.run("SELECT \("a\0b")::text") }?.code == .unwritableValue)
            #expect(
                storeError { try connection.run("SELECT \(Instant(microseconds: .min))") }?.code == .unwritableValue)
            #expect(storeError { try connection.run("SELECT \(["a\0"])") }?.code == .unwritableValue)
        }

        @Test(arguments: ["infinity", "-infinity"]) func infiniteTimesAreRefused(text: String) throws {
            let row = try store.administrator().run("SELECT \(text)::timestamptz, \(text)::date").onlyRow()
            #expect(storeError { _ = try row.value(0, as: Instant.self) }?.code == .unreadableValue)
            #expect(storeError { _ = try row.value(1, as: CalendarDay.self) }?.code == .unreadableValue)
        }

        @Test func aColumnOfAnotherTypeIsRefused() throws {
            let row = try store.administrator().run("SELECT 1.5::float8, 'x'::text, 7").onlyRow()
            #expect(storeError { _ = try row.value(0, as: Amount.self) }?.code == .unreadableValue)
            #expect(storeError { _ = try row.value(0, as: Int64.self) }?.code == .unreadableValue)
            #expect(storeError { _ = try row.value(1, as: Int64.self) }?.code == .unreadableValue)
            #expect(try row.value(2, as: Int64.self) == 7)
        }

        @Test func interpolatedValuesNeverBecomeSQL() throws {
            let hostile = "'; DROP TABLE x; --"
            let fragment: SQL = "\(2) + \(3)"
            let sql: SQL = "SELECT \(1) + \(fragment) AS \(identifier: "a\"b"), \(hostile)::text"
            #expect(sql.text == "SELECT $1 + $2 + $3 AS \"a\"\"b\", $4::text")
            let row = try store.administrator().run(sql).onlyRow()
            #expect(try row.value("a\"b", as: Int.self) == 6)
            #expect(try row.value(1, as: String.self) == hostile)
        }
    }
}

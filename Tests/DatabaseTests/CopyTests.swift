import Kernel
import Testing

@testable import Database

extension StoreTests {
    /// Bulk loads compared with what `psql` shows.
    @Suite(.serialized) struct Copies {
        let store = StoreTests()
        let database: Database
        let tenant = TenantID("copier")!

        static let columns = [
            CopyColumn("tenant_id", .text), CopyColumn("id", .bigint), CopyColumn("small", .integer),
            CopyColumn("ok", .boolean), CopyColumn("name", .text), CopyColumn("raw", .bytea),
            CopyColumn("amount", .numeric), CopyColumn("quantity", .numeric), CopyColumn("day", .date),
            CopyColumn("at", .timestamptz), CopyColumn("doc", .jsonb), CopyColumn("tags", .textArray),
        ]

        init() throws {
            database = Database(store.server.runtimeSettings, security: store.events)
            try StoreSchema.prepare(store.server)
            try database.withTenant(tenant) { _ = try $0.execute("DELETE FROM facts") }
            try database.withSystem { _ = try $0.execute("DELETE FROM rates") }
        }

        /// What an independent client sees, as the superuser.
        func psql(_ sql: String) throws -> String {
            let answer = try ChildProcess.run([
                "/usr/bin/psql", "-h", store.server.place.socketFolder, "-U", ServerConfiguration.administrator, "-d",
                "reckon", "-XAtc", "SET TimeZone = 'UTC'", "-c", sql,
            ])
            return String(answer.output.drop { $0 != "\n" }.dropFirst())
        }

        func write(_ writer: inout CopyWriter, id: Int64, _ text: String?, _ amount: Amount?) throws {
            writer.append(tenant)
            writer.append(id)
            writer.append(Int32(-id))
            writer.append(id % 2 == 0)
            try writer.append(text)
            try writer.append([0, 0x5C, 0xFF] as [UInt8])
            writer.append(amount)
            writer.append(Quantity(units: -1))
            try writer.append(CalendarDay(daysSinceEpoch: 20_544))
            try writer.append(Instant(microseconds: 1_775_000_000_123_456))
            try writer.append(JSONText("{\"k\": [1]}"))
            try writer.append(["x", "y z"])
            try writer.endRow()
        }

        @Test func rowsUnderRowSecurityArriveExactly() throws {
            let amount = try Amount("-99999999999999.000000000000000000000001")
            let count = try database.withTenant(tenant) { session in
                try session.copyIn("facts", Self.columns) { writer in
                    try write(&writer, id: 1, "tab\there, \\N \"q\" \u{1F600}", amount)
                    try write(&writer, id: 2, "", .zero)
                    for column in Self.columns.indices {
                        switch column {
                        case 0: writer.append(tenant)
                        case 1: writer.append(Int64(3))
                        default: writer.appendNull()
                        }
                    }
                    try writer.endRow()
                }
            }
            #expect(count == 3)
            #expect(
                try psql("SELECT * FROM reckon.facts WHERE tenant_id = 'copier' ORDER BY id")
                    == """
                    copier|1|-1|f|tab\there, \\N "q" \u{1F600}|\\x005cff|-99999999999999.000000000000000000000001|-0.000000000000000001|2026-04-01|2026-03-31 23:33:20.123456+00|{"k": [1]}|{x,"y z"}
                    copier|2|-2|t||\\x005cff|0.000000000000000000000000|-0.000000000000000001|2026-04-01|2026-03-31 23:33:20.123456+00|{"k": [1]}|{x,"y z"}
                    copier|3||||||||||

                    """)
        }

        @Test func manyRowsGoBothWays() throws {
            let rows: Int64 = 20_000
            let total = try database.withTenant(tenant) { session in
                try session.copyIn("facts", Self.columns) { writer in
                    for id in 1...rows { try write(&writer, id: id, "row \(id)", Amount(units: Int128(id) << 40)) }
                }
                var total = Amount.zero
                var count: Int64 = 0
                let types: [SQLType] = [.bigint, .text, .numeric, .timestamptz, .bytea, .jsonb]
                try session.copyOut("SELECT id, name, amount, at, raw, doc FROM facts ORDER BY id", types) { row in
                    count += 1
                    guard try row.value(0, as: Int64.self) == count,
                        try row.value(1, as: String.self) == "row \(count)",
                        try row.value(3, as: Instant.self).microseconds == 1_775_000_000_123_456,
                        try row.value(4, as: [UInt8].self) == [0, 0x5C, 0xFF],
                        try row.value(5, as: String.self) == "{\"k\": [1]}"
                    else { throw TestFailure("row \(count)") }
                    try total.add(try row.value(2, as: Amount.self))
                }
                #expect(count == rows)
                return total
            }
            #expect(total == Amount(units: Int128(rows * (rows + 1) / 2) << 40))
            #expect(
                try psql(
                    "SELECT sum(amount) = \(total)::numeric, count(*) FROM reckon.facts WHERE tenant_id = 'copier'")
                    == "t|\(rows)\n")
        }

        @Test func aRowOfAnotherTenantIsRefused() throws {
            let error = storeError {
                try database.withTenant(TenantID("other")!) { session in
                    _ = try session.copyIn("facts", Self.columns) { try write(&$0, id: 1, nil, nil) }
                }
            }
            #expect(error?.code == .insufficientPrivilege)
            #expect(try psql("SELECT count(*) FROM reckon.facts WHERE tenant_id = 'copier'") == "0\n")
        }

        @Test func aTableWithoutTenantsIsLoadedDirectly() throws {
            let columns = [CopyColumn("day", .date), CopyColumn("rate", .numeric)]
            try database.withSystem { session in
                _ = try session.copyIn("rates", columns) { writer in
                    for day in 0..<3 {
                        try writer.append(CalendarDay(daysSinceEpoch: Int32(day) - 1))
                        writer.append(try Amount("1.25"))
                        try writer.endRow()
                    }
                }
            }
            #expect(
                try psql("SELECT * FROM reckon.rates ORDER BY 1")
                    == "1969-12-31|1.25\n1970-01-01|1.25\n1970-01-02|1.25\n")
        }

        @Test func aLoadThatFailsHalfwayLeavesNothingAndTheConnectionGoesOn() throws {
            let connection = try store.administrator()
            try connection.run("CREATE TEMP TABLE t (a bigint)")
            #expect(throws: TestFailure.self) {
                try connection.copyIn("t", [CopyColumn("a", .bigint)]) { writer in
                    writer.append(Int64(1))
                    try writer.endRow()
                    throw TestFailure("halfway")
                }
            }
            #expect(try connection.run("SELECT * FROM t").rowCount == 0)
            try connection.run("ALTER TABLE t ADD CHECK (a > 0)")
            let error = storeError {
                _ = try connection.copyIn("t", [CopyColumn("a", .bigint)]) { writer in
                    writer.append(Int64(-1))
                    try writer.endRow()
                }
            }
            #expect(error?.sqlState == "23514")
            #expect(try connection.run("SELECT 1").rowCount == 1)
        }

        @Test func aReadThatIsGivenUpLeavesTheConnectionUsable() throws {
            let connection = try store.administrator()
            #expect(throws: TestFailure.self) {
                try connection.copyOut("SELECT generate_series(1, 100000000)", [.integer]) { _ in
                    throw TestFailure("enough")
                }
            }
            #expect(try connection.run("SELECT 1").rowCount == 1)
            let error = storeError {
                try connection.copyOut("SELECT 1 / (3 - g) FROM generate_series(1, 5) g", [.integer]) { _ in }
            }
            #expect(error?.sqlState == "22012")
            #expect(storeError { try connection.copyOut("SELECT 1, 2", [.integer]) { _ in } }?.code == .unreadableValue)
            #expect(try connection.run("SELECT 1").rowCount == 1)
            var rows = 0
            try connection.copyOut("SELECT 1 WHERE false", [.integer]) { _ in rows += 1 }
            #expect(rows == 0)
        }

        @Test(arguments: [
            [CopyColumn("day", .timestamptz)], [CopyColumn("rate", .bigint)], [CopyColumn("nothing", .text)],
            [CopyColumn("rate\"; DROP TABLE rates", .text)],
        ])
        func columnsThatAreNotTheTablesAreRefused(columns: [CopyColumn]) throws {
            let error = storeError {
                try database.withSystem { session in _ = try session.copyIn("rates", columns) { _ in } }
            }
            #expect(error?.code == .copyMismatch)
        }
    }
}

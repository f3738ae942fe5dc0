import Kernel
import TestSupport
import Testing

@testable import Database

extension StoreTests {
    @Suite(.serialized) struct Opening {
        let store = StoreTests()

        @Test func anEmptyHomeBecomesAStoreAndIsFoundAgain() throws {
            let home = try TemporaryFolder()
            let tenant = TenantID("acme")!
            let location = try StoreLocation(environment: ["RECKON_DATABASE_URL": ""], home: home.path)
            for round in 1...2 {
                let opened = try Store.open(location, migrations: StoreSchema.migrations, security: store.events)
                let count = try opened.database.withTenant(tenant) { session in
                    try session.execute("INSERT INTO costs VALUES (\(tenant), \(round), 1)")
                    return try session.query("SELECT count(*) FROM costs").onlyRow().value(0, as: Int.self)
                }
                #expect(count == round)
                try opened.close()
            }
            let newer = storeError {
                _ = try Store.open(location, migrations: [StoreSchema.migrations[0]], security: store.events)
            }
            #expect(newer?.code == .schemaNewer)
            // A start that failed leaves no server behind.
            let place = try ServerPlace(home: home.path)
            #expect(ServerProcesses.all(data: place.data).isEmpty)
        }

        /// The room of rows that were replaced is used again, though no server lives for a minute.
        @Test func replacedRowsDoNotMakeTheTableGrow() throws {
            let location = try StoreLocation(environment: [:], home: TemporaryFolder().path)
            let tenant = TenantID("acme")!
            var sizes: [Int64] = []
            for _ in 1...6 {
                let opened = try Store.open(location, migrations: StoreSchema.migrations, security: store.events)
                sizes.append(
                    try opened.database.withTenant(tenant) { session in
                        try session.execute("DELETE FROM costs")
                        try session.execute(
                            "INSERT INTO costs SELECT \(tenant), line, 1 FROM generate_series(1, 30000) AS line")
                        return try session.query("SELECT pg_relation_size('costs')").onlyRow().value(0)
                    })
                try opened.close()
            }
            #expect(sizes[5] <= sizes[2], "\(sizes)")
            #expect(sizes[0] > 1_000_000)
        }

        @Test func anExternalServerIsUsedAsItIs() throws {
            let folder = store.server.place.socketFolder.split(separator: "/").joined(separator: "%2F")
            func url(_ role: String, _ database: String) -> String {
                "postgresql://\(role)@%2F\(folder):5432/\(database)"
            }
            let name = "external_\(UInt32.random(in: 0 ... .max))"
            try store.administrator().run("CREATE DATABASE \(identifier: name) TEMPLATE template1")
            var environment = ["RECKON_DATABASE_URL": url("reckon_runtime", name)]
            let unmigrated = try StoreLocation(environment: environment, home: "/nowhere")
            let behind = storeError {
                _ = try Store.open(unmigrated, migrations: StoreSchema.migrations, security: store.events)
            }
            #expect(behind?.code == .schemaBehind)

            environment["RECKON_MIGRATION_DATABASE_URL"] = url("reckon_owner", name)
            let complete = try StoreLocation(environment: environment, home: "/nowhere")
            try Store.open(complete, migrations: StoreSchema.migrations, security: store.events).close()
            try Store.open(unmigrated, migrations: StoreSchema.migrations, security: store.events).close()

            let asOwner = try StoreLocation(environment: ["RECKON_DATABASE_URL": url("reckon_owner", name)], home: "")
            let refused = storeError {
                _ = try Store.open(asOwner, migrations: StoreSchema.migrations, security: store.events)
            }
            #expect(refused?.code == .protectionsMissing)
        }

        @Test(arguments: [
            ("nobody_known", "reckon", "28000", StoreCode.loginRefused),
            ("reckon_runtime", "no_such_database", "3D000", StoreCode.databaseMissing),
        ])
        func aRefusedLoginIsTold(user: String, database: String, state: String, code: StoreCode) throws {
            let error = storeError { _ = try Connection(store.settings(user, database), security: store.events) }
            #expect(error?.sqlState == state)
            #expect(error?.code == code)
            #expect(error?.isTransient == false)
            #expect(error?.description.contains(user) == false)
            #expect(error?.description.contains(database) == false)
        }

        @Test(arguments: [
            "marker_secret", "mysql://u:marker_secret@h/d", "postgresql://u:marker_secret%ZZ@h/d",
            "host=marker_secret",
            "postgresql://h/d?marker_secret=1",
        ])
        func aWrongURLIsToldWithoutBeingShown(url: String) {
            let error = storeError { _ = try StoreLocation(environment: ["RECKON_DATABASE_URL": url], home: "/h") }
            #expect(error?.code == .badSettings)
            #expect(error?.description.hasPrefix("error[S305]: RECKON_DATABASE_URL is not a connection URL") == true)
            #expect("\(error as Any)".contains("marker_secret") == false)
        }

        @Test func anOwnerLoginAloneIsRefused() {
            let environment = ["RECKON_MIGRATION_DATABASE_URL": "postgresql://h/d"]
            let error = storeError { _ = try StoreLocation(environment: environment, home: "/h") }
            #expect(error?.exitStatus == .configuration)
        }

        @Test func aPasswordIsNeverPrinted() throws {
            let settings = try ConnectionSettings(
                url: Secret("postgresql://u:marker_secret@127.0.0.1:1/d?connect_timeout=1"), variable: "X")
            #expect(!"\(settings)".contains("marker_secret"))
            var text = ""
            dump(settings, to: &text)
            #expect(!text.contains("marker_secret"))
            let error = storeError { _ = try Connection(settings, security: store.events) }
            #expect(error?.code == .cannotConnect)
            #expect(error?.description.contains("127.0.0.1") == false)
        }
    }
}

struct StoreCodeTests {
    @Test func everyCodeHasItsOwnNumberAndWords() {
        let numbers = StoreCode.all.map(\.number)
        #expect(Set(numbers).count == numbers.count)
        #expect(numbers == numbers.sorted())
        for code in StoreCode.all {
            #expect((300...399).contains(code.number))
            #expect(!code.message.hasSuffix(".") && code.message.first?.isUppercase != true)
            #expect(code.explanation.hasSuffix(".") && !code.explanation.contains("\n"))
            #expect(code.hint?.hasSuffix(".") != true)
        }
    }

    @Test(arguments: [
        ("connection to server failed: FATAL:  28P01: password authentication failed\nLOCATION: x", "28P01" as String?),
        ("could not connect: No such file or directory", nil), ("", nil), ("a:  short", nil), (":  abcde: no", nil),
    ])
    func theStateOfARefusalIsFound(message: String, state: String?) {
        #expect(Connection.sqlState(inVerbose: message) == state)
    }
}

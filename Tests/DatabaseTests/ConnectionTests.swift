import Glibc
import Kernel
import Testing

@testable import Database

extension StoreTests {
    struct Connections {
        let store = StoreTests()

        @Test func theSessionIsSetUp() throws {
            var settings = store.server.runtimeSettings
            settings.statementTimeoutMilliseconds = 4321
            settings.lockTimeoutMilliseconds = 17
            settings.searchPath = ["reckon", "odd\"name"]
            let row = try store.systemConnection(settings).run(
                """
                SELECT current_setting('TimeZone'), current_setting('client_encoding'), current_setting('application_name'),
                    current_setting('statement_timeout'), current_setting('lock_timeout'),
                    current_setting('idle_in_transaction_session_timeout'), current_setting('search_path'),
                    current_user::text
                """
            ).onlyRow()
            let found = try (0..<8).map { try row.value($0, as: String.self) }
            #expect(
                found == [
                    "UTC", "UTF8", "reckon", "4321ms", "17ms", "10min", "\"reckon\", \"odd\"\"name\", pg_temp",
                    "reckon_runtime",
                ])
        }

        struct Failing: Sendable {
            let sql: String
            let state: String
            let code: StoreCode
        }

        @Test(arguments: [
            Failing(sql: "SELECT marker_secret", state: "42703", code: .other),
            Failing(sql: "SELECT 1/0", state: "22012", code: .valueRefused),
            Failing(sql: "SELECT 'x'::int", state: "22P02", code: .valueRefused),
            Failing(sql: "SELEC", state: "42601", code: .other),
            Failing(sql: "SELECT 1; SELECT 2", state: "42601", code: .other),
            Failing(sql: "DO $$BEGIN RAISE serialization_failure; END$$", state: "40001", code: .serializationFailure),
            Failing(sql: "DO $$BEGIN RAISE deadlock_detected; END$$", state: "40P01", code: .deadlock),
            Failing(sql: "DO $$BEGIN RAISE disk_full; END$$", state: "53100", code: .outOfResources),
            Failing(sql: "DO $$BEGIN RAISE unique_violation; END$$", state: "23505", code: .duplicateKey),
            Failing(sql: "DO $$BEGIN RAISE check_violation; END$$", state: "23514", code: .constraintViolated),
            Failing(sql: "SELECT * FROM pg_authid", state: "42501", code: .insufficientPrivilege),
        ])
        func serverErrorsAreTyped(failing: Failing) throws {
            let connection = try store.systemConnection(store.server.runtimeSettings)
            let error = try #require(storeError { try connection.run(SQL(trusted: failing.sql)) })
            #expect(error.sqlState == failing.state)
            #expect(error.code == failing.code)
            #expect(error.restrictedDetail?.contains(failing.sql) == true)
            #expect(try connection.run("SELECT 1").rowCount == 1)
        }

        @Test func printedErrorsHoldNeitherSQLNorValuesNorNames() throws {
            let connection = try store.administrator()
            try connection.run("CREATE TEMP TABLE marker_table (marker_column text PRIMARY KEY)")
            try connection.run("INSERT INTO marker_table VALUES (\("marker_value"))")
            let error = try #require(
                storeError { try connection.run("INSERT INTO marker_table VALUES (\("marker_value"))") })
            #expect(error.description == "error[S321]: a row with the same key is there already (SQLSTATE 23505)")
            #expect(error.constraint == "marker_table_pkey")
            #expect(error.restrictedDetail?.contains("marker_value") == true)
        }

        @Test(arguments: [
            ("08006", 69, true), ("57P01", 69, true), ("57P03", 69, true), ("53300", 69, true), ("40001", 75, true),
            ("40P01", 75, true), ("53100", 75, true), ("55P03", 75, true), ("42501", 77, false), ("28P01", 77, false),
            ("42P01", 70, false), ("23505", 70, false), ("XX000", 70, false), ("", 70, false),
        ])
        func everyStateHasAnExitCode(state: String, exit: Int32, transient: Bool) {
            let error = DatabaseError(.forSQLState(state), sqlState: state)
            #expect(error.exitStatus.rawValue == exit)
            #expect(error.isTransient == transient)
        }

        @Test func aThrownErrorRollsBack() throws {
            let connection = try store.administrator()
            try connection.run("CREATE TEMP TABLE t (a int)")
            #expect(throws: TestFailure.self) {
                try connection.withTransaction {
                    try connection.run("INSERT INTO t VALUES (1)")
                    throw TestFailure("stop")
                }
            }
            #expect(try connection.run("SELECT * FROM t").rowCount == 0)
            #expect(connection.isReusable)
        }

        @Test func aSwallowedErrorDoesNotCommitSilently() throws {
            let connection = try store.administrator()
            let error = storeError {
                try connection.withTransaction { _ = storeError { try connection.run("SELECT 1/0") } }
            }
            #expect(error?.code == .rolledBackAtCommit)
        }

        @Test func aStatementTimeoutAndALockTimeoutAreTold() throws {
            var settings = store.server.administratorSettings
            settings.statementTimeoutMilliseconds = 20
            let slow = try store.systemConnection(settings)
            #expect(storeError { try slow.run("SELECT pg_sleep(60)") }?.code == .statementTimeout)

            settings.statementTimeoutMilliseconds = 0
            settings.lockTimeoutMilliseconds = 20
            let holder = try store.administrator()
            let waiter = try store.systemConnection(settings)
            try holder.withTransaction {
                try holder.run("SELECT pg_advisory_xact_lock(42)")
                let error = storeError { try waiter.run("SELECT pg_advisory_lock(42)") }
                #expect(error?.code == .lockTimeout)
                #expect(error?.exitStatus == .tryLater)
            }
        }

        @Test func anotherThreadCancels() throws {
            let connection = try store.administrator()
            let cancel = try connection.cancelHandle()
            let observer = try store.administrator()
            let process = connection.backendProcess
            let canceller = Background {
                // Cancels only what is running, or the request would be lost.
                let running = try MonotonicTime.wait(atMost: .seconds(20)) {
                    try observer.run("SELECT 1 FROM pg_stat_activity WHERE pid = \(process) AND wait_event = 'PgSleep'")
                        .rowCount == 1
                }
                guard running else { throw TestFailure("the statement never ran") }
                try cancel.cancel()
            }
            #expect(storeError { try connection.run("SELECT pg_sleep(60)") }?.code == .cancelled)
            try canceller.join()
            #expect(try connection.run("SELECT 1").rowCount == 1)
        }

        @Test func noticesAreCollectedAndLimited() throws {
            let connection = try store.administrator()
            try connection.run("DO $$BEGIN FOR i IN 1..150 LOOP RAISE WARNING 'n %', i; END LOOP; END$$")
            let notices = connection.takeNotices()
            #expect(notices.count == NoticeBox.limit)
            #expect(notices.first == Notice(severity: "WARNING", sqlState: "01000", restrictedText: "n 1"))
            #expect(connection.takeNotices().isEmpty)
        }

        @Test func aKilledSessionIsALostConnection() throws {
            let connection = try store.administrator()
            try store.administrator().run("SELECT pg_terminate_backend(\(connection.backendProcess))")
            let error = storeError { try connection.run("SELECT 1") }
            #expect(error?.exitStatus == .unavailable)
            #expect(error?.isTransient == true)
            #expect(!connection.isReusable)
        }

        @Test func rowsArriveOneByOneAndTheConnectionGoesOn() throws {
            let connection = try store.administrator()
            var sum = 0
            try connection.forEachRow("SELECT g::bigint FROM generate_series(1, \(20_000)) g") {
                sum += try $0.value(0, as: Int.self)
            }
            #expect(sum == 200_010_000)
            #expect(throws: TestFailure.self) {
                try connection.forEachRow("SELECT generate_series(1, 10000000)") { _ in
                    throw TestFailure("enough")
                }
            }
            let error = storeError {
                try connection.forEachRow("SELECT 10 / (5 - g) FROM generate_series(1, 9) g") { _ in }
            }
            #expect(error?.sqlState == "22012")
            #expect(try connection.run("SELECT 1").rowCount == 1)
        }
    }
}

/// A thread that can be waited for.
final class Background: @unchecked Sendable {
    private var thread = pthread_t()
    private var body: (() throws -> Void)?
    private var failure: (any Error)?

    init(_ body: @escaping () throws -> Void) {
        self.body = body
        pthread_create(
            &thread, nil,
            { context in
                let background = Unmanaged<Background>.fromOpaque(context!).takeUnretainedValue()
                do { try background.body?() } catch { background.failure = error }
                return nil
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    func join() throws {
        pthread_join(thread, nil)
        if let failure { throw failure }
    }
}

import Crypto
package import Database
import Documents
import HTTP
package import Kernel
package import Runner

/// Sends the digests of nights that have ended and were not sent: each way of telling people has each night once.
///
/// What was sent is in the store, which all hosts share, and one of them sends at a time. It is written down after the
/// message went out, so that a process killed in between leads to the same message again, with the same identity: at least
/// once, and twice only then.
package struct DigestDelivery: Sendable {
    package static let step = LedgerMigrations.Step.tables(
        name: "digests",
        sql: """
            CREATE TABLE digests (
                scope text NOT NULL,
                way text NOT NULL,
                night date NOT NULL,
                identity text NOT NULL,
                sent_at timestamptz NOT NULL,
                host text NOT NULL,
                PRIMARY KEY (scope, way, night)
            );

            """ + SystemTable("digests", access: .appendOnly).protections)

    /// Nights that are made up for after a time without: older ones are left out.
    package static let nightLimit = 7

    package enum Outcome: Sendable {
        /// The nights that were sent, by the way; empty when all were.
        case sent([(way: String, day: CalendarDay)])
        /// Another process is at it.
        case busy
    }

    private let project: Project
    private let nights: Nights
    private let database: Database
    private let machine: WatchMachine
    private let host: String
    private let scope: String

    /// - Throws: exit 78 when `Config/reckon.json` has no digest.
    package init(_ project: Project, database: Database, machine: WatchMachine, host: String) throws(Failure) {
        guard let nights = project.watch.nights else {
            throw Failure(
                .configuration, WatchingCode.noDigest, "no digest is configured",
                at: Place(file: "Config/reckon.json"),
                hint: "add \"digest\" to \"notify\" (docs/watching.md), or leave out --send")
        }
        self.project = project
        self.nights = nights
        self.database = database
        self.machine = machine
        self.host = host
        // Projects of other tenants may share the store.
        scope = Digest(of: "digest/" + (try project.tenants()).map(\.text).joined(separator: ",")).description
    }

    /// - Parameter make: the digest of a night.
    /// - Throws: exit 69 when a way could not be used; what it did not send is sent by the next call.
    package func send(_ make: (Nights.Night) throws -> NightDigest) throws -> Outcome {
        let key = Digest(of: "digest/\(scope)").bytes.prefix(8).reduce(0) { $0 << 8 | Int64($1) }
        guard let lock = try database.tryLock(key) else { return .busy }
        defer { lock.unlock() }
        var made: [CalendarDay: NightDigest] = [:]
        var sent: [(way: String, day: CalendarDay)] = []
        var failures: [any Error] = []
        for way in Notifier.ways(project.watch) {
            do {
                for night in try unsent(way) {
                    let digest = try made[night.day] ?? make(night)
                    made[night.day] = digest
                    try Notifier(project: project, machine: machine).send(digest, by: way)
                    try note(digest, way)
                    sent.append((way, night.day))
                }
            } catch let error as DatabaseError {
                throw error
            } catch { failures.append(error) }
        }
        guard failures.isEmpty else { throw DigestDelivery.failure(failures) }
        return .sent(sent)
    }

    /// The first call sends the latest night only: before it nobody had asked for the others.
    private func unsent(_ way: String) throws -> [Nights.Night] {
        let latest: CalendarDay? = try database.withSystem(readOnly: true) { session in
            try session.query("SELECT max(night) FROM digests WHERE scope = \(scope) AND way = \(way)").onlyRow()
                .optional(0)
        }
        let ended = nights.latest(DigestDelivery.nightLimit, endedBy: machine.clock.now())
        guard let latest else { return Array(ended.suffix(1)) }
        return ended.filter { $0.day > latest }
    }

    private func note(_ digest: NightDigest, _ way: String) throws {
        _ = try database.withSystem { session in
            try session.execute(
                """
                INSERT INTO digests (scope, way, night, identity, sent_at, host)
                VALUES (\(scope), \(way), \(digest.night.day), \(digest.identity.description),
                    \(machine.clock.now()), \(host))
                """)
        }
    }

    private static func failure(_ errors: [any Error]) -> Failure {
        Failure(
            .unavailable,
            errors.map { error in
                let warning = WatchMatter.digest.warning(of: error)
                return .error(warning.code, warning.message, at: warning.place, hint: warning.hint)
            }, detail: errors.compactMap { WatchMatter.digest.detail(of: $0) }.first)
    }
}

import Crypto
package import Database
import Documents
package import HTTP
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

    /// Made anew: a row for each tenant, so that one that is added makes no night a new one, and the instant at which the
    /// night ended, so that another end of nights leaves no hours out. Without the old rows the latest night may be sent
    /// once more.
    package static let endsStep = LedgerMigrations.Step.tables(
        name: "digests anew",
        sql: """
            DROP TABLE digests;
            CREATE TABLE digests (
                tenant text NOT NULL,
                way text NOT NULL,
                night_end timestamptz NOT NULL,
                identity text NOT NULL,
                sent_at timestamptz NOT NULL,
                host text NOT NULL,
                PRIMARY KEY (tenant, way, night_end)
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
    private let machine: CallingMachine
    private let host: String
    /// The project's tenants; one without a name where there are none.
    private let tenants: [String]

    /// - Throws: exit 78 when `Config/reckon.json` has no digest.
    package init(_ project: Project, database: Database, machine: CallingMachine, host: String) throws(Failure) {
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
        let names = try project.tenants().map(\.text)
        tenants = names.isEmpty ? [""] : names
    }

    /// - Parameter make: the digest of a night.
    /// - Throws: exit 69 when a way could not be used or a night could not be summed up; what was not sent is sent by the
    ///   next call.
    package func send(_ make: (Nights.Night) throws -> NightDigest) throws -> Outcome {
        // Projects of other tenants may share the store.
        guard let lock = try database.tryLock(Digest(of: "digest/\(tenants[0])").first64Bits) else { return .busy }
        defer { lock.unlock() }
        var made: [Nights.Night: NightDigest] = [:]
        var sent: [(way: String, day: CalendarDay)] = []
        var failures: [any Error] = []
        for way in Notifier.ways(project.watch) {
            var begin: Instant?
            for planned in try unsent(way) {
                let night = planned.beginning(at: begin ?? planned.from)
                let digest: NightDigest
                do { digest = try made[night] ?? make(night) } catch let error as DatabaseError { throw error } catch {
                    failures.append(error)
                    // The next one tells of its hours.
                    begin = night.from
                    continue
                }
                made[night] = digest
                do { try Notifier(project: project, machine: machine).send(digest, by: way) } catch {
                    failures.append(error)
                    // The others would wait as long for nothing.
                    break
                }
                try note(digest, way)
                sent.append((way, night.day))
                begin = nil
            }
        }
        guard failures.isEmpty else { throw DigestDelivery.failure(failures) }
        return .sent(sent)
    }

    /// The first call sends the latest night only: before it nobody had asked for the others. A night begins where the
    /// latest that was sent ended, also when nights end at another time since.
    private func unsent(_ way: String) throws -> [Nights.Night] {
        let answer = try database.withSystem(readOnly: true) { session in
            try session.query("SELECT tenant, max(night_end) FROM digests WHERE way = \(way) GROUP BY tenant")
        }
        var latest: Instant?
        for row in answer.rows where tenants.contains(try row.value(0)) {
            let end: Instant = try row.value(1)
            latest = max(latest ?? end, end)
        }
        let ended = nights.latest(DigestDelivery.nightLimit, endedBy: machine.clock.now())
        guard let latest else { return Array(ended.suffix(1)) }
        return ended.filter { $0.to > latest }.map { $0.beginning(at: max($0.from, latest)) }
    }

    private func note(_ digest: NightDigest, _ way: String) throws {
        try database.withSystem { session in
            for tenant in tenants {
                try session.execute(
                    """
                    INSERT INTO digests (tenant, way, night_end, identity, sent_at, host)
                    VALUES (\(tenant), \(way), \(digest.night.to), \(digest.identity.description),
                        \(machine.clock.now()), \(host))
                    """)
            }
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

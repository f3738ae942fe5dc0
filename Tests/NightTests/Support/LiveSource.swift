import Documents
import Foundation
import HTTP
import Kernel
import Runner
import Synchronization
import Telemetry
import TestSupport

/// A stage that fetches the example's series from a stand-in, with a clock and a home of the test's own.
final class LiveSource: Sendable {
    private static let shared = Result {
        let folder = "\(Checkout.root)/Tests/Fixtures/example-month/prometheus/2026-04-08"
        return try StandIn("prometheus-stand-in", FileSystem.names(in: folder).map { "\(folder)/\($0)" })
    }

    /// When the first eight days of April have settled.
    static let ninthOfApril = "2026-04-09T01:30:00Z"

    let standIn: StandIn
    let home: String
    private let name: String
    private let variables: [String: String]
    private let waited = Mutex<Int64>(0)

    /// - Parameter name: of the case in the stand-in's journal, one for each test.
    init(_ name: String, variables: [String: String] = [:]) throws {
        standIn = try LiveSource.shared.get()
        home = try TemporaryFolder().path
        self.name = name
        self.variables = variables
    }

    /// Microseconds that were waited before trying again.
    var microsecondsWaited: Int64 { waited.withLock { $0 } }

    func address(_ behaviour: String, secure: Bool = false) -> String {
        "\(secure ? standIn.secureServer : standIn.server)/\(name)/\(behaviour)"
    }

    /// Runs the stage as a run would.
    ///
    /// - Parameters:
    ///   - server: more keys of "server".
    ///   - cluster: more keys of the cluster.
    @discardableResult
    func run(
        _ behaviour: String = "good", at now: String = ninthOfApril, server: String = "", cluster: String = "",
        secure: Bool = false, period: String = "2026-04"
    ) throws -> Publication {
        try Bench(period, home: home).run(
            "usage", IngestPrometheusStage.kind(machine(at: now)),
            """
            {"clusters": [{"id": "harbor-us",
              "server": {"url": "\(address(behaviour, secure: secure))"\(server)}\(cluster)}]}
            """)
    }

    func machine(at now: String) throws -> CallingMachine {
        let instant = Array(now.utf8).withUnsafeBufferPointer { Instant(utf8: $0) }
        guard let instant else { throw Missing("a moment") }
        return CallingMachine(
            clock: .fixed(instant), monotonic: .system,
            pause: { [self] microseconds in waited.withLock { $0 += microseconds } },
            environment: { [variables] in variables[$0] }, version: "test", seed: 7)
    }

    /// What was asked, in order: name of the series and first and last moment.
    func asked() throws -> [Question] {
        try standIn.entries(name).compactMap { Question($0.target) }
    }

    struct Question: Hashable {
        let query: String
        let start: Int
        let end: Int

        fileprivate init?(_ target: String) {
            let items = URLComponents(string: target)?.queryItems ?? []
            let fields = Dictionary(items.map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { $1 })
            guard let query = fields["query"], let start = fields["start"].flatMap({ Int($0) }),
                let end = fields["end"].flatMap({ Int($0) })
            else { return nil }
            (self.query, self.start, self.end) = (query, start, end)
        }

        /// `2026-04-08`.
        var day: String { Instant(secondsSinceEpoch: Int64(start)).day.description }
    }

    /// Paths below the cache.
    func copies() throws -> [String] {
        try FileSystem.files(below: "\(home)/cache").map { "\(home)/cache/\($0)" }
    }
}

extension CallingMachine {
    /// For stages that read files only.
    static let offline = CallingMachine(
        clock: .fixed(Instant(microseconds: 0)), monotonic: .system, pause: { _ in }, environment: { _ in nil },
        version: "test", seed: 0)
}

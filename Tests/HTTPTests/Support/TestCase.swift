import Kernel
import Synchronization
import TestSupport

@testable import HTTP

/// A name of its own in the stand-in's journal, and a clock that waiting moves on.
final class TestCase: Sendable {
    let name: String
    let server: StandIn
    private let clock = Mutex<(now: Int64, waits: [Int64])>((1_775_000_000_000_000, []))
    private static let count = Atomic(0)
    /// One for the whole process.
    private static let shared = Result { try StandIn() }

    init() throws {
        server = try TestCase.shared.get()
        name = "case-\(TestCase.count.add(1, ordering: .relaxed).newValue)"
    }

    /// Whole seconds that were waited, without the random part.
    var waitedSeconds: [Int64] { clock.withLock { $0.waits.map { $0 / 1_000_000 } } }

    var waiting: Waiting {
        Waiting(clock: WallClock { [self] in Instant(microseconds: clock.withLock { $0.now }) }) { [self] wait in
            clock.withLock { state in
                state.now += wait
                state.waits.append(wait)
            }
        }
    }

    var journal: [StandIn.Entry] {
        get throws { try server.entries(name) }
    }

    func url(_ behaviour: String, scheme: String = "https", port: UInt16? = nil) throws -> HTTPURL {
        let port = port ?? (scheme == "https" ? server.place.https : server.place.http)
        return try HTTPURL("\(scheme)://127.0.0.1:\(port)/\(name)/\(behaviour)")
    }

    func client(
        _ urls: [HTTPURL]? = nil, trust: TrustedRoots? = nil, attempts: Int = 1
    ) throws -> HTTPClient {
        var retries = CallRetries(seed: 7)
        retries.attempts = attempts
        let place = server.place
        let hosts = try HostPolicy(
            secure: urls ?? [url(""), url("", port: place.wrongName), url("", port: place.oldTLS)],
            plain: urls == nil ? [url("", scheme: "http")] : [])
        return HTTPClient(
            hosts: hosts, trust: trust ?? .file(place.authority), userAgent: "reckon/test", retries: retries,
            waiting: waiting)
    }

    /// The error of one call, nil when there is an answer.
    func failure(_ request: HTTPRequest, _ client: HTTPClient? = nil) throws -> HTTPError? {
        let client = try client ?? self.client()
        do throws(HTTPError) {
            _ = try client.send(request)
            return nil
        } catch {
            return error
        }
    }
}

extension HTTPRequest {
    /// A request as money is moved with.
    static func charge(_ url: HTTPURL, body: String = #"{"amount":5000}"#) -> HTTPRequest {
        HTTPRequest(.post, url, purpose: "charge", headers: [.bearer(Secret("sk_test_marker"))], body: Array(body.utf8))
    }

    static func look(_ url: HTTPURL) -> HTTPRequest { HTTPRequest(.get, url, purpose: "look") }
}

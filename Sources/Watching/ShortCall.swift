import HTTP
import Kernel
import Runner

/// Calls to servers that are told something: short, so that one that does not answer holds up no run. Those of one value
/// share their connections.
final class ShortCall {
    let machine: CallingMachine
    /// By the origin of their server.
    private var clients: [String: HTTPClient] = [:]

    /// Until connected, and for the whole call. A server that takes longer is no good monitor.
    private static let connectMilliseconds = 3000
    private static let totalMilliseconds = 5000
    private static let attempts = 2

    init(machine: CallingMachine) { self.machine = machine }

    /// Sends the request to the server of its address and to no other.
    ///
    /// - Throws: when no answer comes, or another one than "good".
    func send(_ request: HTTPRequest) throws {
        var request = request
        request.limits.connectMilliseconds = ShortCall.connectMilliseconds
        request.limits.totalMilliseconds = ShortCall.totalMilliseconds
        // An answer is read and dropped.
        request.limits.bodyBytes = 64 << 10
        let answer = try client(request.url).send(request)
        guard (200..<300).contains(answer.status) else { throw RefusedCall(status: answer.status) }
    }

    private func client(_ url: HTTPURL) throws -> HTTPClient {
        if let client = clients[url.origin.description] { return client }
        var retries = CallRetries(seed: machine.seed)
        retries.attempts = ShortCall.attempts
        retries.firstWaitSeconds = 1
        retries.longestServerWaitSeconds = 2
        let client = HTTPClient(
            hosts: try ShortCall.hosts(url), trust: machine.trust, userAgent: "reckon/\(machine.version)",
            retries: retries, waiting: Waiting(clock: machine.clock, pause: machine.pause))
        clients[url.origin.description] = client
        return client
    }

    /// - Throws: for a server that no call is made to, such as one outside a private network without encryption.
    func requireAllowed(_ url: HTTPURL) throws { _ = try ShortCall.hosts(url) }

    private static func hosts(_ url: HTTPURL) throws -> HostPolicy {
        try url.scheme == .http ? HostPolicy(secure: [], plain: [url]) : HostPolicy(secure: [url])
    }

    /// The address that an environment variable holds.
    ///
    /// - Throws: when it is not set, is none, or does not lead to `server`.
    func address(_ reference: WatchSettings.Reference, on server: String) throws -> HTTPURL {
        let url = try HTTPURL(value(reference).reveal())
        guard url.origin == (try HTTPURL(server)).origin else {
            throw Failure(
                .configuration, WatchingCode.otherServer,
                "the address in '\(reference.variable)' is not on the server that the configuration names",
                hint: "correct the address, or \"server\" in Config/reckon.json")
        }
        return url
    }

    func value(_ reference: WatchSettings.Reference) throws -> Secret {
        guard let value = machine.environment(reference.variable) else {
            throw Failure(
                .configuration, WatchingCode.unsetReference,
                "the environment variable '\(reference.variable)' is not set",
                hint: "set it where cron starts the program")
        }
        return Secret(value)
    }
}

/// A server that answered something else than "good".
struct RefusedCall: Error {
    let status: Int
}

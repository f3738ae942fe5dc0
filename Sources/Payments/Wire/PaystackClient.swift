import Crypto
import Documents
package import HTTP
import Kernel

/// Sends requests to Paystack, no faster than it allows, and keeps a record of each.
package final class PaystackClient {
    private let base: HTTPURL
    private let key: PaystackKey
    private let limits: PaystackLimits
    private let waiting: Waiting
    private let keep: (PaystackCall) -> Void
    private var throttle: Throttle?
    /// Tries again where that is safe.
    private let patient: HTTPClient
    /// Sends once: a second try would be made long after the decision to charge, and another run may have overtaken it.
    private let single: HTTPClient

    /// - Parameters:
    ///   - seed: spreads the waits between tries.
    ///   - keep: is told of every call, for the audit log.
    /// - Throws: J633 for a live key that would go to a stand-in, and what the list of servers refuses.
    package init(
        server: PaystackServer, key: PaystackKey, userAgent: String, seed: UInt64, throttle: Throttle?,
        limits: PaystackLimits = PaystackLimits(), waiting: Waiting, keep: @escaping (PaystackCall) -> Void
    ) throws {
        guard !server.isStandIn || key.mode == .test else {
            throw Failure(
                .configuration, PaymentCode.standInElsewhere, "a live key is not sent to a stand-in for Paystack",
                hint: "use a test key, or leave the address of the stand-in out")
        }
        base = server.base
        self.key = key
        self.limits = limits
        self.waiting = waiting
        self.keep = keep
        self.throttle = throttle
        let hosts = try HostPolicy(secure: [server.base])
        var once = CallRetries(seed: seed)
        once.attempts = 1
        patient = HTTPClient(
            hosts: hosts, trust: server.trust, userAgent: userAgent, retries: CallRetries(seed: seed), waiting: waiting)
        single = HTTPClient(
            hosts: hosts, trust: server.trust, userAgent: userAgent, retries: once, waiting: waiting)
    }

    func get(
        _ path: [String], query: [(name: String, value: String)] = [], purpose: String, reference: String? = nil
    ) throws(HTTPError) -> HTTPAnswer {
        let request = HTTPRequest(
            .get, try base.appending(path, query: query), purpose: "paystack \(purpose)",
            headers: [.bearer(key.secret)], limits: limits.reading)
        return try send(request, patient, reference)
    }

    /// A call that moves money: sent once, over a connection of its own.
    func move(
        _ path: [String], _ body: JSONOut, purpose: String, reference: String
    ) throws(HTTPError) -> HTTPAnswer {
        try send(try post(path, body, purpose, limits.charging), single, reference)
    }

    /// A call that changes something and moves no money. It is sent again only when it certainly was not carried out.
    func change(
        _ path: [String], _ body: JSONOut, purpose: String, reference: String
    ) throws(HTTPError) -> HTTPAnswer {
        try send(try post(path, body, purpose, limits.reading), patient, reference)
    }

    private func post(
        _ path: [String], _ body: JSONOut, _ purpose: String, _ limits: HTTPLimits
    ) throws(HTTPError) -> HTTPRequest {
        HTTPRequest(
            .post, try base.appending(path), purpose: "paystack \(purpose)",
            headers: [.bearer(key.secret), HTTPHeader("Content-Type", "application/json")],
            body: PrettyJSON.line(body), limits: limits, mayBeRepeated: false)
    }

    private func send(
        _ request: HTTPRequest, _ client: HTTPClient, _ reference: String?
    ) throws(HTTPError) -> HTTPAnswer {
        let wait = throttle?.wait(now: waiting.clock.now()) ?? 0
        if wait > 0 { waiting.pause(wait) }
        let digest = Digest(of: request.transcript)
        do throws(HTTPError) {
            let answer = try client.send(request)
            keep(
                PaystackCall(
                    purpose: request.purpose, reference: reference, request: digest, status: answer.status,
                    answer: Digest(of: answer.transcript), failure: nil))
            return answer
        } catch {
            keep(
                PaystackCall(
                    purpose: request.purpose, reference: reference, request: digest, status: nil, answer: nil,
                    failure: error.diagnostics[0].message))
            throw error
        }
    }
}

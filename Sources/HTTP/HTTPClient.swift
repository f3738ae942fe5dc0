import Kernel

/// Calls servers over HTTPS, one request at a time, on the thread that asks.
///
/// It follows no redirects, keeps no cookies, asks no proxy and reads no file but the trusted certificates.
package final class HTTPClient {
    private let hosts: HostPolicy
    private let trust: TrustedRoots
    private let userAgent: String
    private let policy: CallRetries
    private let waiting: Waiting
    private let handle = CurlHandle()
    private var requests: UInt64 = 0

    /// - Parameter userAgent: the program's name and version, such as `reckon/1.0`.
    package init(
        hosts: HostPolicy, trust: TrustedRoots = .system, userAgent: String, retries: CallRetries,
        waiting: Waiting
    ) {
        self.hosts = hosts
        self.trust = trust
        self.userAgent = userAgent
        policy = retries
        self.waiting = waiting
    }

    /// Sends the request, again where that is safe and of use, and returns the last answer.
    ///
    /// - Throws: when there is no answer at all. `mayHaveArrived` then says whether the server may have got the request.
    package func send(_ request: HTTPRequest) throws(HTTPError) -> HTTPAnswer {
        try hosts.check(request)
        requests += 1
        var retries = Retries(policy, mayBeRepeated: request.mayBeRepeated, number: requests)
        while true {
            do throws(HTTPError) {
                var answer = try handle.perform(request, trust: trust, userAgent: userAgent)
                answer.attempts = retries.attempts
                guard let wait = retries.wait(after: answer, now: waiting.clock.now()) else { return answer }
                waiting.pause(wait)
            } catch {
                guard let wait = retries.wait(after: error) else { throw error }
                waiting.pause(wait)
            }
        }
    }
}

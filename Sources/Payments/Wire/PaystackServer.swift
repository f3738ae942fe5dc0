package import HTTP
package import Kernel

/// Which server is called, and whose certificates vouch for it: Paystack's own, or a stand-in on this machine.
package struct PaystackServer: Sendable {
    let base: HTTPURL
    let trust: TrustedRoots
    package let isStandIn: Bool

    private init(_ base: HTTPURL, _ trust: TrustedRoots, isStandIn: Bool) {
        self.base = base
        self.trust = trust
        self.isStandIn = isStandIn
    }

    package static let paystack: PaystackServer = {
        do {
            return PaystackServer(try HTTPURL("https://api.paystack.co"), .system, isStandIn: false)
        } catch {
            preconditionFailure("the address of Paystack is well-formed")
        }
    }()

    /// A stand-in for tests. No configuration can turn real charges to another server: only this machine is taken.
    ///
    /// - Parameters:
    ///   - address: such as `https://127.0.0.1:8443`.
    ///   - authority: the PEM file of who signed the stand-in's certificate.
    /// - Throws: J633.
    package init(standIn address: String, authority: String) throws(Failure) {
        let base: HTTPURL
        do throws(HTTPError) {
            base = try HTTPURL(address)
        } catch {
            throw PaystackServer.refused(address)
        }
        guard base.scheme == .https, PaystackServer.isLoopback(base.host) else {
            throw PaystackServer.refused(address)
        }
        self.init(base.origin, .file(authority), isStandIn: true)
    }

    /// Requests that are sent at most; a stand-in refuses none. Paystack takes 100 a minute in test mode, and 600 in
    /// live mode for most calls.
    package func throttle(_ mode: PaymentRules.Mode) -> Throttle? {
        guard !isStandIn else { return nil }
        return Throttle(requests: mode == .test ? 1 : 8, perSeconds: 1)
    }

    private static func refused(_ address: String) -> Failure {
        Failure(
            .configuration, PaymentCode.standInElsewhere,
            "a stand-in for Paystack cannot be at \(QuotedText.of(address))",
            hint: "allowed: https://127.0.0.1 or https://localhost, with a port")
    }

    private static func isLoopback(_ host: String) -> Bool {
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return host == "localhost" || (numbers.count == 4 && !numbers.contains(nil) && numbers[0] == 127)
    }
}

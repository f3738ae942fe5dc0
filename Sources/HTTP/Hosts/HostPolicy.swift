import Kernel

/// The servers that a client may call: no others, whatever an answer or a file says.
package struct HostPolicy: Sendable {
    private let allowed: Set<HTTPURL>

    /// - Parameters:
    ///   - secure: addresses that begin with `https://`; only the server and the port of each counts.
    ///   - plain: addresses that begin with `http://`, of servers in a private network.
    /// - Throws: for an address on the wrong list, a public server called without encryption, and a server that bills
    ///   by the call.
    package init(secure: [HTTPURL], plain: [HTTPURL] = []) throws(HTTPError) {
        for url in secure + plain where BilledHosts.contains(url.host) { throw HostPolicy.refused(.billedHost, url) }
        for url in secure where url.scheme != .https { throw HostPolicy.refused(.notEncrypted, url) }
        for url in plain where url.scheme != .http || !url.isPrivate { throw HostPolicy.refused(.notEncrypted, url) }
        allowed = Set((secure + plain).map(\.origin))
    }

    private static func refused(_ code: HTTPCode, _ url: HTTPURL) -> HTTPError {
        HTTPError(code, "the allowed servers: \(code.message)", sent: false, detail: "\(url)")
    }

    func check(_ request: HTTPRequest) throws(HTTPError) {
        // Asked again though the list cannot hold one: nothing that changes there must ever open this door.
        if BilledHosts.contains(request.url.host) { throw HTTPError(.billedHost, of: request, sent: false) }
        guard allowed.contains(request.url.origin) else { throw HTTPError(.hostNotAllowed, of: request, sent: false) }
        if request.url.scheme == .http, request.headers.contains(where: \.isSecret) {
            throw HTTPError(.notEncrypted, of: request, sent: false)
        }
    }
}

extension HTTPURL {
    /// True for this machine, private numbers (RFC 1918), and names that only a private network knows.
    var isPrivate: Bool {
        if let numbers = HTTPURL.numbers(of: host) {
            switch (numbers[0], numbers[1]) {
            case (127, _), (10, _), (172, 16...31), (192, 168): return true
            default: return false
            }
        }
        let labels = host.split(separator: ".")
        guard labels.count > 1, let last = labels.last else { return true }
        return ["local", "internal", "localhost", "svc", "lan"].contains(last) || host.hasSuffix(".home.arpa")
    }
}

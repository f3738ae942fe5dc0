import Kernel

/// An address that can be called: `https://` or `http://`, a name, perhaps a port, a path, perhaps a query.
///
/// Read more strictly than by others, so that no two readers see different servers in it: ASCII only, no user name, no
/// fragment, no numbers in brackets, and an address of IPv4 as four decimal numbers (`127.0.0.1`). Its textual form
/// names the server only: paths and queries may hold e-mail addresses and keys.
package struct HTTPURL: Sendable, Hashable {
    package enum Scheme: String, Sendable { case https, http }

    package let scheme: Scheme
    /// In lower case, without a dot at the end.
    package let host: String
    package let port: UInt16
    /// The path, which begins with `/`, and the query.
    let target: String

    /// Far more than any call here needs, and what servers commonly take.
    static let byteLimit = 8192

    package init(_ text: String) throws(HTTPError) {
        guard text.utf8.count <= HTTPURL.byteLimit else { throw HTTPURL.refused("is longer than 8192 bytes") }
        guard text.utf8.allSatisfy(HTTPURL.isAllowed) else {
            throw HTTPURL.refused("holds a character that must be written with '%', or a fragment")
        }
        let scheme: Scheme
        if text.hasPrefix("https://") {
            scheme = .https
        } else if text.hasPrefix("http://") {
            scheme = .http
        } else {
            throw HTTPURL.refused("does not begin with 'https://'")
        }
        let rest = text.dropFirst(scheme.rawValue.count + 3)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let target = rest[authority.endIndex...]
        let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, let host = HTTPURL.host(name) else {
            throw HTTPURL.refused("does not name a host plainly")
        }
        let port = parts.count == 1 ? scheme.port : UInt16(parts[1])
        guard let port, port > 0, parts.count == 1 || parts[1].utf8.allSatisfy(HTTPURL.isDigit) else {
            throw HTTPURL.refused("has a port that is no number from 1 to 65535")
        }
        self.init(scheme, host, port, target.hasPrefix("/") ? String(target) : "/" + target)
    }

    private init(_ scheme: Scheme, _ host: String, _ port: UInt16, _ target: String) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.target = target
    }

    /// The server without a path. Two addresses with the same origin are answered by the same server.
    package var origin: HTTPURL { HTTPURL(scheme, host, port, "/") }

    /// The whole address as it is sent.
    var text: String { origin.description + target }

    private static func refused(_ reason: String) -> HTTPError {
        HTTPError(.badAddress, "an address \(reason)", sent: false)
    }

    private static func host(_ text: Substring) -> String? {
        let name = (text.hasSuffix(".") ? text.dropLast() : text).lowercased()
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        let isPlain = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { isDigit($0) || isLetter($0) || $0 == UInt8(ascii: "-") }
        }
        guard isPlain, name.utf8.count <= 253 else { return nil }
        // What ends in a number is a number to libcurl, in ways that nobody expects: 010.1.2.3 is 8.1.2.3.
        let isNumber = labels.last.map { $0.hasPrefix("0x") || $0.utf8.allSatisfy(isDigit) } ?? false
        return !isNumber || numbers(of: name) != nil ? name : nil
    }

    /// The four numbers of an address of IPv4, in the one spelling in which all readers see the same server.
    static func numbers(of host: String) -> [UInt8]? {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = labels.compactMap { label in UInt8(label).flatMap { String($0) == label ? $0 : nil } }
        return labels.count == 4 && numbers.count == 4 ? numbers : nil
    }

    /// What RFC 3986 lets stand in an address, but for `#` and brackets.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        isUnreserved(byte) || "%!$&'()*+,;=:@/?".utf8.contains(byte)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        isDigit(byte) || isLetter(byte | 0x20) || "-._~".utf8.contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
}

extension HTTPURL {
    /// An address of the same server, its path made of this one's and `parts`, its query of this one's and `query`; all
    /// that is added is encoded.
    ///
    /// - Throws: when the address grows too long.
    package func appending(
        _ parts: [String], query: [(name: String, value: String)] = []
    ) throws(HTTPError) -> HTTPURL {
        let base = target.prefix { $0 != "?" }
        let own = target.dropFirst(base.count + 1)
        let path = (base.hasSuffix("/") ? base.dropLast() : base) + parts.map { "/" + HTTPURL.encoded($0) }.joined()
        let added = query.map { "\(HTTPURL.encoded($0.name))=\(HTTPURL.encoded($0.value))" }
        let fields = ((own.isEmpty ? [] : [String(own)]) + added).joined(separator: "&")
        return try HTTPURL(origin.description + path + (fields.isEmpty ? "" : "?" + fields))
    }

    /// Everything but unreserved characters as `%XX`.
    private static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension HTTPURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `https://api.example.org`, with the port where it is not the usual one.
    package var description: String {
        "\(scheme.rawValue)://\(host)\(port == scheme.port ? "" : ":\(port)")"
    }
    package var debugDescription: String { description }
    /// `dump` would go through path and query.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension HTTPURL.Scheme {
    var port: UInt16 { self == .https ? 443 : 80 }
}

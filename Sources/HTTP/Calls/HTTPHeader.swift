package import Kernel

/// One header of a request. A secret value leaves the process only towards an encrypted connection.
package struct HTTPHeader: Sendable {
    enum Value: Sendable {
        case plain(String)
        case secret(Secret)
    }

    let name: String
    let value: Value

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = .plain(value)
    }

    package init(_ name: String, _ value: Secret) {
        self.name = name
        self.value = .secret(value)
    }

    /// `Authorization: Bearer ...`, without the key ever being a text that is printed.
    package static func bearer(_ key: Secret) -> HTTPHeader {
        HTTPHeader("Authorization", Secret("Bearer " + key.reveal()))
    }

    /// `Authorization: Basic ...`: a name and a password (RFC 7617).
    package static func basic(_ user: String, _ password: Secret) -> HTTPHeader {
        HTTPHeader("Authorization", Secret("Basic " + base64(Array("\(user):\(password.reveal())".utf8))))
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? alphabet[value >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    var isSecret: Bool {
        switch value {
        case .plain: false
        case .secret: true
        }
    }

    /// With `***` for a secret.
    var shown: String {
        switch value {
        case .plain(let text): "\(name): \(text)"
        case .secret: "\(name): ***"
        }
    }

    /// As libcurl takes it: a header without a value ends in a semicolon.
    func line(for purpose: String) throws(HTTPError) -> String {
        let text =
            switch value {
            case .plain(let text): text
            case .secret(let secret): secret.reveal()
            }
        guard !name.isEmpty, name.utf8.allSatisfy(HTTPHeader.isOfName),
            !HTTPHeader.own.contains(name.lowercased()),
            text.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else {
            throw HTTPError(
                .badHeader, "\(purpose): \(HTTPCode.badHeader.message): \(QuotedText.of(name))", sent: false)
        }
        return text.isEmpty ? "\(name);" : "\(name): \(text)"
    }

    /// What says where a request goes and where it ends is for the client alone to write.
    private static let own: Set<String> = ["host", "content-length", "transfer-encoding", "connection", "expect"]

    private static func isOfName(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "-")
    }
}

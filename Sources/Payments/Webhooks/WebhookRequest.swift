/// The head of one HTTP request, read by hand: what a receiver needs of it and no more.
package struct WebhookRequest: Sendable, Hashable {
    /// What the sender is told.
    package enum Refusal: Int, Error, Sendable {
        case malformed = 400
        case notPost = 405
        case lengthRequired = 411
        case tooLarge = 413
        case headTooLarge = 431

        package var phrase: String {
            switch self {
            case .malformed: "Bad Request"
            case .notPost: "Method Not Allowed"
            case .lengthRequired: "Length Required"
            case .tooLarge: "Content Too Large"
            case .headTooLarge: "Request Header Fields Too Large"
            }
        }
    }

    package static let headLimit = 32_768

    package let bodyLength: Int
    package let signature: String?

    /// - Parameter head: everything before the empty line.
    package init(head: [UInt8]) throws(Refusal) {
        guard head.count <= WebhookRequest.headLimit else { throw .headTooLarge }
        guard let text = String(validating: head, as: UTF8.self) else { throw .malformed }
        var lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)[...]
        let words = (lines.popFirst() ?? "").split(separator: " ")
        guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { throw .malformed }
        var length: String?
        var signature: String?
        for line in lines where !line.isEmpty {
            guard let colon = line.firstIndex(of: ":") else { throw .malformed }
            let value = String(line[line.index(after: colon)...]).trimmed
            switch line[..<colon].lowercased() {
            case "content-length":
                // Two of them are how requests are smuggled.
                guard length == nil else { throw .malformed }
                length = value
            case "transfer-encoding": throw .lengthRequired
            case "x-paystack-signature": signature = value
            default: break
            }
        }
        try self.init(method: String(words[0]), length: length, signature: signature)
    }

    /// As a CGI is given it.
    package init(method: String, length: String?, signature: String?) throws(Refusal) {
        guard method == "POST" else { throw .notPost }
        guard let length, !length.isEmpty else { throw .lengthRequired }
        guard length.utf8.allSatisfy({ (0x30...0x39).contains($0) }), length.utf8.count <= 18, let count = Int(length)
        else { throw .malformed }
        guard count <= WebhookSpool.bodyLimit else { throw .tooLarge }
        bodyLength = count
        // A signature has 128 characters; anything longer is none.
        self.signature = signature.flatMap { $0.utf8.count <= 256 ? $0 : nil }
    }
}

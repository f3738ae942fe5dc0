package import Kernel

/// What the environment says about object stores, apart from credentials: those the providers' libraries find by
/// themselves. Only the executable reads the environment; it hands in the variables named here.
package struct StorageEnvironment: Sendable, Hashable {
    /// A server that is spoken to in place of a provider's own.
    package struct Endpoint: Sendable, Hashable {
        /// `host:port`.
        let authority: String
        /// http instead of https.
        let isPlain: Bool
    }

    package static let variableNames = [
        "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_REGION", "AWS_DEFAULT_REGION", "STORAGE_EMULATOR_HOST",
        "RECKON_AZURE_ENDPOINT", "RECKON_STORAGE_ANONYMOUS", "SSL_CERT_FILE",
    ]

    let s3Endpoint: Endpoint?
    let gcsEndpoint: Endpoint?
    let azureEndpoint: Endpoint?
    let region: String?
    let certificateFile: String?
    /// Requests are not signed: for public buckets.
    let isAnonymous: Bool

    /// - Throws: exit 78 when a variable does not hold what it should.
    package init(variables: [String: String]) throws(Failure) {
        // As everywhere else in AWS, an empty variable is one that is not set.
        let set = variables.filter { !$0.value.isEmpty }
        func endpoint(_ names: String...) throws(Failure) -> Endpoint? {
            for name in names {
                if let value = set[name] { return try Endpoint(value, variable: name) }
            }
            return nil
        }
        s3Endpoint = try endpoint("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
        gcsEndpoint = try endpoint("STORAGE_EMULATOR_HOST")
        azureEndpoint = try endpoint("RECKON_AZURE_ENDPOINT")
        region = set["AWS_REGION"] ?? set["AWS_DEFAULT_REGION"]
        certificateFile = set["SSL_CERT_FILE"]
        switch set["RECKON_STORAGE_ANONYMOUS"] {
        case nil, "0": isAnonymous = false
        case "1": isAnonymous = true
        case let other?:
            throw Failure(
                .configuration, StorageCode.wrongEndpoint,
                "RECKON_STORAGE_ANONYMOUS is \(QuotedText.of(other)); it may be 0 or 1")
        }
    }
}

extension StorageEnvironment.Endpoint {
    /// - Throws: exit 78. The value is never quoted: it could hold a password.
    init(_ text: String, variable: String) throws(Failure) {
        func wrong(_ reason: String, hint: String) -> Failure {
            Failure(.configuration, StorageCode.wrongEndpoint, "\(variable) \(reason)", hint: hint)
        }
        let form = "write it as https://HOST or https://HOST:PORT"
        guard let separator = text.firstRange(of: "://") else { throw wrong("is no address of a server", hint: form) }
        let scheme = text[..<separator.lowerBound].lowercased()
        guard scheme == "https" || scheme == "http" else { throw wrong("is no address of a server", hint: form) }
        var rest = text[separator.upperBound...]
        if rest.last == "/" { rest.removeLast() }
        guard !rest.contains("@") else {
            throw wrong("holds a user name or password", hint: "credentials have variables of their own; \(form)")
        }
        let allowed = rest.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"),
                UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard allowed, !rest.isEmpty, rest.first != ":" else { throw wrong("is no address of a server", hint: form) }
        authority = String(rest)
        isPlain = scheme == "http"
        guard !isPlain || Self.isLoopback(rest) else {
            throw wrong(
                "wants plain http, where anybody on the way can read and change bills",
                hint: "use https; http is for servers on this machine (localhost, 127.0.0.1)")
        }
    }

    private static func isLoopback(_ authority: Substring) -> Bool {
        if authority.hasPrefix("[") { return authority == "[::1]" || authority.hasPrefix("[::1]:") }
        let host = authority.prefix { $0 != ":" }
        if host == "localhost" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

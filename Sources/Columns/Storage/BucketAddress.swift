import Kernel

/// A bucket or container, and a folder in it.
package struct BucketAddress: Sendable, Hashable {
    package enum Provider: Sendable, Hashable {
        case s3, googleCloudStorage
        case azure(account: String)
    }

    package let provider: Provider
    /// Azure calls it container.
    package let bucket: String
    /// Empty for the whole bucket; no slash at its ends.
    package let prefix: String

    /// As people write it; the two ways to write an Azure location give the same.
    package var location: String {
        let root =
            switch provider {
            case .s3: "s3://\(bucket)"
            case .googleCloudStorage: "gs://\(bucket)"
            case .azure(let account): "abfs://\(bucket)@\(account).dfs.core.windows.net"
            }
        return prefix.isEmpty ? root : "\(root)/\(prefix)"
    }

    /// The path in the bucket of a path below the prefix.
    func path(_ relative: String) -> String {
        prefix.isEmpty ? relative : relative.isEmpty ? prefix : "\(prefix)/\(relative)"
    }
}

extension BucketAddress {
    /// Reads what follows `SCHEME://`, which has no `?` and no `#`.
    ///
    /// - Throws: exit 78.
    init(scheme: String, rest: Substring) throws(Failure) {
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let host = rest[..<slash]
        var path = rest[slash...].drop { $0 == "/" }
        while path.last == "/" { path.removeLast() }
        switch scheme {
        case "abfs", "abfss":
            guard let at = host.firstIndex(of: "@") else {
                throw Self.wrong("names no container", hint: Self.azureForm)
            }
            guard !host[..<at].contains(":"), !host[host.index(after: at)...].contains("@") else { throw Self.secret() }
            provider = .azure(account: try Self.account(host[host.index(after: at)...]))
            bucket = String(host[..<at])
        case "https":
            provider = .azure(account: try Self.account(host, hint: Self.webHint))
            bucket = String(path.prefix { $0 != "/" })
            path = path.dropFirst(bucket.count).drop { $0 == "/" }
            guard !path.contains("%"), !bucket.contains("%") else {
                throw Self.wrong("is percent-encoded", hint: "write each character as it is in the file's name")
            }
        default:
            guard !host.contains("@") else { throw Self.secret() }
            provider = scheme == "s3" ? .s3 : .googleCloudStorage
            bucket = String(host)
        }
        prefix = String(path)
        guard Self.isName(bucket) else {
            throw Self.wrong(
                bucket.isEmpty ? "names no bucket" : "has the bucket \(QuotedText.of(bucket))",
                hint: "names of buckets are made of letters, digits, '.', '-' and '_'")
        }
        if !prefix.isEmpty, let problem = ObjectPath.problem(prefix) {
            throw Self.wrong("has the path \(QuotedText.of(prefix)), which \(problem)", hint: "correct the path")
        }
    }

    static let azureForm =
        "write abfs://CONTAINER@ACCOUNT.dfs.core.windows.net/PATH or https://ACCOUNT.blob.core.windows.net/CONTAINER/PATH"

    /// For addresses of the web: what the console shows of a bucket, or the address of a server.
    static let webHint =
        "write s3://BUCKET/PATH, gs://BUCKET/PATH or abfs://CONTAINER@ACCOUNT.dfs.core.windows.net/PATH; "
        + "the address of an S3-compatible server is set in AWS_ENDPOINT_URL_S3"

    static func wrong(_ problem: String, hint: String) -> Failure {
        Failure(.configuration, StorageCode.wrongLocation, "the location \(problem)", hint: hint)
    }

    /// Says nothing of the location, for this may be in any log.
    static func secret() -> Failure {
        Failure(
            .configuration, StorageCode.secretInLocation,
            "the location holds what could be a password, a key or a signature, and is not shown",
            hint: "credentials come from the environment or the machine's role; remove them from the location")
    }

    private static func account(_ host: Substring, hint: String = azureForm) throws(Failure) -> String {
        for ending in [".dfs.core.windows.net", ".blob.core.windows.net"] where host.hasSuffix(ending) {
            let account = host.dropLast(ending.count)
            let isAccount = account.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
            if isAccount, !account.isEmpty { return String(account) }
        }
        throw wrong("has the host \(QuotedText.of(String(host))), which is none of Azure's storage", hint: hint)
    }

    /// What S3, GCS and Azure allow together; the store itself knows best which of these names it has.
    private static func isName(_ text: String) -> Bool {
        guard (1...222).contains(text.utf8.count), text != ".", text != ".." else { return false }
        return text.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "$"):
                true
            default: false
            }
        }
    }
}

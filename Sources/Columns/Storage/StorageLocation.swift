package import Kernel

/// Where deliveries lie, as a job says it: a bucket, or a folder of this machine.
package enum StorageLocation: Sendable, Hashable {
    case folder(String)
    case bucket(BucketAddress)

    /// Reads the text only; whether anything is there shows when the store is used.
    ///
    /// - Throws: exit 78 for a form that is not known, and for one that holds a secret.
    package init(_ text: String) throws(Failure) {
        guard let separator = text.firstRange(of: "://"), Self.isScheme(text[..<separator.lowerBound]) else {
            self = .folder(try Self.folder(text))
            return
        }
        let scheme = text[..<separator.lowerBound].lowercased()
        let rest = text[separator.upperBound...]
        guard !rest.contains(where: { $0 == "?" || $0 == "#" }) else { throw BucketAddress.secret() }
        switch scheme {
        case "s3", "gs", "abfs", "abfss", "https": self = .bucket(try BucketAddress(scheme: scheme, rest: rest))
        default:
            throw BucketAddress.wrong("begins with \(QuotedText.of(scheme + "://"))", hint: Self.hint(for: scheme))
        }
    }

    /// The one way from a location to its files.
    ///
    /// A folder is taken as it is written: the caller says what a relative one starts from.
    package func store(_ environment: StorageEnvironment) -> any ObjectStore {
        switch self {
        case .folder(let path): LocalFolder(path)
        case .bucket(let address): Bucket(address, environment)
        }
    }

    private static func folder(_ text: String) throws(Failure) -> String {
        guard !text.isEmpty, !text.utf8.contains(0) else {
            throw BucketAddress.wrong(
                text.isEmpty ? "is empty" : "holds a NUL byte", hint: "name a folder, or a bucket as s3://BUCKET/PATH")
        }
        // s3:/bucket: nobody has such a folder, and the answer that nothing was delivered there would mislead.
        let scheme = text.prefix { $0 != ":" && $0 != "/" }.lowercased()
        if text.utf8.dropFirst(scheme.utf8.count).first == UInt8(ascii: ":"), schemes.contains(scheme) {
            throw BucketAddress.wrong("has no // after \(QuotedText.of(scheme + ":"))", hint: hint(for: scheme))
        }
        return text
    }

    private static let schemes: Set = ["s3", "gs", "abfs", "abfss", "https", "http", "s3a", "s3n", "gcs"]

    /// A colon further on belongs to the path of a folder.
    private static func isScheme(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 != UInt8(ascii: "/") && $0 > 0x20 }
    }

    private static func hint(for scheme: String) -> String {
        switch scheme {
        case "s3", "s3a", "s3n": "write s3://BUCKET/PATH"
        case "gs", "gcs": "write gs://BUCKET/PATH"
        case "abfs", "abfss", "az", "azure", "wasb", "wasbs": BucketAddress.azureForm
        case "http", "https": BucketAddress.webHint
        case "file": "write the path alone"
        default: "s3://, gs://, abfs:// and https:// (Azure) are known, and paths of this machine"
        }
    }
}

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
        return text
    }

    /// A colon further on belongs to the path of a folder.
    private static func isScheme(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 != UInt8(ascii: "/") && $0 > 0x20 }
    }

    private static func hint(for scheme: String) -> String {
        switch scheme {
        case "s3a", "s3n": "write s3://BUCKET/PATH"
        case "gcs": "write gs://BUCKET/PATH"
        case "az", "azure", "wasb", "wasbs", "http": BucketAddress.azureForm
        case "file": "write the path alone"
        default: "s3://, gs://, abfs:// and https:// (Azure) are known, and paths of this machine"
        }
    }
}

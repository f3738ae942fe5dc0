import Columns
import Crypto
import Documents
import Kernel

/// A manifest that has been read.
struct Manifest: Sendable {
    /// A manifest lists files and columns: a hundred times fewer values than this.
    static let limits = JSONLimits(maximumBytes: 16 << 20, maximumDepth: 32, maximumValues: 200_000)

    let object: StoredObject
    let digest: Digest
    let root: JSONNode

    /// - Throws: exit 75 when the text ends too early, 65 when it is no sound JSON or too large.
    init(_ object: StoredObject, in source: DeliverySource) throws(Failure) {
        self.object = object
        var bytes = try source.store.read(object.path, byteLimit: Manifest.limits.maximumBytes)
        digest = Digest(of: bytes)
        // Some of Azure's writers put a byte order mark in front.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        do {
            root = try JSONText.parse(
                bytes, file: source.name(object.path), limits: Manifest.limits, exitStatus: .badInput)
        } catch {
            let ends: [DocumentCode] = [.emptyDocument, .unexpectedEnd, .openString]
            guard error.diagnostics.contains(where: { found in ends.contains { $0.code == found.code } }) else {
                throw error
            }
            throw source.incomplete("the manifest ends too early", at: object.path)
        }
    }

    /// A finding that the manifest is not what its layout says.
    static func damaged(_ message: String, at node: JSONNode, hint: String? = nil) -> Failure {
        Failure(
            .badInput, DeliveryCode.damagedManifest, message, at: node.place,
            hint: hint ?? "is it the manifest of another layout? the job's \"layout\" says what is expected")
    }
}

/// Reading what a manifest must or may hold. Keys that are not read may hold anything: providers add some.
extension JSONNode {
    func manifestArray(_ key: String) throws(Failure) -> [JSONNode] {
        try required(key, "an array", \.array)
    }

    func manifestText(_ key: String) throws(Failure) -> String { try required(key, "a string", \.string) }

    func manifestText(ifPresent key: String) throws(Failure) -> String? {
        try value(key, "a string", \.string)
    }

    /// A number of things: whole, not negative.
    func manifestCount(ifPresent key: String) throws(Failure) -> Int64? {
        try value(key, "a whole number of 0 or more") { node in
            node.int.flatMap { $0 >= 0 ? Int64($0) : nil }
        }
    }

    func manifestCount(_ key: String) throws(Failure) -> Int64 {
        guard let count = try manifestCount(ifPresent: key) else { throw missing(key) }
        return count
    }

    /// An object under a key; one without members when there is none.
    func manifestObject(ifPresent key: String) throws(Failure) -> JSONNode {
        try value(key, "an object") { $0.members == nil ? nil : $0 } ?? JSONNode(value: .object([]), place: place)
    }

    private func required<Value>(
        _ key: String, _ wanted: String, _ read: (JSONNode) -> Value?
    ) throws(Failure) -> Value {
        guard let found = try value(key, wanted, read) else { throw missing(key) }
        return found
    }

    private func missing(_ key: String) -> Failure {
        Manifest.damaged("the manifest has no \"\(key)\"", at: self)
    }

    /// Nil when the key is missing or null.
    private func value<Value>(
        _ key: String, _ wanted: String, _ read: (JSONNode) -> Value?
    ) throws(Failure) -> Value? {
        guard members != nil else {
            throw Manifest.damaged("the manifest holds \(kind.rawValue) where an object is expected", at: self)
        }
        guard let node = self[key], !node.isNull else { return nil }
        guard let found = read(node) else {
            let shown = node.numberText.map { QuotedText.number($0) } ?? node.kind.rawValue
            throw Manifest.damaged("\"\(key)\" is \(shown), expected \(wanted)", at: node)
        }
        return found
    }
}

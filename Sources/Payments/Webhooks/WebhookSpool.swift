import Documents
package import Kernel

/// A folder in which deliveries wait until a job looks at them. Whoever puts them there holds no key.
///
/// A file is one line of JSON (when it came, the signature), then the body's bytes as they came. Files that are being
/// written have another name, so that a half one is never read.
package struct WebhookSpool: Sendable {
    /// What becomes of a file. Bodies hold e-mails and codes of cards, so what was taken is not kept.
    package enum Fate: Sendable {
        case taken, rejected, dead
    }

    /// Larger than any webhook; what is larger is refused at the door.
    package static let bodyLimit = 1 << 20
    private static let ending = ".webhook"
    /// Files that wait. A day has some hundred; more are somebody's who has no key, and the disk is not for them.
    package static let countLimit = 10_000

    /// Files with a bad signature that are kept, the newest: enough to see who sends them.
    package static let rejectedLimit = 1000

    package let folder: String

    package init(folder: String) { self.folder = folder }

    package var exists: Bool { FileSystem.isDirectory(folder) }

    /// Puts a delivery into the spool, on the disk when this returns.
    ///
    /// - Parameter unique: what no other delivery of that second has.
    /// - Throws: D603 when too many wait.
    package func add(
        _ delivery: WebhookDelivery, unique: String, limit: Int = WebhookSpool.countLimit
    ) throws(Failure) {
        try FileSystem.makeDirectory(folder, mode: 0o700)
        guard try waiting().count < limit else {
            throw Failure(
                .tryLater, PaymentCode.spoolFull, "\(limit) webhooks wait in the spool; this one is not taken",
                hint: "`reckon billing renew` takes those that wait; the provider sends this one again")
        }
        let head = PrettyJSON.line(
            .object([
                .init("receivedAt", .string(delivery.receivedAt.description)),
                .init("signature", .optional(delivery.signature)),
            ]))
        let name = "\(delivery.receivedAt.compactDescription)-\(unique)\(WebhookSpool.ending)"
        try FileSystem.write(head + [UInt8(ascii: "\n")] + delivery.body, to: "\(folder)/\(name)", mode: 0o600)
        try FileSystem.synchronize(folder)
    }

    /// Names of the files that wait, oldest first.
    package func waiting() throws(Failure) -> [String] {
        guard exists else { return [] }
        return try FileSystem.names(in: folder).filter { $0.hasSuffix(WebhookSpool.ending) }.sorted()
    }

    /// Nil for a file that this program did not write.
    package func read(_ name: String) throws(Failure) -> WebhookDelivery? {
        let bytes = try FileSystem.read("\(folder)/\(name)")
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let head: JSONNode
        do {
            head = try JSONText.parse(Array(bytes[..<end]), file: name, limits: .jobFile)
        } catch {
            return nil
        }
        guard let receivedAt = head["receivedAt"]?.string.flatMap({ Instant($0) }) else { return nil }
        return WebhookDelivery(
            body: Array(bytes[(end + 1)...]), signature: head["signature"]?.string, receivedAt: receivedAt)
    }

    /// Takes a file out of the queue.
    ///
    /// - Parameter limit: so many of those that are rejected are kept.
    package func finish(
        _ name: String, as fate: Fate, limit: Int = WebhookSpool.rejectedLimit
    ) throws(Failure) {
        let place: String
        switch fate {
        case .taken: return try FileSystem.remove("\(folder)/\(name)")
        case .rejected: place = "\(folder)/rejected"
        case .dead: place = "\(folder)/dead"
        }
        try FileSystem.makeDirectory(place, mode: 0o700)
        try FileSystem.rename("\(folder)/\(name)", to: "\(place)/\(name)")
        guard fate == .rejected else { return }
        // Names begin with the time.
        for old in try FileSystem.names(in: place).sorted().dropLast(limit) {
            try FileSystem.remove("\(place)/\(old)")
        }
    }
}

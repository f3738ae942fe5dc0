package import Crypto
package import Database
package import Kernel

/// What became of each delivery. Rows are added and never changed.
package struct WebhookInbox {
    /// A line of the inbox.
    package struct Entry: Sendable {
        /// The name of the delivery's file, which no other has.
        package let delivery: String
        package let digest: Digest
        package let verdict: ReconciliationInput.Webhook.Verdict?
        package let event: String
        package let reference: Reference?
        package let meaning: String?
        package let receivedAt: Instant

        /// - Parameter verdict: nil for one that is signed well and cannot be read.
        package init(
            delivery: String, digest: Digest, verdict: ReconciliationInput.Webhook.Verdict?, event: String = "",
            reference: Reference? = nil, meaning: String? = nil, receivedAt: Instant
        ) {
            self.delivery = delivery
            self.digest = digest
            self.verdict = verdict
            self.event = event
            self.reference = reference
            self.meaning = meaning
            self.receivedAt = receivedAt
        }
    }

    private let database: Database

    package init(_ database: Database) { self.database = database }

    /// Whether a delivery of these bytes, or of that meaning, was taken before.
    package func knows(_ digest: Digest, _ meaning: String?) throws -> Bool {
        try database.withSystem(readOnly: true) { session in
            try session.query(
                """
                SELECT 1 FROM webhook_inbox WHERE verdict IN ('accepted', 'out_of_order', 'unreadable')
                    AND (sha256 = \(digest.description) OR meaning = \(meaning.map(AccountChanges.storable))) LIMIT 1
                """
            ).rowCount > 0
        }
    }

    /// Adds an entry; one whose delivery is in already changes nothing.
    package func add(_ entry: Entry, at now: Instant) throws {
        try database.withSystem { session in
            _ = try session.execute(
                """
                INSERT INTO webhook_inbox
                    (sha256, verdict, event, reference, meaning, received_at, recorded_at, delivery)
                VALUES (\(entry.digest.description), \(WebhookInbox.word(entry.verdict)),
                    \(AccountChanges.storable(entry.event)), \(entry.reference?.text),
                    \(entry.meaning.map(AccountChanges.storable)), \(entry.receivedAt), \(now), \(entry.delivery))
                ON CONFLICT (delivery) DO NOTHING
                """)
        }
    }

    /// What came since, for reconciliation.
    package func webhooks(since: Instant) throws -> [ReconciliationInput.Webhook] {
        try database.withSystem(readOnly: true) { session in
            try session.query(
                """
                SELECT event, reference, verdict FROM webhook_inbox
                WHERE received_at >= \(since) AND verdict <> 'unreadable' ORDER BY received_at, delivery
                """
            ).rows.compactMap { row in
                guard let verdict = WebhookInbox.verdict(try row.value(2)) else { return nil }
                return ReconciliationInput.Webhook(
                    event: try row.value(0), reference: try row.optional(1, as: String.self).flatMap { Reference($0) },
                    verdict: verdict)
            }
        }
    }

    private static func word(_ verdict: ReconciliationInput.Webhook.Verdict?) -> String {
        switch verdict {
        case .accepted: "accepted"
        case .repeated: "repeated"
        case .outOfOrder: "out_of_order"
        case .badSignature: "bad_signature"
        case nil: "unreadable"
        }
    }

    private static func verdict(_ word: String) -> ReconciliationInput.Webhook.Verdict? {
        switch word {
        case "accepted": .accepted
        case "repeated": .repeated
        case "out_of_order": .outOfOrder
        case "bad_signature": .badSignature
        default: nil
        }
    }
}

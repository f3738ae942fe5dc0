package import Documents
package import Kernel

/// A refund as the list and webhooks show it.
package struct ObservedRefund: Sendable, Hashable {
    package enum Status: Sendable, Hashable {
        case pending, processing, processed, failed, needsAttention
        case other(String)
    }

    package let id: UInt64?
    package let reference: Reference?
    package let money: SubunitMoney
    package let status: Status
    /// What we sent along, by which a refund of ours is known again.
    package let note: String?

    package init(id: UInt64?, reference: Reference?, money: SubunitMoney, status: Status, note: String? = nil) {
        self.id = id
        self.reference = reference
        self.money = money
        self.status = status
        self.note = note
    }

    /// The same for the same news; nil while nothing is decided, or where the refund cannot be told from others.
    package var news: String? {
        guard let id, status == .processed || status == .failed else { return nil }
        return "\(status) \(id)"
    }

    /// Reads a refund. Its amount is text in some events and a number in others; the payment's reference stands in
    /// `transaction_reference` or in `transaction`.
    ///
    /// - Throws: D601.
    package init(paystack node: JSONNode) throws(Failure) {
        guard let currency = node.text("currency").flatMap({ Currency($0.uppercased()) }),
            let subunits: Int64 = node.wholeNumber("amount"), subunits >= 0,
            let money = SubunitMoney(checking: subunits, currency), let status = node.text("status")
        else { throw .unreadable("has a refund without amount, currency or status", node.place) }
        self.init(
            id: node.wholeNumber("id"),
            reference: (node.text("transaction_reference") ?? node["transaction"]?.text("reference"))
                .flatMap { Reference($0) },
            money: money, status: ObservedRefund.status(status),
            note: node.text("merchant_note"))
    }

    private static func status(_ text: String) -> Status {
        switch text.lowercased() {
        case "pending": .pending
        case "processing": .processing
        case "processed": .processed
        case "failed": .failed
        case "needs-attention": .needsAttention
        default: .other(text)
        }
    }
}

package import Documents
package import Kernel

/// A refund as the list and webhooks show it.
package struct ObservedRefund: Sendable, Hashable {
    package enum Status: Sendable, Hashable {
        case pending, processing, processed, failed, needsAttention
        case other(String)
    }

    package let id: UInt64?
    package var reference: Reference?
    /// The provider's number of the payment; some rows name it by nothing else.
    package let transaction: UInt64?
    package let money: SubunitMoney
    package let status: Status
    /// What we sent along, by which a refund of ours is known again.
    package let note: String?

    package init(
        id: UInt64?, reference: Reference?, transaction: UInt64? = nil, money: SubunitMoney, status: Status,
        note: String? = nil
    ) {
        self.id = id
        self.reference = reference
        self.transaction = transaction
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
    /// `transaction_reference` or in `transaction`, which may be the payment's number as well.
    ///
    /// - Throws: D601.
    package init(paystack node: JSONNode) throws(Failure) {
        guard let currency = node.text("currency").flatMap({ Currency($0.uppercased()) }),
            let subunits: Int64 = node.wholeNumber("amount"), subunits >= 0,
            let money = SubunitMoney(checking: subunits, currency), let status = node.text("status")
        else { throw .unreadable("has a refund without amount, currency or status", node.place) }
        let name = node.text("transaction_reference") ?? node["transaction"]?.text("reference")
        let number: UInt64? = node.wholeNumber("transaction") ?? node["transaction"]?.wholeNumber("id")
        guard name != nil || number != nil else { throw .unreadable("has a refund that names no payment", node.place) }
        self.init(
            id: node.wholeNumber("id"), reference: name.flatMap { Reference($0) }, transaction: number, money: money,
            status: ObservedRefund.status(status),
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

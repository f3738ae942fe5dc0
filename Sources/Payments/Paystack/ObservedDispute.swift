package import Documents
package import Kernel

/// A payer's complaint at the bank.
package struct ObservedDispute: Sendable, Hashable {
    package let id: UInt64
    package let reference: Reference?
    package let isOpen: Bool
    package let dueAt: Instant?
    /// What the payer wants back; nil where the provider does not say.
    package let money: SubunitMoney?

    package init(id: UInt64, reference: Reference?, isOpen: Bool, dueAt: Instant?, money: SubunitMoney?) {
        self.id = id
        self.reference = reference
        self.isOpen = isOpen
        self.dueAt = dueAt
        self.money = money
    }

    /// - Throws: D601.
    package init(paystack node: JSONNode) throws(Failure) {
        guard let id: UInt64 = node.wholeNumber("id"), let status = node.text("status") else {
            throw .unreadable("has a dispute without id or status", node.place)
        }
        var money: SubunitMoney?
        let currency = (node.text("currency") ?? node["transaction"]?.text("currency"))
            .flatMap { Currency($0.uppercased()) }
        if let currency,
            let subunits: Int64 = node.wholeNumber("refund_amount") ?? node["transaction"]?.wholeNumber("amount")
        {
            money = SubunitMoney(checking: subunits, currency)
        }
        self.init(
            id: id, reference: node["transaction"]?.text("reference").flatMap { Reference($0) },
            isOpen: status.lowercased() != "resolved", dueAt: node.instant("dueAt", "due_at"), money: money)
    }
}

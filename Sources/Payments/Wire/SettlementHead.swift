import Documents
import Kernel

/// A settlement without its payments. The provider's document leaves its members open; these have been seen.
struct SettlementHead: Sendable {
    let id: UInt64
    let isPaidOut: Bool
    let madeAt: Instant?
    let paidOut: SubunitMoney
    let deductedSubunits: Int64

    /// - Throws: D601.
    init(paystack node: JSONNode) throws(Failure) {
        guard let id: UInt64 = node.wholeNumber("id"), let status = node.text("status") else {
            throw .unreadable("has a settlement without id or status", node.place)
        }
        self.id = id
        isPaidOut = status.lowercased() == "success"
        madeAt = node.instant("createdAt", "created_at", "settlement_date")
        let isEffective = node["effective_amount"].map { !$0.isNull } ?? false
        paidOut = try SubunitMoney(paystack: node, isEffective ? "effective_amount" : "total_amount")
        if let deductions = node["deductions"], !deductions.isNull {
            deductedSubunits = try SubunitMoney(paystack: node, "deductions").subunits
        } else {
            deductedSubunits = 0
        }
    }
}

extension ReconciliationInput.Settlement.Line {
    /// - Throws: D601.
    init(paystack node: JSONNode) throws(Failure) {
        let money = try SubunitMoney(paystack: node, "amount")
        guard let fees: Int64 = node.wholeNumber("fees"), (0...SubunitMoney.limit).contains(fees) else {
            throw .unreadable("has a payment in a settlement without its fees", node.place)
        }
        self.init(subunits: money.subunits, feeSubunits: fees)
    }
}

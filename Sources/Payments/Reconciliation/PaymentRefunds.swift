import Kernel

/// Who gives money back. A refund has no key that makes it happen once, so the refunds of the payment are asked for
/// first.
package protocol PaymentRefunds {
    /// All refunds of one payment, whatever their status.
    func refunds(of reference: Reference) throws -> Listed<ObservedRefund>
    func refund(_ request: RefundRequest) throws -> RefundAnswer
}

package struct RefundRequest: Sendable, Hashable {
    package let reference: Reference
    package let money: SubunitMoney
    /// Stored before the call and sent with it, so that the refund is known again on the list.
    package let note: String
    /// Notes of the payment's earlier refunds that are known to have gone out. Another of ours on the list arrived after
    /// it was given up, and nothing is sent beside it.
    package var acceptedNotes: Set<String> = []

    package init(reference: Reference, money: SubunitMoney, note: String) {
        self.reference = reference
        self.money = money
        self.note = note
    }
}

package enum RefundAnswer: Sendable, Hashable {
    case observed(ObservedRefund)
    case rejected(String)
    /// 429, or no connection: nothing was processed.
    case notProcessed
    case keyRefused
    case unknown(String)
}

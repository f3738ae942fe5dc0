package import Kernel

/// Money that is to go back: proposed by one person, approved by another, then sent.
package struct RefundOrder: Sendable, Hashable {
    package enum State: String, Sendable, CaseIterable {
        case proposed
        /// Approved, and perhaps carried out: the call is made after the commit.
        case sent
        case accepted
        /// Over without money that went back: refused, failed, withdrawn by a person, or never arrived.
        case refused
    }

    package let tenant: TenantID
    package let reference: Reference
    package let ordinal: Int
    package let money: SubunitMoney
    package let state: State
    package let note: String
    package let proposedBy: String
    package let approvedAt: Instant?

    /// What is sent with the refund, so that it is known again.
    package var request: RefundRequest {
        RefundRequest(reference: reference, money: money, note: "\(reference)-r\(ordinal)")
    }
}

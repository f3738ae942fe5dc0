package import Kernel

/// What became of an attempt to pay for an upgrade, and what whoever asked for it does next.
package struct UpgradeOutcome: Sendable, CustomStringConvertible {
    private let attempt: ChargeAttempt
    private let tenant: TenantID

    package init(of attempt: ChargeAttempt, by tenant: TenantID) {
        self.attempt = attempt
        self.tenant = tenant
    }

    /// The terms changed.
    package var isPaid: Bool { attempt.state == .paid }

    /// One line.
    package var description: String {
        let refund = "`reckon billing refund propose \(attempt.reference) --note TEXT`"
        let release = "`reckon billing release \(attempt.subscription) --note TEXT`"
        return switch attempt.state {
        case .paid: "tenant '\(tenant)' has \(attempt.tier) now"
        case .failed, .rejected: "nothing was paid, and nothing changes"
        case .actionRequired: "the payer has to confirm it: \(attempt.actionURL ?? "the bank asked for it")"
        case .mismatched: "\(attempt.paidMoney) came, and nothing changes: \(refund), and then \(release)"
        case .surplus: "\(attempt.paidMoney) came, and pays for nothing: \(refund)"
        case .reversed: "its money went back, and the subscription is held: settle it, then \(release)"
        case .planned, .sent, .unknown, .pending:
            "it is \(attempt.state.rawValue): `reckon billing renew` asks what became of it"
        }
    }
}

package import Kernel

/// One difference between what we hold and what the provider shows.
package struct ReconciliationFinding: Sendable, Hashable {
    package enum Class: String, Sendable, CaseIterable {
        case missingWebhook = "missing_webhook"
        case duplicateWebhook = "duplicate_webhook"
        case outOfOrder = "out_of_order"
        case badSignature = "bad_signature"
        case currencyMismatch = "currency_mismatch"
        case amountMismatch = "amount_mismatch"
        case unknownReference = "unknown_reference"
        case foreignPayment = "foreign_payment"
        case lateSuccess = "late_success"
        case doublePaid = "double_paid"
        case refunded
        case partiallyRefunded = "partially_refunded"
        case refundFailed = "refund_failed"
        case refundNeedsAttention = "refund_needs_attention"
        case disputed
        case missingAtProvider = "missing_at_provider"
        case settlementGap = "settlement_gap"
        case incompleteListing = "incomplete_listing"
        case otherMode = "other_mode"
        case statusMismatch = "status_mismatch"

        /// Its row in docs/errors.md, which says what to do.
        package var code: DiagnosticCode {
            switch self {
            case .missingWebhook: PaymentCode.missingWebhook
            case .duplicateWebhook: PaymentCode.duplicateWebhook
            case .outOfOrder: PaymentCode.outOfOrderWebhook
            case .badSignature: PaymentCode.badSignature
            case .currencyMismatch: PaymentCode.currencyMismatch
            case .amountMismatch: PaymentCode.amountMismatch
            case .unknownReference: PaymentCode.unknownReference
            case .foreignPayment: PaymentCode.foreignPayment
            case .lateSuccess: PaymentCode.lateSuccess
            case .doublePaid: PaymentCode.doublePaid
            case .refunded: PaymentCode.refunded
            case .partiallyRefunded: PaymentCode.partiallyRefunded
            case .refundFailed: PaymentCode.refundFailed
            case .refundNeedsAttention: PaymentCode.refundNeedsAttention
            case .disputed: PaymentCode.disputed
            case .missingAtProvider: PaymentCode.missingAtProvider
            case .settlementGap: PaymentCode.settlementGap
            case .incompleteListing: PaymentCode.incompleteListing
            case .otherMode: PaymentCode.otherMode
            case .statusMismatch: PaymentCode.statusMismatch
            }
        }

        /// A clause that says what to do.
        package var advice: String? { PaymentCode.explanations.first { $0.code == code }?.advice }
    }

    package let kind: Class
    package let reference: Reference?
    /// The amount in question; nil where there is none, as for a signature.
    package let money: SubunitMoney?
    /// False: good to know, and already dealt with.
    package let needsPerson: Bool
    /// What tells this finding from others of its class.
    package let detail: String

    init(_ kind: Class, _ reference: Reference?, _ money: SubunitMoney?, needsPerson: Bool = true, _ detail: String) {
        self.kind = kind
        self.reference = reference
        self.money = money
        self.needsPerson = needsPerson
        self.detail = detail
    }
}

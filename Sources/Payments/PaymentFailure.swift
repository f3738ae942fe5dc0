package import Kernel

/// What is refused when payments are asked for.
package enum PaymentFailure {
    package static func noSubscription(_ text: String) -> Failure {
        Failure(
            .usage, PaymentCode.noSubscription,
            "no tenant of this project has the subscription or payment \(QuotedText.of(text))",
            hint: "`reckon billing status` lists them")
    }

    package static func noTenant(_ tenant: TenantID, _ all: [TenantID]) -> Failure {
        Failure(
            .usage, PaymentCode.noSubscription, "there is no tenant '\(tenant)' in Config/tenants",
            hint: "allowed: \(QuotedText.list(all.map(\.text)))")
    }

    package static func subscriptionExists(_ other: Subscription) -> Failure {
        Failure(
            .usage, PaymentCode.subscriptionExists,
            "tenant '\(other.tenant)' has subscription \(other.id): \(other.tier) by the \(other.interval.rawValue) in "
                + "\(other.currency), which is \(other.state.rawValue)",
            hint: "let it end first, or ask for the same terms")
    }

    static func periodOpen(_ id: SubscriptionID, _ why: String) -> Failure {
        Failure(
            .usage, PaymentCode.periodOpen, "the period that is due of subscription \(id) \(why)",
            hint: "`reckon billing status` shows it; a second link could be paid a second time")
    }

    /// What an answer that is no page means for who asked for one.
    package static func refused(_ what: String, _ text: String) -> Failure {
        Failure(
            .badInput, PaymentCode.providerRefused, "the payment provider refused \(what): \(QuotedText.of(text))",
            hint: "nothing was done")
    }

    package static func unanswered(_ what: String, _ text: String) -> Failure {
        Failure(
            .unavailable, PaymentCode.unansweredCall, "the payment provider did not answer \(what): \(text)",
            hint: "run the command again", isTransient: true)
    }

    package static var keyRefused: Failure {
        Failure(
            .notPermitted, PaymentCode.keyRefused, "the payment provider does not accept the secret key",
            hint: "docs/payments-runbook.md says how a key is changed")
    }
}

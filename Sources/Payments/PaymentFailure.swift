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
            hint: whatElse(than: other))
    }

    /// What to do in place of another checkout.
    private static func whatElse(than subscription: Subscription) -> String {
        if subscription.state == .awaitingPayment { return whileAwaited(subscription) }
        let change = "`reckon billing upgrade` changes tier and interval"
        return subscription.cancelledOn == nil
            ? "\(change); another currency begins when it has ended"
            : "it is cancelled: a checkout of the terms that it has takes that back, and then \(change)"
    }

    /// What to do about a first payment that has not come.
    private static func whileAwaited(_ subscription: Subscription) -> String {
        subscription.hold.map {
            "it is held (\($0.rawValue)): settle that, then lift it with `reckon billing release`"
        } ?? "its page is open, and the same checkout prints it again; not paid, it is given up after a day"
    }

    static func periodOpen(_ id: SubscriptionID, _ why: String) -> Failure {
        Failure(
            .usage, PaymentCode.periodOpen, "the period that is due of subscription \(id) \(why)",
            hint: "`reckon billing status` shows it; a second link could be paid a second time")
    }

    static func grantWhileOpen(_ attempt: ChargeAttempt) -> Failure {
        Failure(
            .usage, PaymentCode.periodOpen,
            "the period that is due of subscription \(attempt.subscription) has attempt \(attempt.reference), which is "
                + attempt.state.rawValue,
            hint: "`reckon billing renew` asks how it stands; what came of it after a grant would have to go back")
    }

    package static func subscriptionBusy(_ id: SubscriptionID) -> Failure {
        Failure(
            .tryLater, PaymentCode.subscriptionBusy, "another run is at work on subscription \(id)",
            hint: "wait until it has ended, then run the command again")
    }

    static func nothingToCancel(_ tenant: TenantID) -> Failure {
        nothingPaid(PaymentCode.nothingToCancel, tenant, hint: "`reckon billing status` shows what it has")
    }

    /// - Parameter awaiting: the subscription whose first payment has not come.
    static func nothingToChange(_ tenant: TenantID, awaiting: Subscription?) -> Failure {
        nothingPaid(
            PaymentCode.noChangeNow, tenant, hint: awaiting.map(whileAwaited) ?? "`reckon billing checkout` begins one")
    }

    private static func nothingPaid(_ code: DiagnosticCode, _ tenant: TenantID, hint: String) -> Failure {
        Failure(.usage, code, "tenant '\(tenant)' has no subscription that was paid", hint: hint)
    }

    static func noChangeNow(_ id: SubscriptionID, _ why: String) -> Failure {
        Failure(
            .usage, PaymentCode.noChangeNow, "the terms of subscription \(id) cannot change now: it \(why)",
            hint: "`reckon billing status` shows it; ask again when that is settled")
    }

    static func sameTerms(_ subscription: Subscription) -> Failure {
        Failure(
            .usage, PaymentCode.sameTerms, "subscription \(subscription.id) is \(subscription.terms) already",
            hint: "name another tier or interval")
    }

    static func nothingToCredit(_ id: SubscriptionID, _ why: String) -> Failure {
        Failure(
            .usage, PaymentCode.nothingToCredit,
            "what is left of the period of subscription \(id) has no exact price: \(why)",
            hint: "ask again in the next period, which is paid whole")
    }

    static func noCard(_ subscription: Subscription) -> Failure {
        Failure(
            .usage, PaymentCode.noCardToCharge, "subscription \(subscription.id) has no card that can be charged",
            hint: "on \(subscription.nextDue) let the tenant pay its next period on a page: `reckon billing checkout`")
    }

    static func currencyClosed(_ currency: Currency) -> Failure {
        Failure(
            .usage, PaymentCode.currencyClosed, "checkout in \(currency) is not enabled",
            hint: "it is opened in Config/payments.json, \"currencies\"")
    }

    static func nothingDue(_ subscription: Subscription) -> Failure {
        Failure(
            .usage, PaymentCode.nothingDue,
            "no period of subscription \(subscription.id) is due: it is paid up to \(subscription.nextDue)",
            hint: "lift the hold without --grant")
    }

    /// What an answer that is no page means for who asked for one.
    package static func refused(_ what: String, _ text: String) -> Failure {
        Failure(
            .badInput, PaymentCode.providerRefused, "the payment provider refused \(what): \(QuotedText.of(text))",
            hint: "nothing was done")
    }

    /// - Parameter hint: what to do; the same command again is not always taken.
    package static func unanswered(
        _ what: String, _ text: String, hint: String = "run the command again"
    ) -> Failure {
        Failure(
            .unavailable, PaymentCode.unansweredCall, "the payment provider did not answer \(what): \(text)",
            hint: hint, isTransient: true)
    }

    /// A checkout whose answer was lost: its page may be there, and could be paid beside a second one.
    package static func unansweredCheckout(_ text: String) -> Failure {
        unanswered(
            "the checkout", text,
            hint: "`reckon billing renew` asks what became of it; when a page was made, another can be a day later")
    }

    package static func checkoutUnderWay(_ tenant: TenantID) -> Failure {
        Failure(
            .tryLater, PaymentCode.checkoutUnderWay, "another checkout of tenant '\(tenant)' is being made",
            hint: "wait until it has ended, then run the command again")
    }

    package static var keyRefused: Failure {
        Failure(
            .notPermitted, PaymentCode.keyRefused, "the payment provider does not accept the secret key",
            hint: "docs/payments-runbook.md says how a key is changed")
    }
}

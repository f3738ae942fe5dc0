import ArgumentParser
import Kernel
import Payments
import Runner

struct CheckoutCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkout", abstract: "Make the page on which a tenant pays for the first time; print its address."
    )

    @Argument(help: "Name of the tenant: Config/tenants/<tenant>.json.", transform: CommandArgument.tenant)
    var tenant: TenantID

    @Option(help: "Tier of Config/payments.json.", transform: CommandArgument.tier)
    var tier: TierID

    @Option(help: "How long one payment lasts: month or year.", transform: CommandArgument.interval)
    var interval: BillingInterval

    @Option(help: "Currency; default: as Config/payments.json says.")
    var currency: String?

    @Option(help: "File with the payer's e-mail, or - for standard input: `ps` shows arguments to everybody.")
    var email: String = "-"

    @OptionGroup var options: ProjectOptions

    func run() throws {
        try Terminal.reporting {
            try BillingDesk.with(options) { desk in
                try desk.require(tenant)
                let currency = try desk.rules.checkoutCurrency(asked: currency)
                // Two at once would each find no subscription, and make one.
                let isAlone: Void? = try desk.store.alone("checkout/\(tenant)") { try checkOut(desk, currency) }
                if isAlone == nil { throw PaymentFailure.checkoutUnderWay(tenant) }
            }
        }
    }

    private func checkOut(_ desk: BillingDesk, _ currency: Currency) throws {
        var found = try account(desk, currency)
        if let cancelled = found, cancelled.subscription.cancelledOn != nil {
            guard let resumed = try takeBack(desk, cancelled.subscription) else { return }
            found = resumed
        }
        if let page = found?.openPage, let url = page.actionURL {
            return Terminal.print("\(url)\n\(page.reference) of \(page.price.money) is open already")
        }
        // Before anything is stored, so that a missing key or address leaves no trace; and before anybody pays with a
        // card that could not be kept.
        let provider = try PaystackConnection.open(desk)
        let email = try PayerAddress.read(email)
        try desk.store.proveSealing(for: tenant)
        // The lock of `renew`, from before the attempt is stored until its answer is: a run beside it would ask about a
        // page that is being made. What keeps from charging twice is decided in the transaction, from what is there then.
        let id = found?.subscription.id ?? CheckoutCommand.newID()
        guard try desk.store.lock(id) else { throw PaymentFailure.subscriptionBusy(id) }
        defer { desk.store.unlock(id) }
        let attempt = try found == nil ? begin(desk, id, currency) : begin(desk, again: id)
        try ask(provider, desk, attempt, email)
    }

    /// A subscription that was given up goes on. What is paid needs no page.
    ///
    /// - Returns: the account when its period is due; nil when there is nothing more to do.
    private func takeBack(_ desk: BillingDesk, _ subscription: Subscription) throws -> SubscriptionAccount? {
        let now = WallClock.system.now()
        let account = try desk.store.resume(subscription.id, now: now)
        Terminal.print("subscription \(subscription.id) goes on: it was cancelled, and that is taken back")
        guard account.subscription.nextDue > now.day else { return account }
        Terminal.print("it is paid up to \(account.subscription.nextDue), and charged again then")
        return nil
    }

    /// The tenant's subscription on these terms; nil when it has none.
    private func account(_ desk: BillingDesk, _ currency: Currency) throws -> SubscriptionAccount? {
        let today = WallClock.system.now().day
        let living = try desk.store.accounts(of: tenant).filter { $0.subscription.state != .ended && !$0.isLeft }
        let same = living.first {
            let subscription = $0.subscription
            let terms = subscription.nextDue <= today ? subscription.dueTerms : subscription.terms
            return terms == SubscriptionTerms(tier: tier, interval: interval) && subscription.currency == currency
        }
        if same == nil, let other = living.first { throw PaymentFailure.subscriptionExists(other.subscription) }
        return same
    }

    /// Commits the attempt as sent: only then the provider is asked.
    private func begin(_ desk: BillingDesk, again id: SubscriptionID) throws -> ChargeAttempt {
        let now = WallClock.system.now()
        return try desk.store.update(id) { try $0.openCheckout(desk.rules, now: now) }
    }

    /// The same for a subscription that is not there yet.
    private func begin(_ desk: BillingDesk, _ id: SubscriptionID, _ currency: Currency) throws -> ChargeAttempt {
        let now = WallClock.system.now()
        var account = SubscriptionAccount(
            checkingOut: id, tenant, tier: tier, interval: interval, currency: currency,
            today: now.day)
        let attempt = try account.openCheckout(desk.rules, now: now)
        try desk.store.add(account)
        return attempt
    }

    private func ask(
        _ provider: some PaymentCheckout, _ desk: BillingDesk, _ attempt: ChargeAttempt, _ email: Secret
    ) throws {
        let request = CheckoutRequest(
            reference: attempt.reference, money: attempt.price.money, email: email,
            subscription: attempt.subscription, period: attempt.period)
        let askedAt = WallClock.system.now()
        let answer = try provider.initialize(request)
        _ = try desk.store.update(attempt.subscription) {
            $0.apply(answer.event, to: attempt.reference, now: askedAt, source: .person)
        }
        switch answer {
        case .page(let url):
            Terminal.print("\(url)\n\(attempt.reference): \(attempt.price.money) for \(attempt.period)")
        case .rejected(let decline): throw PaymentFailure.refused("the checkout", decline.text)
        case .keyRefused: throw PaymentFailure.keyRefused
        case .duplicate: throw PaymentFailure.unansweredCheckout("it knows the reference already")
        case .notProcessed: throw PaymentFailure.unansweredCheckout("it is busy or not reached")
        case .unknown(let text): throw PaymentFailure.unansweredCheckout(text)
        }
    }

    /// Sixteen random letters and digits, which say nothing about the tenant.
    private static func newID() -> SubscriptionID {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        let text = String((0..<16).map { _ in alphabet[Int.random(in: alphabet.indices)] })
        guard let id = SubscriptionID(text) else { preconditionFailure("letters and digits are an identifier") }
        return id
    }
}

import ArgumentParser
import Kernel
import Payments
import Runner

struct UpgradeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upgrade",
        abstract: "Change what a tenant pays for: what costs more at once, what costs less from the next period on.",
        discussion: """
            What costs more is charged to the saved card for the days that are left,
            less what was paid for them; the terms change when it is paid. What costs
            less begins with the next period, and nothing is refunded. Naming the present
            terms takes back a change that has not begun.
            """)

    @Argument(help: "Name of the tenant: Config/tenants/<tenant>.json.", transform: CommandArgument.tenant)
    var tenant: TenantID

    @Option(help: "Tier of Config/payments.json.", transform: CommandArgument.tier)
    var tier: TierID

    @Option(help: "How long one payment lasts: month or year. Default: as now.", transform: CommandArgument.interval)
    var interval: BillingInterval?

    @Flag(help: "Print the exact figures; nothing is charged or written.")
    var dryRun = false

    @OptionGroup var options: ProjectOptions

    func run() throws {
        try Terminal.reporting {
            try BillingDesk.with(options) { desk in
                guard desk.tenants.contains(tenant) else { throw PaymentFailure.noTenant(tenant, desk.tenants) }
                if dryRun { return try foresee(desk) }
                let needsPerson = try desk.closing { try change(desk) }
                if needsPerson { throw ExitCode(ExitStatus.partlyFailed.rawValue) }
            }
        }
    }

    private func request(_ desk: BillingDesk) throws -> (SubscriptionID, TermsRequest) {
        let subscription = try desk.store.payingAccount(of: tenant).subscription
        let terms = SubscriptionTerms(tier: tier, interval: interval ?? subscription.interval)
        return (subscription.id, TermsRequest(terms, refunded: try desk.store.refundedPayments(of: subscription.id)))
    }

    /// Decides as the command would, and drops what it decided. No key of the provider is needed.
    private func foresee(_ desk: BillingDesk) throws {
        let (id, request) = try request(desk)
        print(try desk.store.account(id).termsChange(request, desk.rules, now: WallClock.system.now()))
        Terminal.print("nothing was done")
    }

    private func change(_ desk: BillingDesk) throws -> Bool {
        let (id, request) = try request(desk)
        // Said before anything is sent; what is decided in the run's own transaction is decided from the same.
        print(try desk.store.account(id).termsChange(request, desk.rules, now: WallClock.system.now()))
        var run = RenewalRun(
            changing: id, request, store: desk.store, provider: try PaystackConnection.open(desk), rules: desk.rules,
            clock: .system, uptimeSeconds: { MonotonicClock.system.nowMicroseconds() / 1_000_000 })
        var trouble: (any Error)?
        do { try run.finish() } catch { trouble = error }
        // What was done is told also when the run did not come to its end.
        for charge in run.report.charges {
            Terminal.print("\(charge.reference): \(charge.money), \(charge.outcome)")
        }
        BillingDesk.print(run.report.matters, run.report.faults)
        if let trouble { throw trouble }
        if !run.report.lockedElsewhere.isEmpty { throw PaymentFailure.subscriptionBusy(id) }
        if run.report.keyWasRefused { throw PaymentFailure.keyRefused }
        guard let reference = run.report.charges.first?.reference else { return run.report.needsPerson }
        return try tell(desk.store.attempt(reference)) || run.report.needsPerson
    }

    /// - Returns: whether the terms did not change yet.
    private func tell(_ attempt: ChargeAttempt?) -> Bool {
        guard let attempt else { return true }
        switch attempt.state {
        case .paid: Terminal.print("tenant '\(tenant)' has \(attempt.tier) now")
        case .failed, .rejected: Terminal.print("nothing was paid, and nothing changes")
        case .actionRequired:
            Terminal.print("the payer has to confirm it: \(attempt.actionURL ?? "the bank asked for it")")
        default: Terminal.print("it is \(attempt.state.rawValue): `reckon billing renew` asks what became of it")
        }
        return attempt.state != .paid
    }

    private func print(_ change: TermsChange) {
        switch change {
        case .now(let quote):
            let upgrade = quote.upgrade
            Terminal.print("from \(upgrade.from) to \(quote.terms), from \(quote.period.start) on")
            Terminal.print(
                "\(quote.rest): \(quote.terms.tier) up to \(quote.period.end), \(quote.period.dayCount) of \(quote.ofDays) "
                    + "days")
            Terminal.print(
                "-\(upgrade.credit): \(upgrade.from.tier) up to \(upgrade.base.end), paid and not used, "
                    + "\(quote.creditDays) of \(upgrade.creditOfDays) days")
            Terminal.print("\(quote.price.money): the difference, to be charged")
        case .atPeriodEnd(let terms, let day, let small):
            let why =
                small.map { "the difference of \($0) is below the smallest charge" }
                ?? "nothing more is to be paid for it"
            Terminal.print("\(terms) begins on \(day), and nothing is charged before: \(why)")
        case .takenBack: Terminal.print("the change that was to begin with the next period is taken back")
        }
    }
}

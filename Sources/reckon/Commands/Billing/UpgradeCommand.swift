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
                try desk.require(tenant)
                if dryRun { return try foresee(desk) }
                let needsPerson = try desk.closing { try change(desk) }
                if needsPerson { throw ExitCode(ExitStatus.partlyFailed.rawValue) }
            }
        }
    }

    private func wish(_ desk: BillingDesk) throws -> (SubscriptionAccount, SubscriptionTerms) {
        let id = try desk.store.payingAccount(of: tenant).subscription.id
        let account = try desk.store.account(id)
        return (account, SubscriptionTerms(tier: tier, interval: interval ?? account.subscription.interval))
    }

    /// Decides as the command would, and drops what it decided. No key of the provider is needed.
    private func foresee(_ desk: BillingDesk) throws {
        let (account, terms) = try wish(desk)
        print(try account.termsChange(terms, desk.rules, now: WallClock.system.now()))
        Terminal.print("nothing was done")
    }

    private func change(_ desk: BillingDesk) throws -> Bool {
        let (before, terms) = try wish(desk)
        let id = before.subscription.id
        // Said before anything is sent; the run decides anew, from what is there in its own transaction.
        print(try before.termsChange(terms, desk.rules, now: WallClock.system.now()))
        var run = RenewalRun(
            changing: id, to: terms, store: desk.store, provider: try PaystackConnection.open(desk), rules: desk.rules,
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
        // A decision that waited too long is not carried out, and its attempt is there all the same.
        let made = try desk.store.account(id).attempts.dropFirst(before.attempts.count).first { $0.upgrade != nil }
        guard let outcome = made.map({ UpgradeOutcome(of: $0, by: tenant) }) else { return run.report.needsPerson }
        Terminal.print("\(outcome)")
        return !outcome.isPaid || run.report.needsPerson
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
        case .atPeriodEnd(let terms, let day, let delay):
            let why =
                switch delay {
                case .costsNoMore: "it costs no more than what is paid"
                case .shorterInterval: "what is paid lasts first"
                case .belowSmallestCharge(let money): "the difference of \(money) is below the smallest charge"
                }
            Terminal.print("\(terms) begins on \(day), and nothing is charged before: \(why)")
        case .takenBack: Terminal.print("the change that was to begin with the next period is taken back")
        }
    }
}

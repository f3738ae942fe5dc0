import ArgumentParser
import Kernel
import Payments
import Runner

struct CancelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Give a tenant's subscription up: it ends where what is paid ends, and nothing is charged any more.",
        discussion: """
            Nothing is refunded; `reckon billing refund` does that. The same `reckon billing checkout` takes it back while
            the subscription lasts.
            """)

    @Argument(help: "Name of the tenant: Config/tenants/<tenant>.json.", transform: CommandArgument.tenant)
    var tenant: TenantID

    @Option(help: "Why, for those who read the audit log.", transform: CommandArgument.note)
    var note: String = ""

    @Flag(help: "Print what would end and when; nothing is written.")
    var dryRun = false

    @OptionGroup var options: ProjectOptions

    func run() throws {
        try Terminal.reporting {
            try BillingDesk.with(options) { desk in
                try desk.require(tenant)
                let now = WallClock.system.now()
                for (account, isNews) in try desk.store.cancel(tenant, note: note, isDryRun: dryRun, now: now) {
                    let id = account.subscription.id
                    let was = isNews ? (dryRun ? "would be cancelled" : "is cancelled") : "was cancelled before"
                    Terminal.print("subscription \(id) \(was); \(whatFollows(account, now.day))")
                }
                if dryRun { Terminal.print("nothing was done") }
            }
        }
    }

    private func whatFollows(_ account: SubscriptionAccount, _ today: CalendarDay) -> String {
        let subscription = account.subscription
        if subscription.state == .ended { return "nothing of it is paid: tenant '\(subscription.tenant)' has \"free\"" }
        if let open = account.attempts.first(where: \.state.isOpen) {
            return "\(open.reference) is \(open.state.rawValue): `renew` asks how it stands, and ends it where what is "
                + "paid ends"
        }
        if let hold = subscription.hold { return "it is held (\(hold.rawValue)), and ends after that is settled" }
        return "it is paid up to \(subscription.nextDue) and ends then"
    }
}

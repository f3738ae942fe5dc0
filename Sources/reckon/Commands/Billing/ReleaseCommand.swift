import ArgumentParser
import Kernel
import Payments
import Runner

struct ReleaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Lift the hold of a subscription, after a person has looked.")

    @Argument(help: "Name of the subscription, as `reckon billing status` shows it.")
    var subscription: String

    @Option(help: "Why, for those who read the audit log.", transform: CommandArgument.note)
    var note: String

    @Flag(help: "The period that is due counts as paid: other money was taken for it.")
    var grant = false

    @OptionGroup var options: ProjectOptions

    func validate() throws {
        if note.isEmpty { throw ValidationError("--note is empty; say why the hold is lifted") }
    }

    func run() throws {
        try Terminal.reporting {
            try BillingDesk.with(options) { desk in
                guard let id = SubscriptionID(subscription) else { throw PaymentFailure.noSubscription(subscription) }
                let account = try desk.store.release(id, note: note, granting: grant, now: WallClock.system.now())
                Terminal.print("subscription \(id) is not held any more; \(whatFollows(account))")
            }
        }
    }

    private func whatFollows(_ account: SubscriptionAccount) -> String {
        let subscription = account.subscription
        if grant { return "it counts as paid up to \(subscription.nextDue)" }
        if subscription.state == .ended { return "it has ended" }
        if let reference = account.unsettledMoney {
            return "nothing is charged until \(reference) went back, or `release --grant` takes it for the period"
        }
        return "the next `renew` takes it up"
    }
}

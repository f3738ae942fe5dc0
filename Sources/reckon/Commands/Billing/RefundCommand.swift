import ArgumentParser
import Kernel
import Payments
import Runner

struct RefundCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refund", abstract: "Give money back: one person proposes it, another approves.",
        subcommands: [RefundProposeCommand.self, RefundApproveCommand.self])

    static func reference(_ text: String) throws -> Reference {
        if let reference = Reference(text) { return reference }
        throw ValidationError("'\(text)' is no reference of a payment; one looks like rk-ab12-202611-a1")
    }
}

struct RefundProposeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose", abstract: "Note that a payment should go back; nothing is sent yet.")

    @Argument(help: "Reference of the payment.", transform: RefundCommand.reference)
    var reference: Reference

    @Option(help: "Hundredths to give back; default: all of it.")
    var subunits: Int64?

    @Option(help: "Why.", transform: CommandArgument.note)
    var note: String

    @OptionGroup var options: ProjectOptions

    func run() throws {
        try Terminal.reporting {
            try BillingDesk.with(options) { desk in
                let order = try desk.store.proposeRefund(
                    of: reference, subunits: subunits, note: note, now: WallClock.system.now())
                Terminal.print(
                    "a refund of \(order.money) is proposed; another account approves it with "
                        + "`reckon billing refund approve \(reference)`")
            }
        }
    }
}

struct RefundApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve a refund that another account proposed, and send it.")

    /// A refund that was sent and is on no list so long after did not arrive.
    private static let lostSeconds: Int64 = 3600

    @Argument(help: "Reference of the payment.", transform: RefundCommand.reference)
    var reference: Reference

    @OptionGroup var options: ProjectOptions

    func run() throws {
        try Terminal.reporting {
            try BillingDesk.with(options) { desk in
                let order = try desk.store.openRefund(of: reference)
                let provider = try PaystackConnection.open(desk)
                // A refund has no key that makes it happen once, so what there is already is asked for first.
                let listed = try provider.refunds(of: reference)
                switch listed.end {
                case .complete: break
                case .keyRefused: throw PaymentFailure.keyRefused
                case .brokeOff(let why): throw PaymentFailure.unanswered("which refunds there are", why)
                }
                let standing = listed.items.filter { $0.status != .failed }
                if order.state == .sent { return try lookFor(order, among: standing, desk) }
                if let other = standing.first(where: { $0.money == order.money }) {
                    throw PaymentFailure.refused("the refund", "one of \(other.money) is there already")
                }
                try desk.store.approve(order, now: WallClock.system.now())
                try send(order, provider, desk)
            }
        }
    }

    private func send(_ order: RefundOrder, _ provider: some PaymentRefunds, _ desk: BillingDesk) throws {
        switch try provider.refund(order.request) {
        case .observed:
            try desk.store.settle(order, as: .accepted, now: WallClock.system.now())
            Terminal.print("the provider took the refund of \(order.money); the credit note follows with its list")
        case .rejected(let text):
            try desk.store.settle(order, as: .refused, now: WallClock.system.now())
            throw PaymentFailure.refused("the refund", text)
        case .notProcessed:
            try desk.store.settle(order, as: .refused, now: WallClock.system.now())
            throw PaymentFailure.refused("the refund", "it is busy; propose it again")
        case .keyRefused:
            try desk.store.settle(order, as: .refused, now: WallClock.system.now())
            throw PaymentFailure.keyRefused
        case .unknown(let text): throw PaymentFailure.unanswered("the refund", text)
        }
    }

    /// It was sent before, and its answer was lost.
    private func lookFor(_ order: RefundOrder, among refunds: [ObservedRefund], _ desk: BillingDesk) throws {
        let now = WallClock.system.now()
        if refunds.contains(where: { $0.money == order.money }) {
            try desk.store.settle(order, as: .accepted, now: now)
            return Terminal.print("the refund of \(order.money) had arrived; it is not sent again")
        }
        guard let sentAt = order.approvedAt, sentAt.advanced(bySeconds: RefundApproveCommand.lostSeconds) < now else {
            throw PaymentFailure.unanswered("the refund", "it may still be under way; ask again in an hour")
        }
        try desk.store.settle(order, as: .refused, now: now)
        Terminal.print("the refund of \(order.money) never arrived; propose it again")
    }
}

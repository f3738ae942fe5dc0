import ArgumentParser
import Kernel
import Payments
import Runner

struct RefundCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refund", abstract: "Give money back: one person proposes it, another approves.",
        subcommands: [RefundProposeCommand.self, RefundApproveCommand.self, RefundWithdrawCommand.self])

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

    @Argument(help: "Reference of the payment.", transform: RefundCommand.reference)
    var reference: Reference

    @OptionGroup var options: ProjectOptions

    func run() throws {
        try Terminal.reporting {
            try BillingDesk.with(options) { desk in
                let approval = RefundApproval(
                    store: desk.store, provider: try PaystackConnection.open(desk), clock: .system)
                let (order, outcome) = try approval.run(reference)
                switch outcome {
                case .taken:
                    Terminal.print(
                        "the provider took the refund of \(order.money); the credit note follows with its list")
                case .hadArrived:
                    Terminal.print("the refund of \(order.money) had arrived; it is not sent again")
                case .neverArrived: Terminal.print("the refund of \(order.money) never arrived; propose it again")
                }
            }
        }
    }
}

struct RefundWithdrawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Take a refund back that is proposed; another can then be.")

    @Argument(help: "Reference of the payment.", transform: RefundCommand.reference)
    var reference: Reference

    @OptionGroup var options: ProjectOptions

    func run() throws {
        try Terminal.reporting {
            try BillingDesk.with(options) { desk in
                let order = try desk.store.openRefund(of: reference)
                try desk.store.withdraw(order, now: WallClock.system.now())
                Terminal.print("the refund of \(order.money) is withdrawn")
            }
        }
    }
}

import ArgumentParser
import Kernel
import Payments
import Reports
import Runner

struct BillingStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show what each tenant has, its subscriptions, open attempts and refunds.")

    @OptionGroup var options: ProjectOptions

    func run() throws {
        try Terminal.reporting {
            try BillingDesk.with(options) { desk in
                var table = TextTable([
                    .text("tenant"), .text("has"), .text("subscription"), .text("state"), .text("due"),
                    .text("held for"), .text("attempt"), .text("is"),
                ])
                for tenant in desk.tenants {
                    let entitlement = try Entitlement.of(tenant, desk.rules.mode, in: desk.database)
                    let has = "\(entitlement.tier)\(entitlement.isRestricted ? " (restricted)" : "")"
                    let accounts = try desk.store.accounts(of: tenant)
                    if accounts.isEmpty { table.add([tenant.text, has, "", "", "", "", "", ""]) }
                    for account in accounts {
                        let subscription = account.subscription
                        let isLeaving = subscription.cancelledOn != nil && subscription.state != .ended
                        // The latest, and before it all on which money may still move.
                        let last = account.attempts.count - 1
                        var shown = account.attempts.indices.filter { $0 == last || account.attempts[$0].state.isOpen }
                            .map { account.attempts[$0] }[...]
                        let first = shown.popFirst()
                        table.add([
                            tenant.text, has, subscription.id.text,
                            subscription.state.rawValue + (isLeaving ? ", cancelled" : "")
                                + (subscription.nextTerms.map { ", then \($0)" } ?? ""),
                            subscription.nextDue.description, subscription.hold?.rawValue ?? "",
                            first?.reference.text ?? "", first?.state.rawValue ?? "",
                        ])
                        for attempt in shown {
                            table.add(["", "", "", "", "", "", attempt.reference.text, attempt.state.rawValue])
                        }
                    }
                }
                Terminal.print(table)
                for order in try desk.tenants.flatMap({ try desk.store.refundOrders(of: $0) })
                where order.state == .proposed || order.state == .sent {
                    Terminal.print(
                        "refund of \(order.money), \(order.reference): \(order.state.rawValue), asked for by "
                            + "\(order.proposedBy): \(order.note)")
                }
            }
        }
    }
}

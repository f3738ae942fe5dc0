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
                    .text("held for"), .text("latest attempt"), .text("is"),
                ])
                for tenant in desk.tenants {
                    let entitlement = try Entitlement.of(tenant, desk.rules.mode, in: desk.database)
                    let has = "\(entitlement.tier)\(entitlement.isRestricted ? " (restricted)" : "")"
                    let accounts = try desk.store.accounts(of: tenant)
                    if accounts.isEmpty { table.add([tenant.text, has, "", "", "", "", "", ""]) }
                    for account in accounts {
                        let (subscription, latest) = (account.subscription, account.attempts.last)
                        table.add([
                            tenant.text, has, subscription.id.text, subscription.state.rawValue,
                            subscription.nextDue.description, subscription.hold?.rawValue ?? "",
                            latest?.reference.text ?? "", latest?.state.rawValue ?? "",
                        ])
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

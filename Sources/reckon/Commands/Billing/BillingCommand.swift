import ArgumentParser

struct BillingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "billing",
        abstract: "What tenants pay for reckon: checkout, renewal, reconciliation, refunds.",
        discussion: """
            Config/payments.json says what is sold. The secret key of the payment provider comes from
            PAYSTACK_SECRET_KEY, or from the file that PAYSTACK_SECRET_KEY_FILE names. docs/payments.md has the rules.
            """,
        subcommands: [
            CheckoutCommand.self, RenewCommand.self, ReconcileCommand.self, ReceiveCommand.self,
            BillingStatusCommand.self, InvoicesCommand.self, ReleaseCommand.self, RefundCommand.self,
            UpgradeCommand.self, CancelCommand.self, ResealCommand.self,
        ])
}

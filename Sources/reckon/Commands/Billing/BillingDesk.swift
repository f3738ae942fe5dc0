import Crypto
import Database
import Kernel
import Payments
import Runner

/// What the billing commands work with: the rules, the store, and the folder that their files are in.
struct BillingDesk {
    let project: Project
    let rules: PaymentRules
    let store: PostgresPaymentStore
    let database: Database
    let tenants: [TenantID]

    var folder: String { "\(project.home)/billing" }

    static func with<Value>(_ options: ProjectOptions, _ body: (BillingDesk) throws -> Value) throws -> Value {
        let project = try options.project()
        let rules = try BillingDesk.rules(project)
        let tenants = try project.tenants()
        let vault = Vault(
            try project.keyRings(), limits: try KeyCacheLimits(environment: Environment.keyCacheVariables),
            clock: .system, source: Environment.keySource)
        return try Store.with(home: project.home) { store in
            let desk = BillingDesk(
                project: project, rules: rules,
                store: PostgresPaymentStore(
                    store.database, vault: vault, tenants: tenants, actor: Account.name, mode: rules.mode,
                    clock: .system),
                database: store.database, tenants: tenants)
            try FileSystem.makeDirectory(desk.folder, mode: 0o700)
            return try body(desk)
        }
    }

    /// Mode, spool and keys of the webhooks that wait; nothing is asked of the provider.
    func takeWebhooks(_ keys: WebhookKeys?) throws -> SpoolIntake.Counts {
        let spool = WebhookSpool(folder: "\(folder)/spool")
        guard let keys, spool.exists else { return SpoolIntake.Counts() }
        return try SpoolIntake(spool: spool, store: store, signatures: keys.signatures, clock: .system).run()
    }

    /// The subscription of that name.
    func subscription(_ text: String) throws -> SubscriptionAccount {
        guard let id = SubscriptionID(text) else { throw PaymentFailure.noSubscription(text) }
        return try store.account(id)
    }

    private static func rules(_ project: Project) throws -> PaymentRules {
        let file = "Config/payments.json"
        var variables: [String: String] = [:]
        for name in [CheckoutSettings.currencyVariable, CheckoutSettings.dollarVariable] {
            variables[name] = Environment.value(name)
        }
        return try PaymentRules(
            try FileSystem.read("\(project.root)/\(file)"), file: file, settings: CheckoutSettings(variables))
    }
}

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
            // What was called stands in the audit log also when not all could be done; the first trouble is the one to tell.
            let value: Value
            do { value = try body(desk) } catch {
                do { try desk.store.auditCalls() } catch let second { Terminal.tell(second) }
                throw error
            }
            try desk.store.auditCalls()
            return value
        }
    }

    /// - Throws: J641 for a tenant that the project does not have.
    func require(_ tenant: TenantID) throws(Failure) {
        guard tenants.contains(tenant) else { throw PaymentFailure.noTenant(tenant, tenants) }
    }

    /// Takes the webhooks that wait, and prints what came of them; nothing is asked of the provider.
    func takeWebhooks(_ keys: WebhookKeys) throws -> SpoolIntake.Report {
        let report = try SpoolIntake(
            spool: spool, store: store, signatures: keys.signatures, clock: .system
        ).run()
        if report.counts.total > 0 { Terminal.print(report.counts.words) }
        BillingDesk.print(report.matters, report.faults)
        for (name, why) in report.dead { Terminal.printError("\(name): put into dead: \(why)\n") }
        // What was taken is told also when not all was.
        if let trouble = report.trouble { throw trouble }
        return report
    }

    var spool: WebhookSpool { WebhookSpool(folder: "\(folder)/spool") }

    /// What a person has to look at.
    static func print(_ matters: [PaymentMatter], _ faults: [PaymentFault]) {
        for matter in matters { Terminal.print("[look] \(matter)") }
        for fault in faults { Terminal.printError("\(fault)\n") }
    }

    static let rulesFile = "Config/payments.json"

    static func rules(_ project: Project) throws -> PaymentRules {
        let file = rulesFile
        var variables: [String: String] = [:]
        for name in [CheckoutSettings.currencyVariable, CheckoutSettings.dollarVariable] {
            variables[name] = Environment.value(name)
        }
        return try PaymentRules(
            try FileSystem.read("\(project.root)/\(file)"), file: file, settings: CheckoutSettings(variables))
    }
}

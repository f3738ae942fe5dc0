import Database
import Kernel
import Payments
import Runner

/// What a tenant's tier lets its jobs do. An installation that sells nothing limits nothing.
enum RunAllowance {
    /// Nil: everything.
    ///
    /// - Throws: errors of Config/payments.json where it limits anything, or does not say whether it does: who does not
    ///   know the limits does not run beyond them.
    static func of(_ tenant: TenantID, _ project: Project, in database: Database) throws -> TenantAllowance? {
        let path = "\(project.root)/\(BillingDesk.rulesFile)"
        guard FileSystem.exists(path),
            // A mistake elsewhere in the file is no reason to stop jobs that nothing limits.
            try PaymentRules.mayEnforceLimits(FileSystem.read(path), file: BillingDesk.rulesFile)
        else { return nil }
        let rules = try BillingDesk.rules(project)
        guard rules.enforcesLimits else { return nil }
        return rules.allowance(
            try Entitlement.of(tenant, rules.mode, in: database), accounts: try accounts(of: tenant, project))
    }

    /// Of all jobs of the tenant, by name of the job.
    private static func accounts(of tenant: TenantID, _ project: Project) throws -> [StageAccount] {
        try project.jobs().sorted().flatMap { name in
            // A job whose file is wrong cannot be run, and reads nobody's bill: it counts for as little as one that was
            // taken away. Its own run says what is wrong with it.
            guard let job = try? JobFile(name, project: project, catalog: Catalog.stages), job.tenant == tenant
            else { return [StageAccount]() }
            return job.accounts
        }
    }
}

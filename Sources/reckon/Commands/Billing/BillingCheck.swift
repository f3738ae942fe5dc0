import Kernel
import Payments
import Runner

/// Looks at whether tenants can be told, without telling them anything. An installation that sells nothing has nothing
/// to look at.
enum BillingCheck {
    /// Errors of Config/payments.json, and a warning when its mail program cannot be run.
    static func findings(_ project: Project) -> [Diagnostic] {
        guard FileSystem.exists("\(project.root)/\(BillingDesk.rulesFile)") else { return [] }
        do {
            guard let mail = try BillingDesk.rules(project).notices?.mail else { return [] }
            try BillingDesk.program(of: mail).requireProgram()
            return []
        } catch let error as any ReckonError {
            return error.diagnostics
        } catch {
            return [
                .warning(
                    PaymentCode.noMailProgram, "notices cannot be mailed: \(error)",
                    at: Place(file: BillingDesk.rulesFile),
                    hint: "install it, or name another under \"notices\"; what waits is mailed then")
            ]
        }
    }
}

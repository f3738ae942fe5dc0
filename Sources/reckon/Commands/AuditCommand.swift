import ArgumentParser
import Database
import Documents
import Kernel
import Runner

struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "The record of what changed something: list it, or verify its chain of hashes.",
        subcommands: [AuditListCommand.self, AuditVerifyCommand.self])
}

struct AuditListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Print the latest entries, oldest first, one JSON object a line.")

    @Option(help: "How many entries of each tenant to print.")
    var limit = 100

    @OptionGroup var options: ProjectOptions

    func validate() throws {
        guard (1...1_000_000).contains(limit) else { throw ValidationError("--limit is from 1 to 1000000") }
    }

    func run() throws {
        try Terminal.reporting {
            let project = try options.project()
            try Store.with(home: project.home) { store in
                for tenant in try project.tenants() {
                    for entry in try AuditLog(store.database).entries(tenant, limit: limit) {
                        Terminal.print(entry.text)
                    }
                }
            }
        }
    }
}

struct AuditVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Walk the chain of every tenant; exit 1 when an entry was changed, removed or put in between.")

    @OptionGroup var options: ProjectOptions

    func run() throws {
        try Terminal.reporting {
            let project = try options.project()
            var findings: [Diagnostic] = []
            try Store.with(home: project.home) { store in
                for tenant in try project.tenants() {
                    let verdict = try AuditLog(store.database).verify(tenant)
                    findings += verdict.findings
                    let word = verdict.findings.isEmpty ? "unbroken" : "BROKEN"
                    Terminal.print("\(tenant): \(verdict.entries) entries, \(word), head \(verdict.head)")
                }
            }
            if !findings.isEmpty { throw Failure(.stageFailed, findings) }
        }
    }
}

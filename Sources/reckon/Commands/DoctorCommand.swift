import ArgumentParser
import Crypto
import Database
import Kernel
import Runner
import Watching

#if canImport(Glibc)
    import Glibc
#endif

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check the installation; for each trouble, how to mend it.")

    @OptionGroup var options: ProjectOptions

    func run() throws {
        try Terminal.reporting {
            let project = try options.project()
            var findings = DiagnosticCollector()
            var status = ExitStatus.configuration
            check("jobs", &findings, &status) {
                for job in try project.jobs() {
                    _ = try JobFile(job, project: project, catalog: Catalog.stages)
                }
                return "\(try project.jobs().count) good"
            }
            check("home", &findings, &status) {
                guard FileSystem.exists(project.home) else {
                    try FileSystem.requireRoom(for: project.home)
                    return "\(project.home), made by the first run"
                }
                // A name of its own: another doctor may be at work here.
                let probe = "\(project.home)/.writable-\(getpid())"
                try FileSystem.write([], to: probe)
                try FileSystem.remove(probe)
                return project.home
            }
            if Environment.value(StoreLocation.runtimeVariable) == nil {
                for finding in EmbeddedServer.diagnose(
                    home: project.home, searchPath: Environment.value("PATH") ?? "")
                {
                    findings.add(finding)
                }
            }
            check("store", &findings, &status) {
                guard FileSystem.exists(project.home) else { return "made by the first run" }
                return try Store.with(home: project.home) { store in
                    try store.database.requireSessions()
                    return store.place
                }
            }
            check("keys", &findings, &status) {
                _ = try KeyCacheLimits(environment: Environment.keyCacheVariables)
                let keys = try project.keyRings().check(Environment.keySource)
                return keys.isEmpty ? "none configured" : keys.map(\.description).joined(separator: "; ")
            }
            for finding in BillingCheck.findings(project) { findings.add(finding) }
            for finding in WatchCheck.findings(project.watch, machine: .thisMachine(seed: 0)) { findings.add(finding) }
            for finding in findings.all { Terminal.printError("\(finding)\n") }
            if findings.hasErrors { throw ExitCode(status.rawValue) }
        }
    }

    /// Runs one check; prints its answer, or keeps what is wrong.
    private func check(
        _ name: String, _ findings: inout DiagnosticCollector, _ status: inout ExitStatus, _ body: () throws -> String
    ) {
        do {
            Terminal.print("\(name): \(try body())")
        } catch let error as any ReckonError {
            findings.add(contentsOf: error.diagnostics)
            status = error.exitStatus
            Terminal.print("\(name): not good, see below")
        } catch {
            findings.add(.error(KernelCode.unexpected, "an unexpected internal error occurred in check '\(name)'"))
            Terminal.print("\(name): not good, see below")
        }
    }
}

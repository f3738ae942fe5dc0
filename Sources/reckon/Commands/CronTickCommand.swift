import ArgumentParser
import Kernel
import Runner

struct CronTickCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tick", abstract: "Run what is due of every job; for a line that wakes every five minutes.")

    @Option(
        help: "Only jobs of this tenant; the digest, which is of all tenants, is left to others.",
        transform: CommandArgument.tenant)
    var tenant: TenantID?

    @OptionGroup var options: ProjectOptions

    func run() throws {
        try Terminal.reporting {
            let project = try options.project()
            if let tenant, try !project.tenants().contains(tenant) {
                throw Failure(
                    .missingInput, CommandCode.otherTenant, "there is no tenant '\(tenant)' here",
                    hint: "tenants are files of Config/tenants")
            }
            var statuses: [ExitStatus] = []
            for job in try project.jobs() where !Interruption.isStopped {
                if let status = try status(of: job, project) { statuses.append(status) }
            }
            if tenant == nil, project.watch.nights != nil, !Interruption.isStopped {
                if let status = sendDigest(project) { statuses.append(status) }
            }
            let failed = statuses.filter { $0 != .success }
            guard let first = failed.first else { return }
            throw ExitCode((failed.count == statuses.count ? first : .partlyFailed).rawValue)
        }
    }

    /// A job that fails keeps no other from its turn.
    ///
    /// - Returns: nil for a job without a schedule, which is no part of what is to be done.
    private func status(of name: JobID, _ project: Project) throws -> ExitStatus? {
        do {
            return try DueRunner(project: project, format: .text, isQuiet: true).runIfMeant(name, of: tenant)
        } catch {
            return Terminal.tell(error)
        }
    }

    /// - Returns: nil when there is no trouble: a digest is no job, and no success beside one that fails.
    private func sendDigest(_ project: Project) -> ExitStatus? {
        do {
            try NightMessenger(project: project, isQuiet: true).send()
            return nil
        } catch { return Terminal.tell(error) }
    }
}

import ArgumentParser
import Kernel
import Runner

struct CronUninstallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uninstall", abstract: "Remove the project's lines from the user's crontab, and no others.")

    @Option(help: "Absolute path of the project in the lines. Default: this project.")
    var installedAt: String?

    @Flag(help: "Remove the lines of reckon though they were edited by hand.")
    var force = false

    @OptionGroup var audit: UnauditedOption
    @OptionGroup var crontab: CrontabOptions
    @OptionGroup var options: ProjectOptions

    func run() throws {
        try Terminal.reporting {
            let project = try project()
            guard let root = installedAt ?? project?.root else { preconditionFailure("one of the two is there") }
            let change = CrontabChange(
                crontab: crontab, project: project, lines: CrontabAudit.Lines(project: root, digest: nil),
                isForced: force, isAudited: !audit.unaudited)
            guard try change.make(.uninstall, { try $0.removing(force: force) }) else {
                return Terminal.print("the crontab has no lines of \(root)")
            }
            Terminal.print("removed from the crontab of \(ThisHost.current.account)")
        }
    }

    /// - Returns: nil when the lines are named by their place, and there is none here or the audit log is left out: whoever
    ///   has to stop jobs right now is not kept from it by a mistake in the configuration.
    private func project() throws -> Project? {
        do { return try options.project() } catch {
            guard installedAt != nil, audit.unaudited || error.exitStatus == .missingInput else { throw error }
            return nil
        }
    }
}

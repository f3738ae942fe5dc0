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
            let installed = try crontab.read(root)
            guard let bytes = try installed.removing(force: force) else {
                return Terminal.print("the crontab has no lines of \(root)")
            }
            let change = CrontabChange(
                crontab: crontab, project: project, lines: CrontabAudit.Lines(project: root, digest: nil),
                before: installed, isForced: force, isAudited: !audit.unaudited)
            try change.make(.uninstall, bytes)
            Terminal.print("removed from the crontab of \(ThisHost.current.account)")
        }
    }

    /// - Returns: nil when there is none here, and the lines are named by their place.
    private func project() throws -> Project? {
        do { return try options.project() } catch {
            guard installedAt != nil, error.exitStatus == .missingInput else { throw error }
            return nil
        }
    }
}

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

    @OptionGroup var crontab: CrontabOptions
    @OptionGroup var options: ProjectOptions

    func run() throws {
        try Terminal.reporting {
            let project = try installedAt ?? options.project().root
            guard let bytes = try crontab.read(project).removing(force: force) else {
                return Terminal.print("the crontab has no lines of \(project)")
            }
            try crontab.write(bytes)
            Terminal.print("removed from the crontab of \(ThisHost.current.account)")
        }
    }
}

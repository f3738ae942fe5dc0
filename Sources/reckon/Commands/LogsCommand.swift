import ArgumentParser
import Kernel
import Runner
import Watching

struct LogsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Show the log of a run, or an error by its reference.",
        discussion: "Detail (hosts, paths, statements) is shown with --level detail only.")

    @Argument(help: ArgumentHelp("The run, or the reference that a message tells.", valueName: "run"))
    var wantedRun: String

    @Option(help: "How to print: text, or json for the lines as they are.")
    var format = OutputFormat.text

    @Option(help: "The least urgent level to show: error, warning, info or detail.")
    var level = RunLog.Level.info

    @OptionGroup var options: ProjectOptions

    func validate() throws {
        if RunID(wantedRun) == nil { throw ValidationError(CommandArgument.noRun(wantedRun)) }
    }

    func run() throws {
        try Terminal.reporting {
            guard let run = RunID(wantedRun) else { preconditionFailure("validate() admits runs only") }
            let project = try options.project()
            let log = try RunLog(of: run, home: project.home, tenants: project.tenants())
            for entry in log.entries(upTo: level) {
                Terminal.print(format == .json ? entry.line : entry.description)
            }
            if log.unreadable > 0 {
                Terminal.printError("\(log.unreadable) lines of the log cannot be read: the run was killed\n")
            }
        }
    }
}

extension RunLog.Level: ExpressibleByArgument {}

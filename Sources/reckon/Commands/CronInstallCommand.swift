import ArgumentParser
import Kernel
import Runner

struct CronInstallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Write the lines that wake the jobs into the user's crontab; its other lines stay as they are.")

    @Flag(help: "Replace the lines of reckon though they were edited by hand.")
    var force = false

    @OptionGroup var audit: UnauditedOption
    @OptionGroup var crontab: CrontabOptions
    @OptionGroup var wake: WakeOptions

    func run() throws {
        try Terminal.reporting {
            let block = try wake.block()
            let change = try CrontabChange(
                crontab: crontab, project: wake.options.project(),
                lines: CrontabAudit.Lines(project: block.project, digest: block.digest, jobs: block.jobs),
                isForced: force, isAudited: !audit.unaudited)
            guard try change.make(.install, { try $0.installing(block, force: force) }) else {
                return Terminal.print("the crontab is as it should be")
            }
            for line in block.lines { Terminal.print(line) }
            Terminal.print("written into the crontab of \(ThisHost.current.account)")
        }
    }
}

import ArgumentParser
import Kernel
import Runner

struct CronDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Compare the user's crontab with what `cron install` would write.")

    @OptionGroup var crontab: CrontabOptions
    @OptionGroup var wake: WakeOptions

    func run() throws {
        try Terminal.reporting {
            let block = try wake.block()
            let installed = try crontab.read(block.project)
            let difference = installed.difference(to: block)
            if difference.isEmpty { return Terminal.print("the crontab is as it should be") }
            for line in difference { Terminal.print(line) }
            if installed.isEdited {
                Terminal.printError("its lines were edited by hand: the digest does not fit them\n")
            }
            throw Failure(
                .configuration, CommandCode.otherCrontab,
                installed.hasBlock
                    ? "the crontab has other lines (-) than the jobs ask for (+)"
                    : "the crontab has no lines of this project",
                hint: installed.isEdited ? "`reckon cron install --force` replaces them" : "run `reckon cron install`")
        }
    }
}

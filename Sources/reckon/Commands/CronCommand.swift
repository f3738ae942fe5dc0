import ArgumentParser

struct CronCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cron", abstract: "Have the host's cron wake the jobs when they are due.",
        subcommands: [
            CronRenderCommand.self, CronInstallCommand.self, CronDiffCommand.self, CronUninstallCommand.self,
            CronTickCommand.self,
        ])
}

import ArgumentParser
import Kernel
import Runner
import Schedule

/// What a crontab's lines are made of.
struct WakeOptions: ParsableArguments {
    @Flag(help: "One line every five minutes for all jobs, in place of lines that follow their schedules.")
    var tick = false

    @Option(help: "Time zone of the host's cron. Default: what /etc/localtime leads to.")
    var hostZone: String?

    @Option(help: "Absolute path of the program in the lines. Default: this one.")
    var program: String?

    @Option(help: "Absolute path of the project in the lines. Default: this project.")
    var installedAt: String?

    @Option(
        help: ArgumentHelp(
            "Absolute path of a file of lines NAME='value' to be set for each run, such as RECKON_DATABASE_URL. A shell "
                + "reads it: without the quotes & ; $ and blanks in a value are lost."))
    var environmentFile: String?

    @Option(help: "Address that cron mails output to. Default: as the crontab says elsewhere.")
    var mailTo: String?

    @OptionGroup var options: ProjectOptions

    func validate() throws {
        if let mailTo, mailTo.isEmpty || !mailTo.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x22 }) {
            throw ValidationError("'\(mailTo)' is no address: no blanks, quotes or other than ASCII")
        }
    }

    /// What is to be woken.
    func plan() throws -> WakePlan {
        let project = try options.project()
        var findings = DiagnosticCollector()
        var jobs: [JobFile] = []
        for job in try project.jobs() {
            do { jobs.append(try JobFile(job, project: project, catalog: Catalog.stages)) } catch {
                findings.add(contentsOf: error.diagnostics)
            }
        }
        try findings.throwIfErrors(.configuration)
        // A home that was named for this command is named in the lines too: cron has another environment.
        let home = options.home == nil && Environment.value("RECKON_HOME") == nil ? nil : project.home
        let command = try WakeCommand(
            program: program ?? ThisHost.program, project: installedAt ?? project.root, home: home,
            environmentFile: environmentFile)
        return try WakePlan(
            jobs, command: command, mode: tick ? .tick : .jobs, nights: project.watch.nights)
    }

    /// The block that the crontab should have. Only it needs to know the zone of the host.
    func block() throws -> CrontabBlock {
        let plan = try plan()
        let zone = try options.project().zones.zone(hostZone ?? ThisHost.zoneName())
        return try CrontabBlock(plan, host: HostCron(zone: zone, from: WallClock.system.now()), mailTo: mailTo)
    }
}

/// Which crontab.
struct CrontabOptions: ParsableArguments {
    @Option(name: .customLong("crontab"), help: "Program that shows and takes the user's crontab.")
    var program = "crontab"

    func read(_ project: String) throws(Failure) -> Crontab {
        try Crontab(bytes(), project: project)
    }

    func bytes() throws(Failure) -> [UInt8] { try CrontabProgram(path: program).read() }

    func write(_ bytes: [UInt8]) throws(Failure) { try CrontabProgram(path: program).write(bytes) }
}

/// Whether the audit log is told.
struct UnauditedOption: ParsableArguments {
    @Flag(help: "Change the crontab though the audit log cannot be told, as when the store cannot be reached.")
    var unaudited = false
}

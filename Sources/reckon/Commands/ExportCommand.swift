import ArgumentParser
import Database
import Kernel
import Reports
import Runner

#if canImport(Glibc)
    import Glibc
#endif

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write what is published for a period as files for other tools.",
        subcommands: [ExportFocusCommand.self])
}

struct ExportFocusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "focus",
        abstract: "Write the allocation of a period, or its bill, as a FOCUS file; nothing is run.")

    @Argument(help: "Name of the job: Jobs/<job>.json.", transform: CommandArgument.job)
    var job: JobID

    @Option(
        help: "Billing period, such as 2026-04. Default: the month of yesterday (UTC).",
        transform: CommandArgument.period)
    var period: Month?

    @Flag(help: "Write the rows of a bill. Default: the allocation.")
    var bill = false

    @Option(
        help: "Stage that published it. Default: the only one of the job that can be meant.",
        transform: CommandArgument.stage)
    var stage: StageID?

    @Option(name: .customLong("version"), help: "Version of FOCUS: 1.2 or 1.3.")
    var focusVersion = FocusExportVersion.v1_2

    @Option(help: "Kind of file: csv or parquet.")
    var format = FocusExportFormat.csv

    @Option(
        help:
            "File to write; - is standard output, for CSV. Default: JOB-PERIOD-STAGE-focus-VERSION.FORMAT here."
    )
    var output: String?

    @Flag(help: "Replace the file when there is one.")
    var force = false

    @OptionGroup var options: ProjectOptions

    private var isToStandardOutput: Bool { output == "-" }

    func validate() throws {
        if output?.isEmpty == true { throw ValidationError("--output names no file") }
        if isToStandardOutput, format == .parquet {
            throw ValidationError("Parquet is written to files only; name one with --output, or choose --format csv")
        }
    }

    func run() throws {
        try Terminal.reporting {
            let project = try options.project()
            let job = try JobFile(job, project: project, catalog: Catalog.stages)
            let choice = try FocusExportChoice(job, stage: stage, isBill: bill)
            let period = period ?? DefaultPeriod.at(WallClock.system.now())
            let path =
                output
                ?? "\(job.job)-\(period)-\(choice.stage)-focus-\(focusVersion.rawValue).\(format.rawValue)"
            if !isToStandardOutput { try FocusExport.requireFree(path, replaces: force) }
            let published = try Store.with(home: project.home) { store in
                try Ledger(store.database).published(
                    Partition(tenant: job.tenant, job: job.job, period: period), home: project.home)
            }
            let publication = try choice.publication(among: published, of: job.job, period)
            let export = FocusExport(choice.source, focusVersion)
            guard !isToStandardOutput else { return try write(publication, with: export) }
            let rows = try export.write(
                publication, as: format, to: path, token: "\(getpid())", replaces: force)
            Terminal.print("\(path): \(ProgressLines.grouped(rows)) rows of FOCUS \(focusVersion.rawValue)")
        }
    }

    private func write(_ publication: Publication, with export: FocusExport) throws {
        let output = StandardOutput()
        do {
            _ = try export.writeCSV(publication, to: output)
        } catch  where output.readerIsGone {
            // It has seen enough.
        }
    }
}

extension FocusExportVersion: ExpressibleByArgument {}
extension FocusExportFormat: ExpressibleByArgument {}

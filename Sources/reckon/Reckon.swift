import ArgumentParser
import Kernel
import Runner

/// The command line. Each command is a file of its own in Commands/.
@main
struct Reckon: ParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "reckon",
        abstract: "Allocate cloud bills to workloads, exactly.",
        discussion: """
            A job (Jobs/<name>.json) reads bills and cluster telemetry, allocates every charge, and publishes Parquet,
            CSV and an HTML report. Runs, figures and what was published are kept in PostgreSQL; without
            RECKON_DATABASE_URL a private server is started for the duration of the command.
            """,
        version: version,
        subcommands: [
            RunCommand.self, PlanCommand.self, ValidateCommand.self, StatusCommand.self, LogsCommand.self,
            DigestCommand.self,
            GraphCommand.self, ReportCommand.self,
            AllocationCommand.self, InspectCommand.self, ExportCommand.self, RestatementsCommand.self,
            CloseCommand.self, ReopenCommand.self, BackfillCommand.self, ScheduleCommand.self, CronCommand.self,
            SlotsCommand.self, AuditCommand.self, BillingCommand.self, DoctorCommand.self, SchemaCommand.self,
        ])

    static func main() {
        Interruption.install()
        if let fault = Environment.value(FaultPoint.variable), !FaultPoint.arm(fault) {
            let names = FaultPoint.allCases.map(\.rawValue).joined(separator: ", ")
            Terminal.printError("\(FaultPoint.variable)='\(fault)' names no fault point; there are: \(names)\n")
            exit(withError: ExitCode(ExitStatus.usage.rawValue))
        }
        main(nil)
    }
}

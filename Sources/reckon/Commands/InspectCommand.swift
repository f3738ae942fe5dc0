import ArgumentParser
import Billing
import Kernel

struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Say what bill files are and what is in them; needs no set-up.",
        discussion: """
            Reads each file with all the checks of an ingest and changes nothing. --by sums the costs: by FOCUS columns
            that hold text, and by day, such as --by ServiceName,SubAccountId,day.
            """)

    @Argument(help: "Bill files: CSV, plain or compressed with gzip or zstd, or Parquet.", completion: .file())
    var files: [String]

    @Option(help: "Sum the costs by these FOCUS columns and day, separated by commas.")
    var by: String?

    @Option(help: "How to print: text, json, or csv (the sums of --by only).")
    var format = InspectFormat.text

    enum InspectFormat: String, ExpressibleByArgument, CaseIterable {
        case text, json, csv
    }

    func validate() throws {
        if format == .csv, by == nil {
            throw ValidationError("--format csv prints the sums of --by, which is not given")
        }
    }

    func run() throws {
        try Terminal.reporting {
            let grouping = try by.map { try BillGrouping($0.split(separator: ",").map(String.init)) }
            var inspections: [BillInspection] = []
            var failure: Failure?
            for path in files {
                do {
                    let inspection = try BillInspection(path: path, grouping: grouping)
                    if format == .text { Terminal.print(InspectionText(inspection, grouping).text) }
                    inspections.append(inspection)
                } catch let refused as Failure {
                    // In a folder full of files one may be something else: people want the others all the same,
                    // programs a whole answer.
                    failure?.diagnostics += refused.diagnostics
                    failure = failure ?? refused
                }
            }
            if let failure { throw failure }
            switch format {
            case .text: break
            case .json: Terminal.print(InspectionJSON.text(inspections, grouping))
            case .csv: if let grouping { try InspectionCSV.print(inspections, grouping) }
            }
        }
    }
}

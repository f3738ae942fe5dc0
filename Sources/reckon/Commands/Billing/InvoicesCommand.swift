import ArgumentParser
import Kernel
import Payments
import Runner

struct InvoicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invoices", abstract: "Write all invoices and credit notes as JSON and HTML below the home.")

    @OptionGroup var options: ProjectOptions

    func run() throws {
        try Terminal.reporting {
            try BillingDesk.with(options) { desk in
                let count = try InvoiceFiles.write(desk)
                Terminal.print("\(count) documents in \(desk.folder)/invoices/\(desk.rules.mode.rawValue)")
            }
        }
    }
}

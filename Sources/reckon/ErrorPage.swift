import Allocation
import Billing
import Columns
import Crypto
import Database
import Documents
import HTTP
import Kernel
import Model
import Payments
import Reports
import Runner
import Schedule
import Telemetry
import Watching

/// docs/errors.md, made from the tables of all targets.
enum ErrorPage {
    /// A target's table is one line here.
    static let all: [CodeExplanation] =
        KernelCode.explanations + DocumentCode.explanations + ScheduleCode.explanations + ColumnsCodes.explanations
        + HTTPCode.explanations + KeyCode.explanations
        + StoreCode.explanations
        + ModelCode.explanations + RunnerCode.explanations + CrontabCode.explanations + BillCode.explanations
        + DeliveryCode.explanations
        + TelemetryCode.explanations
        + AllocationCode.explanations + PaymentCode.explanations + ReportCode.explanations + WatchingCode.explanations
        + CommandCode.explanations

    private static let areas: [(letter: Character, title: String)] = [
        ("J", "Job and configuration files"), ("C", "Schedules, time zones and calendars"),
        ("P", "Finding the project and its inputs"), ("D", "Bills, telemetry and payments"),
        ("W", "Buckets, folders of deliveries and calls over HTTP"), ("S", "The store (PostgreSQL)"),
        ("E", "The program and its own files"),
    ]

    static var markdown: String {
        """
        # Error codes

        This page is written by `reckon schema` from the tables that the program itself has.

        Every finding has a code: an area letter and a number, as in `error[D202]`. Numbers are stable, a code never gets
        another meaning. The place in front of it, `file:line:column`, counts from 1, columns in bytes. An error ends the
        stage or the command with an [exit code](exit-codes.md); a warning ends nothing.

        \(areas.map { section($0.letter, $0.title) }.joined(separator: "\n\n"))

        """
    }

    private static func section(_ letter: Character, _ title: String) -> String {
        let codes = all.filter { $0.code.area == letter }.sorted { $0.code.number < $1.code.number }
        let rows = codes.map { entry in
            let anchor = "<a id=\"\(entry.code.description.lowercased())\"></a>"
            return "| \(anchor)\(entry.code) | \(sentence(entry.text)) | \(entry.advice.map(sentence) ?? "") |"
        }
        return (["## \(letter): \(title)", "", "| code | meaning | what to do |", "|---|---|---|"] + rows)
            .joined(separator: "\n")
    }

    /// With a capital letter and a full stop, as a page is written.
    private static func sentence(_ text: String) -> String {
        let start = text.prefix(1).uppercased() + text.dropFirst()
        return text.hasSuffix(".") ? start : start + "."
    }
}

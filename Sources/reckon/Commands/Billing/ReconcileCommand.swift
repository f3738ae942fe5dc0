import ArgumentParser
import Database
import Kernel
import Payments
import Reports
import Runner

struct ReconcileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "Compare with the provider's lists; exit 3 when a person has to look.")

    /// Payments of the last minutes are still under way.
    private static let settleSeconds: Int64 = 600

    @OptionGroup var options: ProjectOptions

    func run() throws {
        try Terminal.reporting {
            let needsPerson = try BillingDesk.with(options) { desk in
                try desk.closing { try reconcile(desk) }
            }
            if needsPerson { throw ExitCode(ExitStatus.partlyFailed.rawValue) }
        }
    }

    private func reconcile(_ desk: BillingDesk) throws -> Bool {
        let provider = try PaystackConnection.open(desk)
        let webhooks = try desk.takeWebhooks(try WebhookKeys())
        let marks = PaymentWatermarks(desk.database, mode: desk.rules.mode)
        let now = WallClock.system.now()
        let window = ProviderLists.Window(
            mark: try marks.listedTo() ?? marks.firstAttempt(of: desk.tenants),
            to: now.advanced(bySeconds: -ReconcileCommand.settleSeconds))
        var run = try ReconciliationRun(
            store: desk.store, provider: provider, rules: desk.rules, window: window, now: now,
            webhooks: desk.spool.exists ? try WebhookInbox(desk.database).webhooks(since: window.from) : nil)
        for trouble in run.lists.troubles { Terminal.printError("\(trouble)\n") }
        // Told before anything is applied: what is applied is no difference any more.
        let findings = run.findings()
        print(findings)
        var trouble: (any Error)?
        do { try run.apply() } catch { trouble = error }
        // What was done is told also when not all could be.
        BillingDesk.print(run.matters, run.faults)
        for text in run.unreadable { Terminal.printError("not understood: \(text); asked again in the next run\n") }
        if let trouble { throw trouble }
        let totals = try run.totals()
        print(totals)
        Terminal.print(
            "listed from \(window.from) to \(window.to)\(run.lists.isComplete ? "" : ", and not to the end")")
        if run.mayAdvance { try marks.advance(to: window.to) }
        if run.keyWasRefused { throw PaymentFailure.keyRefused }
        return webhooks.needsPerson || run.needsPerson || findings.contains(where: \.needsPerson)
            || !totals.allSatisfy(\.agree)
    }

    private func print(_ findings: [ReconciliationFinding]) {
        for finding in findings {
            var line = "\(finding.kind.code) \(finding.kind.rawValue)\(finding.needsPerson ? " [look]" : "")"
            if let money = finding.money { line += " \(money)" }
            if let reference = finding.reference { line += " \(reference)" }
            line += ": \(VisibleText.show(finding.detail))"
            if let advice = finding.kind.advice { line += "; \(advice)" }
            Terminal.print(line)
        }
        if findings.isEmpty { Terminal.print("no differences") }
    }

    private func print(_ totals: [PaymentTotals]) {
        guard !totals.isEmpty else { return }
        var table = TextTable([
            .text("currency"), .whole("theirs"), .number("paid there"), .whole("ours"), .number("paid here"),
            .number("refunded"), .text(""),
        ])
        for total in totals {
            table.add([
                total.currency.description, "\(total.paidAtProviderCount)",
                total.paidAtProvider.rounded(toPlaces: 2), "\(total.paidWithUsCount)",
                total.paidWithUs.rounded(toPlaces: 2), total.refunded.rounded(toPlaces: 2),
                total.agree ? "agrees" : "differs",
            ])
        }
        Terminal.print(table)
    }
}

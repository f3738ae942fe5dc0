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
            let needsPerson = try BillingDesk.with(options, reconcile)
            if needsPerson { throw ExitCode(ExitStatus.partlyFailed.rawValue) }
        }
    }

    private func reconcile(_ desk: BillingDesk) throws -> Bool {
        let provider = try PaystackConnection.open(desk)
        let webhooks = try desk.takeWebhooks(try WebhookKeys())
        if webhooks.total > 0 { Terminal.print(webhooks.words) }
        let marks = PaymentWatermarks(desk.database, mode: desk.rules.mode)
        let now = WallClock.system.now()
        let to = now.advanced(bySeconds: -ReconcileCommand.settleSeconds)
        let start = try marks.listedTo() ?? marks.firstAttempt(of: desk.tenants) ?? to
        let from = min(start, to).advanced(bySeconds: -PaymentWatermarks.overlapSeconds)
        let lists = try ProviderLists(provider, from: from, to: to)
        var input = lists.input(desk, attempts: try attempts(desk), from: from, to: to)
        input.webhooks = try WebhookInbox(desk.database).webhooks(since: from)
        input.expectsWebhooks = WebhookSpool(folder: "\(desk.folder)/spool").exists
        let findings = Reconciliation(input).findings()
        try apply(lists, desk, now)
        input.attempts = try attempts(desk)
        // From lists that broke off no totals are concluded.
        let totals = input.isComplete ? try PaymentTotals.compare(input) : []
        print(findings, totals)
        Terminal.print("listed from \(from) to \(to)\(input.isComplete ? "" : ", and not to the end")")
        if input.isComplete { try marks.advance(to: to) }
        try InvoiceFiles.write(desk)
        if lists.keyWasRefused { throw PaymentFailure.keyRefused }
        return findings.contains(where: \.needsPerson) || !totals.allSatisfy(\.agree)
    }

    private func attempts(_ desk: BillingDesk) throws -> [ChargeAttempt] {
        try desk.tenants.flatMap { try desk.store.accounts(of: $0).flatMap(\.attempts) }
    }

    /// Each through the same function as webhooks, in the order of the list.
    private func apply(_ lists: ProviderLists, _ desk: BillingDesk, _ now: Instant) throws {
        let recorder = PaymentRecorder(store: desk.store, mode: desk.rules.mode)
        for charge in lists.charges.items { _ = try recorder.record(charge, source: .listing, now: now) }
        for refund in lists.refunds.items { _ = try desk.store.record(refund, now: now) }
        for dispute in lists.disputes.items { _ = try desk.store.record(dispute, source: .listing, now: now) }
    }

    private func print(_ findings: [ReconciliationFinding], _ totals: [PaymentTotals]) {
        for finding in findings {
            var line = "\(finding.kind.code) \(finding.kind.rawValue)\(finding.needsPerson ? " [look]" : "")"
            if let money = finding.money { line += " \(money)" }
            if let reference = finding.reference { line += " \(reference)" }
            line += ": \(VisibleText.show(finding.detail))"
            if let advice = finding.kind.advice { line += "; \(advice)" }
            Terminal.print(line)
        }
        if findings.isEmpty { Terminal.print("no differences") }
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

/// All lists of one window, as far as they came.
struct ProviderLists {
    let charges: Listed<ObservedCharge>
    let refunds: Listed<ObservedRefund>
    let disputes: Listed<ObservedDispute>
    let settlements: Listed<ReconciliationInput.Settlement>

    init(_ provider: some PaymentListing, from: Instant, to: Instant) throws {
        charges = try provider.transactions(from: from, to: to)
        // A key that is refused once is refused always: the other lists are not asked for.
        guard charges.end != .keyRefused else {
            refunds = Listed([], end: .keyRefused)
            disputes = Listed([], end: .keyRefused)
            settlements = Listed([], end: .keyRefused)
            return
        }
        refunds = try provider.refunds(from: from, to: to)
        disputes = try provider.disputes(from: from, to: to)
        settlements = try provider.settlements(from: from, to: to)
        for (name, end) in [
            ("transactions", charges.end), ("refunds", refunds.end), ("disputes", disputes.end),
            ("settlements", settlements.end),
        ] {
            if case .brokeOff(let why) = end { Terminal.printError("the list of \(name) broke off: \(why)\n") }
        }
    }

    var isComplete: Bool {
        charges.end == .complete && refunds.end == .complete && disputes.end == .complete
            && settlements.end == .complete
    }

    var keyWasRefused: Bool {
        charges.end == .keyRefused || refunds.end == .keyRefused || disputes.end == .keyRefused
            || settlements.end == .keyRefused
    }

    func input(
        _ desk: BillingDesk, attempts: [ChargeAttempt], from: Instant, to: Instant
    ) -> ReconciliationInput {
        var input = ReconciliationInput(
            attempts: attempts, charges: charges.items, mode: desk.rules.mode, prefix: desk.rules.referencePrefix,
            from: from, to: to)
        input.refunds = refunds.items
        input.disputes = disputes.items
        input.settlements = settlements.items
        input.isComplete = isComplete
        return input
    }
}

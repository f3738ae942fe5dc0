import ArgumentParser
import Kernel
import Payments
import Runner

struct RenewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renew", abstract: "Ask about payments that are open, and charge what is due, once.")

    @Flag(help: "Print the exact charges, and neither make nor store any.")
    var dryRun = false

    @Option(help: "With --dry-run: the day to look from, such as 2026-12-01.", transform: RenewCommand.day)
    var asOf: CalendarDay?

    @OptionGroup var options: ProjectOptions

    func validate() throws {
        if asOf != nil, !dryRun {
            throw ValidationError("--as-of needs --dry-run: charges are made as of now")
        }
    }

    func run() throws {
        try Terminal.reporting {
            try BillingDesk.with(options) { desk in
                if dryRun { return try foresee(desk) }
                let needsPerson = try desk.closing { try renew(desk) }
                if needsPerson { throw ExitCode(ExitStatus.partlyFailed.rawValue) }
            }
        }
    }

    /// Decides as a run would, and drops what it decided.
    private func foresee(_ desk: BillingDesk) throws {
        let now = asOf?.start ?? WallClock.system.now()
        let foreseen = try RenewalForecast(desk.store, desk.rules, now: now)
        for (account, step) in foreseen.steps {
            let name = "\(account.subscription.tenant) \(account.subscription.id)"
            switch step {
            case .charge(let request):
                Terminal.print("\(name): charge \(request.money) for \(request.period), \(request.reference)")
            case .verify(let reference):
                Terminal.print("\(name): ask how \(reference) stands; what it says decides about a charge")
            case .rest(let rest): Terminal.print("\(name): \(RestWords.of(rest))")
            }
        }
        BillingDesk.print([], foreseen.faults)
        Terminal.print("\(foreseen.chargeCount) charges on \(now.day); nothing was done")
        if foreseen.needsPerson { throw ExitCode(ExitStatus.partlyFailed.rawValue) }
    }

    private func renew(_ desk: BillingDesk) throws -> Bool {
        let provider = try PaystackConnection.open(desk)
        let webhooks = try desk.takeWebhooks(try WebhookKeys())
        var run = RenewalRun(
            store: desk.store, provider: provider, rules: desk.rules, clock: .system,
            uptimeSeconds: { MonotonicClock.system.nowMicroseconds() / 1_000_000 })
        var trouble: (any Error)?
        do { try run.finish() } catch { trouble = error }
        // What was done is told also when the run did not come to its end.
        for charge in run.report.charges {
            Terminal.print("\(charge.reference): \(charge.money), \(charge.outcome)")
        }
        for (id, rest) in run.report.rests { Terminal.print("\(id): \(RestWords.of(rest))") }
        for id in run.report.lockedElsewhere { Terminal.print("\(id): another run is at work on it") }
        for text in run.report.unreadable {
            Terminal.printError("not understood: \(text); asked again in the next run\n")
        }
        BillingDesk.print(run.report.matters, run.report.faults)
        if let trouble { throw trouble }
        if run.report.keyWasRefused { throw PaymentFailure.keyRefused }
        return run.report.needsPerson || webhooks.needsPerson
    }

    private static func day(_ text: String) throws -> CalendarDay {
        if text.utf8.count == 10, let instant = Instant("\(text)T00:00:00Z") { return instant.day }
        throw ValidationError("'\(text)' is no day; days are written like 2026-12-01")
    }
}

/// Why nothing is charged, in words.
enum RestWords {
    static func of(_ rest: RenewalStep.Rest) -> String {
        switch rest {
        case .notDue(let day): "due on \(day)"
        case .open(let reference, let state): "\(reference) is \(state.rawValue)"
        case .dunning(let day): "a payment failed; next on \(day)"
        case .restricted: "restricted: grace is over"
        case .ended: "ended: the tenant has free"
        case .cancelled(let day): "given up by the tenant: ends on \(day)"
        case .gateClosed(let currency): "due, and \(currency) is not enabled: nothing is charged, nothing is taken away"
        case .held(let hold): "held until a person has looked: \(hold.rawValue)"
        case .wrongMoney(let reference):
            "due, and \(reference) brought wrong money: refund it, or take it with `release --grant`"
        case .noCard: "due, and there is no card to charge: make a checkout"
        case .unpriced(let diagnostic): "due, and there is no price: \(diagnostic.message)"
        case .awaitingPayment: "the first payment has not come"
        case .tooManyAttempts: "more attempts in one period than can be right: look at them"
        }
    }
}

extension SpoolIntake.Counts {
    var words: String {
        "webhooks: \(accepted) taken, \(repeated) repeated, \(outOfOrder) out of order, \(badSignature) badly signed, "
            + "\(unreadable) unreadable"
    }
}

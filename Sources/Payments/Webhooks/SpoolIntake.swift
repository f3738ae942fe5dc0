import Crypto
package import Kernel

/// Takes what waits in the spool: the signature first, then repetition, then what it says, through the same functions
/// as the lists.
///
/// Dying anywhere loses nothing: what was good leaves the spool last, and what it says can be applied twice; what is
/// kept is put away first. One that cannot be applied stays, and leaves the others alone.
package struct SpoolIntake {
    /// How many deliveries there were of each kind.
    package struct Counts: Sendable, Hashable {
        package var accepted = 0
        package var repeated = 0
        package var outOfOrder = 0
        package var badSignature = 0
        package var unreadable = 0

        package init() {}

        package var total: Int { accepted + repeated + outOfOrder + badSignature + unreadable }
    }

    /// What a run did.
    package struct Report: Sendable {
        package internal(set) var counts = Counts()
        /// Deliveries that are left in the spool for the next run.
        package internal(set) var faults: [PaymentFault] = []
        package internal(set) var matters: [PaymentMatter] = []
        /// Deliveries that were put into `dead`, and why.
        package internal(set) var dead: [(name: String, why: Diagnostic)] = []
        /// What ended the run before its end, such as a store that went away: all else tells what was done until then.
        package internal(set) var trouble: (any Error)?

        package init() {}

        package var needsPerson: Bool { !faults.isEmpty || !matters.isEmpty || !dead.isEmpty }
    }

    private let spool: WebhookSpool
    private let inbox: WebhookInbox
    private let store: PostgresPaymentStore
    private let intake: WebhookIntake
    private let clock: WallClock

    package init(
        spool: WebhookSpool, store: PostgresPaymentStore, signatures: @escaping WebhookIntake.Signing,
        clock: WallClock
    ) {
        self.spool = spool
        self.store = store
        intake = WebhookIntake(signatures: signatures)
        self.clock = clock
        inbox = WebhookInbox(store.database)
    }

    /// Nothing is done while another run takes from the same spool.
    package func run() throws -> Report {
        guard spool.exists else { return Report() }
        return try store.alone("payment-spool/\(spool.folder)") {
            var report = Report()
            let names = try spool.waiting()
            do {
                for name in names { try take(name, &report) }
            } catch {
                report.trouble = error
            }
            return report
        } ?? Report()
    }

    private func take(_ name: String, _ report: inout Report) throws {
        let taken = try PaymentFault.leaving(name, &report.faults) { try take(name) }
        guard let taken else { return }
        report.counts[keyPath: taken.count] += 1
        report.matters += taken.matters
        if let why = taken.why { report.dead.append((name, why)) }
    }

    private struct Taken {
        let count: WritableKeyPath<Counts, Int>
        var matters: [PaymentMatter] = []
        /// Why it cannot be read.
        var why: Diagnostic?
    }

    private func take(_ name: String) throws -> Taken {
        guard let delivery = try spool.read(name) else {
            try spool.finish(name, as: .dead)
            let why = Diagnostic(
                .error, PaymentCode.webhookUnreadable, "a file of the spool is no delivery", hint: "it is kept")
            return Taken(count: \.unreadable, why: why)
        }
        switch try intake.take(delivery, isKnown: inbox.knows) {
        case .accepted(let event):
            let (isLate, matters) = try apply(event, receivedAt: delivery.receivedAt)
            try note(name, delivery, isLate ? .outOfOrder : .accepted, event, .taken)
            return Taken(count: isLate ? \.outOfOrder : \.accepted, matters: matters)
        case .repeated(let event):
            try note(name, delivery, .repeated, event, .taken)
            return Taken(count: \.repeated)
        case .badSignature:
            try note(name, delivery, .badSignature, nil, .rejected)
            return Taken(count: \.badSignature)
        case .unreadable(let why):
            try note(name, delivery, nil, nil, .dead)
            return Taken(count: \.unreadable, why: why)
        }
    }

    /// Enters it in the inbox and takes its file out of the queue. A file that is kept goes first: once its entry
    /// stands, a run that finds it again takes it for a repetition.
    private func note(
        _ name: String, _ delivery: WebhookDelivery, _ verdict: ReconciliationInput.Webhook.Verdict?,
        _ event: WebhookEvent?, _ fate: WebhookSpool.Fate
    ) throws {
        if fate != .taken { try spool.finish(name, as: fate) }
        try inbox.add(
            WebhookInbox.Entry(
                delivery: name, digest: Digest(of: delivery.body), verdict: verdict, event: event?.name ?? "",
                reference: event?.reference, meaning: event?.meaning, receivedAt: delivery.receivedAt),
            at: clock.now())
        if fate == .taken { try spool.finish(name, as: fate) }
    }

    /// - Returns: whether more is known already than the event tells, and what a person has to look at.
    private func apply(_ event: WebhookEvent, receivedAt: Instant) throws -> (isLate: Bool, [PaymentMatter]) {
        switch event.content {
        case .charge(let charge):
            let recorder = PaymentRecorder(store: store, mode: store.mode)
            let matters = try recorder.record(charge, source: .webhook, now: receivedAt).matters(charge)
            let attempt = try charge.reference.flatMap { try store.attempt($0) }
            return (attempt?.state == .reversed, matters)
        case .refund(let refund): _ = try store.record(refund, source: .webhook, now: receivedAt)
        case .dispute(let dispute): _ = try store.record(dispute, source: .webhook, now: receivedAt)
        case .other: break
        }
        return (false, [])
    }
}

extension WebhookEvent {
    /// The payment it is about; nil where it names none.
    package var reference: Reference? {
        switch content {
        case .charge(let charge): charge.reference
        case .refund(let refund): refund.reference
        case .dispute(let dispute): dispute.reference
        case .other: nil
        }
    }
}

import Crypto
package import Kernel

/// Takes what waits in the spool: the signature first, then repetition, then what it says, through the same functions
/// as the lists.
///
/// Dying anywhere loses nothing: a file leaves the spool last, and what it says can be applied twice.
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

    private let spool: WebhookSpool
    private let inbox: WebhookInbox
    private let store: PostgresPaymentStore
    private let signatures: WebhookIntake.Signing
    private let clock: WallClock

    package init(
        spool: WebhookSpool, store: PostgresPaymentStore, signatures: @escaping WebhookIntake.Signing,
        clock: WallClock
    ) {
        self.spool = spool
        self.store = store
        self.signatures = signatures
        self.clock = clock
        inbox = WebhookInbox(store.database)
    }

    package func run() throws -> Counts {
        var counts = Counts()
        let names = try spool.waiting()
        guard !names.isEmpty else { return counts }
        var intake = try inbox.intake(signatures: signatures)
        for name in names {
            guard let delivery = try spool.read(name) else {
                counts.unreadable += 1
                try spool.finish(name, as: .dead)
                continue
            }
            try take(name, delivery, &intake, &counts)
        }
        return counts
    }

    private func take(
        _ name: String, _ delivery: WebhookDelivery, _ intake: inout WebhookIntake, _ counts: inout Counts
    ) throws {
        let digest = Digest(of: delivery.body)
        func note(
            _ verdict: ReconciliationInput.Webhook.Verdict?, _ event: WebhookEvent? = nil,
            _ fate: WebhookSpool.Fate = .taken
        ) throws {
            try inbox.add(
                WebhookInbox.Entry(
                    delivery: name, digest: digest, verdict: verdict, event: event?.name ?? "",
                    reference: event?.reference, meaning: event?.meaning, receivedAt: delivery.receivedAt),
                at: clock.now())
            try spool.finish(name, as: fate)
        }
        switch intake.take(delivery) {
        case .accepted(let event):
            let isLate = try apply(event, receivedAt: delivery.receivedAt)
            if isLate { counts.outOfOrder += 1 } else { counts.accepted += 1 }
            try note(isLate ? .outOfOrder : .accepted, event)
        case .repeated:
            counts.repeated += 1
            try note(.repeated)
        case .badSignature:
            counts.badSignature += 1
            try note(.badSignature, nil, .rejected)
        case .unreadable:
            counts.unreadable += 1
            try note(nil, nil, .dead)
        }
    }

    /// - Returns: true when more is known already than the event tells.
    private func apply(_ event: WebhookEvent, receivedAt: Instant) throws -> Bool {
        switch event.content {
        case .charge(let charge):
            let recorder = PaymentRecorder(store: store, mode: store.mode)
            _ = try recorder.record(charge, source: .webhook, now: receivedAt)
            guard let reference = charge.reference, let owner = try store.owner(of: reference) else { return false }
            return try store.account(owner).attempts.contains { $0.reference == reference && $0.state == .reversed }
        case .refund(let refund): _ = try store.record(refund, now: receivedAt)
        case .dispute(let dispute): _ = try store.record(dispute, source: .webhook, now: receivedAt)
        case .other: break
        }
        return false
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

package import Kernel

/// What a night's reconciliation compares, as it was before anything of the list was applied.
package struct ReconciliationInput: Sendable {
    /// A webhook of the window and what became of it.
    package struct Webhook: Sendable, Hashable {
        package enum Verdict: Sendable, Hashable { case accepted, repeated, outOfOrder, badSignature }

        package let event: String
        package let reference: Reference?
        package let verdict: Verdict

        package init(event: String, reference: Reference?, verdict: Verdict) {
            self.event = event
            self.reference = reference
            self.verdict = verdict
        }
    }

    /// Money that the provider paid out, and the payments that it says are in it.
    package struct Settlement: Sendable, Hashable {
        package struct Line: Sendable, Hashable {
            package let subunits: Int64
            package let feeSubunits: Int64

            package init(subunits: Int64, feeSubunits: Int64) {
                self.subunits = subunits
                self.feeSubunits = feeSubunits
            }
        }

        package let id: UInt64
        package let paidOut: SubunitMoney
        package let lines: [Line]
        /// Refunds and disputes that the provider took off.
        package let deductedSubunits: Int64

        package init(id: UInt64, paidOut: SubunitMoney, lines: [Line], deductedSubunits: Int64 = 0) {
            self.id = id
            self.paidOut = paidOut
            self.lines = lines
            self.deductedSubunits = deductedSubunits
        }
    }

    package var attempts: [ChargeAttempt]
    package var charges: [ObservedCharge]
    package var refunds: [ObservedRefund] = []
    /// The `news` of refunds that were told before.
    package var knownRefunds: Set<String> = []
    /// Payments of wrong money that a person took for their period.
    package var taken: Set<Reference> = []
    /// Attempts whose period is paid without them.
    package var paidOtherwise: Set<Reference> = []
    package var disputes: [ObservedDispute] = []
    package var settlements: [Settlement] = []
    package var webhooks: [Webhook] = []
    /// Where no receiver is set up, nobody waits for webhooks.
    package var expectsWebhooks = true
    package var mode: PaymentRules.Mode
    package var prefix: ReferencePrefix
    /// The list holds every payment created between these; refunds and disputes are listed from further back.
    package var from: Instant
    package var to: Instant
    /// False when a list broke off: then nothing is concluded from what is not on it.
    package var isComplete = true

    /// Whether a list of this window that came whole must hold the attempt, if it arrived at all. Its payment was
    /// created by one of its calls, of which only the first and the latest are known.
    func shouldList(_ attempt: ChargeAttempt) -> Bool { from <= attempt.sentAt && attempt.calledAt <= to }

    package init(
        attempts: [ChargeAttempt], charges: [ObservedCharge], mode: PaymentRules.Mode, prefix: ReferencePrefix,
        from: Instant, to: Instant
    ) {
        self.attempts = attempts
        self.charges = charges
        self.mode = mode
        self.prefix = prefix
        self.from = from
        self.to = to
    }
}

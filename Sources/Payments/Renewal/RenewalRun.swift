package import Kernel

/// One night's renewals: asks about what is open, charges what is due.
///
/// It goes in steps, each of which is one transaction or one call, so that a test can stop it between any two, or let
/// two of them take turns.
package struct RenewalRun<Store: PaymentStore, Provider: PaymentProvider> {
    private enum Position {
        case beginning
        case between
        case opening(SubscriptionID)
        case calling(SubscriptionID, RenewalStep, decidedAt: Int64)
        case settling(SubscriptionID, Answer)
        case finished
    }

    /// What was said of an attempt, and when it was asked: an answer is true of then, whenever it is written down.
    private struct Answer {
        let reference: Reference
        let event: AttemptEvent
        let askedAt: Instant
        /// Nil for verify.
        let call: Int?
    }

    /// Calls for one subscription in one run: charge, verify, charge again, verify, and one to spare.
    private static var callLimit: Int { 5 }
    /// A decision that waited longer may have been overtaken by another runner: it is made anew.
    private static var decisionSeconds: Int64 { 120 }

    private let store: Store
    private let provider: Provider
    private let rules: PaymentRules
    private let clock: WallClock
    /// Seconds of a clock that only runs forward.
    private let uptimeSeconds: () -> Int64
    private var position = Position.beginning
    private var queue: ArraySlice<SubscriptionID> = []
    private var known = RunKnowledge()
    private var callCount = 0
    /// Begun with: the first step of its subscription, asked for by a person.
    private var wanted: SubscriptionTerms?
    package private(set) var report = RenewalReport()

    package init(
        store: Store, provider: Provider, rules: PaymentRules, clock: WallClock,
        uptimeSeconds: @escaping () -> Int64
    ) {
        self.store = store
        self.provider = provider
        self.rules = rules
        self.clock = clock
        self.uptimeSeconds = uptimeSeconds
    }

    /// Changes the terms of one subscription instead: the difference is charged as renewals are, and what is lost on the
    /// way is for the next night.
    package init(
        changing id: SubscriptionID, to terms: SubscriptionTerms, store: Store, provider: Provider, rules: PaymentRules,
        clock: WallClock, uptimeSeconds: @escaping () -> Int64
    ) {
        self.init(store: store, provider: provider, rules: rules, clock: clock, uptimeSeconds: uptimeSeconds)
        wanted = terms
        queue = [id]
        position = .between
    }

    /// Does one step; false when there is nothing left to do. An error ends the run; the next one takes up what is
    /// open.
    package mutating func step() throws -> Bool {
        switch position {
        case .beginning:
            queue = try store.subscriptionsWithWork(on: clock.now().day)[...]
            position = .between
        case .between:
            guard let id = queue.popFirst() else {
                position = .finished
                return false
            }
            if try store.lock(id) {
                callCount = 0
                position = .opening(id)
            } else {
                report.lockedElsewhere.append(id)
            }
        case .opening(let id):
            let now = clock.now()
            if let wanted { return try begin(id, wanted, now) }
            let step = try changing(id) { [store, rules, known] in
                try store.update(id) { $0.nextStep(rules, now: now, known: known) }
            }
            if let step { try go(id, step) }
        case .calling(let id, let step, let decidedAt): try call(id, step, decidedAt: decidedAt)
        case .settling(let id, let answer): try settle(id, answer)
        case .finished: return false
        }
        return true
    }

    /// - Throws: what `SubscriptionAccount.change` refuses.
    private mutating func begin(_ id: SubscriptionID, _ terms: SubscriptionTerms, _ now: Instant) throws -> Bool {
        // Asked for once: a decision that waited too long is not made again.
        wanted = nil
        do {
            try go(id, store.update(id) { [rules] in try $0.change(terms, rules, now: now) })
        } catch {
            store.unlock(id)
            throw error
        }
        return true
    }

    /// What is wrong with one subscription, such as a tenant's key that was taken back, leaves the others alone: it is
    /// noted, nil is returned, and the next run takes up what is open. A store that is away ends the run.
    private mutating func changing<Value>(_ id: SubscriptionID, _ change: () throws -> Value) throws -> Value? {
        let value = try PaymentFault.leaving(id.text, &report.faults, change)
        if value == nil { leave(id, nil) }
        return value
    }

    /// Runs to the end.
    package mutating func finish() throws {
        while try step() {}
    }

    private mutating func go(_ id: SubscriptionID, _ step: RenewalStep) throws {
        if case .rest(let rest) = step { return leave(id, rest) }
        guard callCount < Self.callLimit else { return leave(id, nil) }
        position = .calling(id, step, decidedAt: uptimeSeconds())
    }

    private mutating func leave(_ id: SubscriptionID, _ rest: RenewalStep.Rest?) {
        if let rest { report.rests.append((id, rest)) }
        store.unlock(id)
        position = report.keyWasRefused ? .finished : .between
    }

    private mutating func call(_ id: SubscriptionID, _ step: RenewalStep, decidedAt: Int64) throws {
        callCount += 1
        switch step {
        case .verify(let reference): try verify(id, reference)
        case .charge(let request): try charge(id, request, decidedAt: decidedAt)
        case .rest: preconditionFailure("a rest is no call")
        }
    }

    private mutating func verify(_ id: SubscriptionID, _ reference: Reference) throws {
        known.asked.insert(reference)
        let askedAt = clock.now()
        let event: AttemptEvent
        switch try provider.verify(reference) {
        case .observed(let charge): event = checked(charge, is: reference)
        case .notFound:
            known.absent[reference] = askedAt
            event = .notFound
        case .keyRefused:
            report.keyWasRefused = true
            return leave(id, nil)
        case .unknown(let text):
            report.unreadable.append(text)
            event = .lost
        }
        position = .settling(id, Answer(reference: reference, event: event, askedAt: askedAt, call: nil))
    }

    private mutating func charge(_ id: SubscriptionID, _ request: ChargeRequest, decidedAt: Int64) throws {
        let reference = request.reference
        known.absent[reference] = nil
        guard uptimeSeconds() - decidedAt <= Self.decisionSeconds else {
            known.asked.remove(reference)
            position = .opening(id)
            return
        }
        known.asked.insert(reference)
        let askedAt = clock.now()
        let answer = try provider.charge(request)
        report.note(request, answer)
        var event = answer.event
        switch answer {
        case .observed(let charge): event = checked(charge, is: reference)
        // There is a transaction: it is asked about in this run.
        case .duplicate: known.asked.remove(reference)
        default: break
        }
        position = .settling(id, Answer(reference: reference, event: event, askedAt: askedAt, call: request.call))
    }

    /// An answer about another payment, or of the other mode, is no answer.
    private mutating func checked(_ charge: ObservedCharge, is reference: Reference) -> AttemptEvent {
        if charge.reference == reference, charge.isTest == (rules.mode == .test) { return .observed(charge) }
        report.unreadable.append("the answer about \(reference) is about another payment or of the other mode")
        return .lost
    }

    private mutating func settle(_ id: SubscriptionID, _ answer: Answer) throws {
        let now = clock.now()
        let isLast = report.keyWasRefused
        let settled = try changing(id) { [store, rules, known] in
            try store.update(id) { account -> (actions: [ChargeAttempt.Action], step: RenewalStep?) in
                var event = answer.event
                // Another runner has called since: this refusal says nothing about its call.
                let calls = account.attempts.first { $0.reference == answer.reference }?.calls
                if case .rejected = event, let call = answer.call, call != calls { event = .lost }
                let source = answer.call == nil ? PaymentEvent.Source.verification : .renewal
                let actions = account.apply(event, to: answer.reference, now: answer.askedAt, source: source)
                return (actions, isLast ? nil : account.nextStep(rules, now: now, known: known))
            }
        }
        guard let settled else { return }
        report.matters += PaymentMatter.all(settled.actions, answer.reference)
        guard let step = settled.step else { return leave(id, nil) }
        try go(id, step)
    }
}

import Kernel

@testable import Payments

/// Some weeks of nights with two subscriptions, from one seed.
struct SimulatedHistory {
    private final class Runner {
        let store: SimulatedStore
        var run: RenewalRun<SimulatedStore, SimulatedProvider>
        var sleepsUntilNight = 0

        init(_ store: SimulatedStore, _ provider: SimulatedProvider, _ rules: PaymentRules, _ world: SimulatedWorld) {
            self.store = store
            run = RenewalRun(
                store: store, provider: provider, rules: rules, clock: world.runnerClock,
                uptimeSeconds: { world.uptimeSeconds })
        }
    }

    let world: SimulatedWorld
    let provider: SimulatedProvider
    let committed = CommittedState()
    private var rules: PaymentRules
    private var runners: [Runner] = []
    private var sessions = 0
    private var night = 0

    init(seed: UInt64, rules: PaymentRules, subscriptions: [Subscription]) {
        world = SimulatedWorld(seed: seed, time: Instant(secondsSinceEpoch: 1_769_828_400))
        provider = SimulatedProvider(world: world)
        self.rules = rules
        for subscription in subscriptions {
            committed.accounts[subscription.id] = SubscriptionAccount(subscription, attempts: [])
        }
    }

    /// Faulty nights, then quiet ones; what is wrong is in `world.violations`.
    mutating func play(faultyNights: Int = 24, quietNights: Int = 20) {
        for _ in 0..<faultyNights { playNight(maximumDays: 4) }
        calm()
        for _ in 0..<quietNights { playNight(maximumDays: 3) }
        checkEnd()
    }

    /// From now on nothing fails, cards are good, clocks are right, and a person has replaced dead cards.
    private mutating func calm() {
        world.isFaulty = false
        world.clockOffsetSeconds = 0
        for var account in committed.accounts.values {
            account.subscription.take(
                CardAuthorization(
                    code: Secret("AUTH_new"), email: Secret("payer@example.org"), expiry: nil, isReusable: true))
            committed.put(account)
        }
    }

    private mutating func playNight(maximumDays: Int) {
        night += 1
        world.pass(seconds: Int64(1 + world.random.below(maximumDays)) * 86_400 - 3600)
        provider.deliverInFlight()
        provider.settleOpen()
        if world.strikes(150) {
            let steps: [Int64] = [-172_800, -86_400, -3600, 0, 0, 0, 60, 3600, 86_400, 172_800]
            world.clockOffsetSeconds = steps[world.random.below(steps.count)]
        }
        world.tell("night \(night), runners' clocks are off by \(world.clockOffsetSeconds) s")
        // A gate that closes for a night keeps everybody where they are.
        rules.currencies[.dollar]?.isEnabled = !world.strikes(100)
        for _ in 0..<(world.strikes(300) ? 2 : 1) { start() }
        playRunners()
        // Whoever starts it by hand after a crash, minutes or an hour later.
        if world.strikes(500) {
            world.pass(seconds: Int64(world.random.below(3600)))
            start()
            playRunners()
        }
        world.pass(seconds: 120)
        provider.deliverInFlight()
        deliverWebhooks()
        reconcile()
        checkDebits()
    }

    private mutating func start() {
        sessions += 1
        let store = SimulatedStore(world: world, committed: committed, session: sessions)
        runners.append(Runner(store, provider, rules, world))
    }

    private mutating func playRunners() {
        while true {
            let awake = runners.indices.filter { runners[$0].sleepsUntilNight <= night }
            guard !awake.isEmpty else { return }
            let index = awake[world.random.below(awake.count)]
            let runner = runners[index]
            if world.isFaulty {
                world.pass(seconds: world.random.happens(50) ? Int64(world.random.below(400)) : 1)
                if world.random.happens(60) { provider.deliverInFlight() }
                if world.random.happens(60) { deliverWebhooks() }
            }
            // Suspended for days, then let go on where it was.
            if world.strikes(15) {
                runner.sleepsUntilNight = night + 1 + world.random.below(2)
                if world.random.happens(500) { runner.store.dropLocks() }
                continue
            }
            do {
                if try runner.run.step() { continue }
            } catch {
                // Killed, or ended by an error.
            }
            runner.store.dropLocks()
            runners.remove(at: index)
        }
    }

    private func deliverWebhooks() {
        sessionlessRecord(provider.takeDueWebhooks(), .webhook)
    }

    private func reconcile() {
        guard !world.strikes(250) else { return }
        var listed = provider.charges.values.sorted { $0.id > $1.id }
        // Most nights list the latest only, as a window does.
        if night % 4 != 0 { listed = Array(listed.prefix(6)) }
        let isComplete = !world.strikes(200)
        if !isComplete { listed = Array(listed.prefix(world.random.below(listed.count + 1))) }
        guard sessionlessRecord(listed, .listing), isComplete else { return }
        let references = Set(listed.compactMap(\.reference))
        for debit in provider.debits where references.contains(debit.reference) {
            let attempt = committed.accounts[debit.subscription]?.attempts.first { $0.reference == debit.reference }
            if attempt?.state.holdsMoney != true {
                world.violations.append("\(debit.reference) was debited and is \(attempt?.state.rawValue ?? "unknown")")
            }
        }
    }

    /// False when the store died on the way.
    @discardableResult
    private func sessionlessRecord(_ charges: [ObservedCharge], _ source: PaymentEvent.Source) -> Bool {
        let store = SimulatedStore(world: world, committed: committed, session: 0)
        let recorder = PaymentRecorder(store: store, mode: .test)
        for charge in charges {
            do {
                let outcome = try recorder.record(charge, source: source, now: world.runnerClock.now())
                if outcome == .unknownReference { world.violations.append("\(charge.id) has no attempt") }
            } catch {
                return false
            }
        }
        return true
    }

    private func checkDebits() {
        guard !provider.debits.isEmpty, world.violations.isEmpty else { return }
        struct Key: Hashable { let id: SubscriptionID, month: Month }
        var counts: [Key: Int] = [:]
        for debit in provider.debits {
            counts[Key(id: debit.subscription, month: debit.period.month), default: 0] += 1
        }
        for (key, count) in counts where count > 1 {
            world.violations.append("\(key.id) \(key.month) was debited \(count) times")
        }
    }

    private func checkEnd() {
        for account in committed.accounts.values {
            let subscription = account.subscription
            if let attempt = account.attempts.first(where: \.state.isOpen) {
                world.violations.append("\(attempt.reference) is \(attempt.state) for good")
            }
            if subscription.hold != nil { continue }
            if subscription.state == .ended {
                let declines = account.attempts.filter { $0.decline != nil }
                if declines.isEmpty { world.violations.append("\(subscription.id) ended without a decline") }
                continue
            }
            if subscription.nextDue <= world.time.day || subscription.state != .active {
                world.violations.append("\(subscription.id) is \(subscription.state), due \(subscription.nextDue)")
            }
            checkPaidPeriods(subscription)
        }
    }

    /// Every period up to the one that is due next was debited once, for the right amount.
    private func checkPaidPeriods(_ subscription: Subscription) {
        var start = subscription.anchor.day(in: Month(year: 2026, month: 2)!)
        while start < subscription.nextDue {
            let period = BillingPeriod(start: start, interval: .month, anchor: subscription.anchor)
            let debits = provider.debits.filter {
                $0.subscription == subscription.id && $0.period.month == period.month
            }
            if debits.count != 1 || debits[0].money.currency != subscription.currency {
                world.violations.append("\(subscription.id) \(period) was debited \(debits.count) times")
            }
            start = period.end
        }
    }
}

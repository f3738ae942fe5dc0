import Kernel

@testable import Payments

/// Some weeks of nights with two subscriptions, from one seed.
struct SimulatedHistory {
    private final class Runner {
        let store: SimulatedStore
        var run: RenewalRun<SimulatedStore, SimulatedProvider>
        var sleepsUntilNight = 0

        init(
            _ store: SimulatedStore, _ provider: SimulatedProvider, _ rules: PaymentRules, _ world: SimulatedWorld,
            changing change: (SubscriptionID, SubscriptionTerms)? = nil
        ) {
            self.store = store
            if let (id, terms) = change {
                run = RenewalRun(
                    changing: id, to: terms, store: store, provider: provider, rules: rules, clock: world.runnerClock,
                    uptimeSeconds: { world.uptimeSeconds })
                return
            }
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
    private var mayChange = true
    /// What had been sent when faults stopped.
    private var faulty: Set<Reference>?

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
        for night in 1...quietNights {
            // On the last night nobody has the lock of what is due.
            mayChange = night < quietNights
            playNight(maximumDays: 3)
        }
        checkEnd()
    }

    /// From now on nothing fails, cards are good, clocks are right, and a person has replaced dead cards.
    private mutating func calm() {
        world.isFaulty = false
        world.clockOffsetSeconds = 0
        faulty = Set(committed.accounts.values.flatMap(\.attempts).map(\.reference))
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
        // A person at noon, or beside the nightly run.
        if mayChange, world.random.happens(350) { startChange() }
        playRunners()
        if mayChange, world.random.happens(350) {
            startChange()
            playRunners()
        }
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

    /// Somebody wants other terms: most are dearer tiers or cheaper ones, some a year instead of a month.
    private mutating func startChange() {
        let ids = committed.accounts.keys.sorted()
        let id = ids[world.random.below(ids.count)]
        let tier = world.random.happens(500) ? "pro" : "starter"
        let interval = world.random.happens(60) ? BillingInterval.year : .month
        world.tell("somebody wants \(tier) by the \(interval) for \(id)")
        sessions += 1
        let store = SimulatedStore(world: world, committed: committed, session: sessions)
        let terms = SubscriptionTerms(tier: TierID(tier)!, interval: interval)
        runners.append(Runner(store, provider, rules, world, changing: (id, terms)))
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
        struct Key: Hashable { let id: SubscriptionID, month: Month, upgrade: Int }
        var counts: [Key: Int] = [:]
        for debit in provider.debits {
            guard let parts = debit.reference.parts else { preconditionFailure("a reference of ours") }
            counts[Key(id: debit.subscription, month: parts.month, upgrade: parts.upgrade), default: 0] += 1
        }
        for (key, count) in counts where count > 1 {
            world.violations.append("\(key.id) \(key.month), upgrade \(key.upgrade), was debited \(count) times")
        }
    }

    private func checkEnd() {
        for account in committed.accounts.values {
            let subscription = account.subscription
            if let attempt = account.attempts.first(where: \.state.isOpen) {
                world.violations.append("\(attempt.reference) is \(attempt.state) for good")
            }
            checkUpgrades(account)
            if subscription.hold != nil { continue }
            if subscription.state == .ended {
                let declines = account.attempts.filter { $0.decline != nil }
                if declines.isEmpty { world.violations.append("\(subscription.id) ended without a decline") }
                continue
            }
            if subscription.nextDue <= world.time.day || subscription.state != .active {
                world.violations.append("\(subscription.id) is \(subscription.state), due \(subscription.nextDue)")
            }
            checkPaidPeriods(account)
        }
    }

    /// Every period up to the one that is due next was debited once, for the right amount.
    private func checkPaidPeriods(_ account: SubscriptionAccount) {
        let subscription = account.subscription
        var start = subscription.anchor.day(in: Month(year: 2026, month: 2)!)
        while start < subscription.nextDue {
            let month = Month(containing: start)
            let debits = provider.debits.filter {
                $0.subscription == subscription.id && $0.reference.parts?.month == month
                    && $0.reference.parts?.upgrade == 0
            }
            if debits.count != 1 || debits[0].money.currency != subscription.currency {
                world.violations.append("\(subscription.id) \(start) was debited \(debits.count) times")
            }
            // An upgrade to a longer interval makes its period longer.
            let paid = account.attempts.filter { $0.state == .paid && $0.slot.month == month }
            guard let end = paid.map(\.period.end).max(), end > start else {
                world.violations.append("\(subscription.id) is paid up to \(subscription.nextDue), and \(start) is not")
                return
            }
            start = end
        }
    }

    /// Each upgrade costs what its days cost, less what was paid for them; and what was paid of a period is what its days
    /// cost on the terms that each was on, but for half a hundredth of each line and of what it was made of.
    private func checkUpgrades(_ account: SubscriptionAccount) {
        var months: [Month: [ChargeAttempt]] = [:]
        for attempt in account.attempts {
            if attempt.state == .paid {
                months[attempt.slot.month, default: []].append(attempt)
            } else if attempt.upgrade != nil, let faulty, !faulty.contains(attempt.reference) {
                world.violations.append("\(attempt.reference) is \(attempt.state), and nothing failed")
            }
        }
        for (month, attempts) in months where attempts.contains(where: { $0.slot.upgrade == 0 }) {
            checkMonth(month, attempts.sorted { $0.slot.upgrade < $1.slot.upgrade })
        }
    }

    private func checkMonth(_ month: Month, _ paid: [ChargeAttempt]) {
        let start = paid[0].period.start
        func days(_ from: CalendarDay, _ to: CalendarDay) -> Int128 { Int128(to.daysSinceEpoch - from.daysSinceEpoch) }
        // Whole months and years that begin there; a hundredth is `scale`.
        let scale = Set(paid.map { days(start, $0.period.end) }).reduce(1, *)
        var (sum, exact): (Int128, Int128) = (0, 0)
        for (index, attempt) in paid.enumerated() {
            let all = days(start, attempt.period.end)
            let full = Int128(rules.tiers[attempt.tier]?.prices[attempt.interval]?[attempt.price.money.currency] ?? 0)
            let next = index + 1 < paid.count ? paid[index + 1].period.start : attempt.period.end
            exact += full * days(attempt.period.start, next) * (scale / all)
            if let credit = attempt.upgrade?.credit.subunits {
                let rest = (2 * full * days(attempt.period.start, attempt.period.end) + all) / (2 * all)
                if Int128(attempt.price.money.subunits + credit) != rest || attempt.price.money.subunits <= 0 {
                    world.violations.append(
                        "\(attempt.reference) asks for \(attempt.price.money), its days cost \(rest)")
                }
                if Int128(credit) > sum { world.violations.append("\(attempt.reference) credits more than was paid") }
            }
            sum += Int128(attempt.price.money.subunits)
        }
        if (sum * scale - exact).magnitude > (2 * Int128(paid.count) * scale).magnitude {
            world.violations.append("\(paid[0].reference): \(sum) was paid, its days cost \(exact)/\(scale)")
        }
    }
}

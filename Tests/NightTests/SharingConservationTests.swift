import Kernel
import Model
import TestSupport
import Testing

@testable import Allocation

/// Random pools, policies and telemetry with gaps: what is shared equals what was there, whatever the order.
struct SharingConservationTests {
    private static let clusters = ["east", "west"]
    private static let namespaces = ["a", "b", "bb", "c", "kube-x", "openshift"]
    private static let currencies = ["USD", "EUR"].compactMap { Currency($0) }

    private struct PoolKey: Hashable {
        let day: CalendarDay
        let cluster: String
        let currency: Currency
        let pool: CostPool
    }

    private struct Piece {
        let recipient: Recipient
        let charge: Charge
        let currency: Currency
        let costs: CostVector
        let hourly: HourlyCosts?

        var day: CalendarDay { charge.day }
    }

    /// A whole random case, from its seed.
    private struct World {
        var pods: [PodHour] = []
        var labels: [NamespaceLabels] = []
        var pieces: [Piece] = []
        var options = AllocationOptions()

        init(seed: UInt64) {
            var random = SplitMix(seed: seed)
            pods = World.pods(&random)
            labels = ["a", "b", "c"].map { namespace in
                NamespaceLabels(
                    day: CalendarDay(daysSinceEpoch: Int32.random(in: 0...3, using: &random)), cluster: "east",
                    namespace: namespace, labels: "label_tier:\(Int.random(in: 1...2, using: &random))")
            }
            let charges = World.charges(&random)
            pieces = charges.map { World.piece(of: $0, &random) }
            let policies = CostPool.allCases.flatMap { pool in
                (0..<Int.random(in: 0...3, using: &random)).map { index in
                    SharingPolicy(
                        pools: [pool], cluster: index == 0 ? clusters.randomElement(using: &random) : nil,
                        selector: index < 2 ? World.selector(&random) : PoolSelector(), rule: World.rule(&random))
                }
            }
            options.sharing = policies.enumerated().map { index, policy in
                var policy = policy
                policy.position = index + 1
                return policy
            }
        }

        private static func charges(_ random: inout SplitMix) -> [Charge] {
            var groups = ChargeGroups()
            for index in 0..<80 {
                let day = CalendarDay(daysSinceEpoch: Int32.random(in: 0...3, using: &random))
                let service = ["Compute", "Support"].randomElement(using: &random) ?? ""
                let tags = ["{}", #"{"env":"prod"}"#].randomElement(using: &random) ?? ""
                let numbers = ChargeGroups.dimensions.enumerated().map { dimension, column -> Int32 in
                    switch column {
                    case .serviceName: groups.id(dimension: dimension, text: service)
                    case .tags: groups.id(dimension: dimension, text: tags)
                    case .resourceID: groups.id(dimension: dimension, text: "r\(index)")
                    default: 0
                    }
                }
                do {
                    try groups.add(
                        dimensions: numbers, start: day.start, end: day.advanced(by: 1).start,
                        measures: ChargeMeasures(costs: .zero))
                } catch { preconditionFailure("sums of nothing fit") }
            }
            return groups.sorted()
        }

        private static func selector(_ random: inout SplitMix) -> PoolSelector {
            switch Int.random(in: 0..<5, using: &random) {
            case 0: PoolSelector(charges: ChargeConditions(fields: [.services: [NamePattern("Supp*")]]))
            case 1: PoolSelector(charges: ChargeConditions(tags: ["env": NamePattern("prod")]))
            case 2: PoolSelector(namespaces: [NamePattern("kube-*")])
            case 3: PoolSelector(labels: ["app": NamePattern("d?s")])
            default: PoolSelector()
            }
        }

        private static func pods(_ random: inout SplitMix) -> [PodHour] {
            (0..<30).map { index in
                let cluster = clusters.randomElement(using: &random) ?? ""
                return PodHour(
                    hour: Instant(microseconds: Int64.random(in: 0..<72, using: &random) * 3_600_000_000),
                    cluster: cluster, node: "node-\(cluster)", nodeResourceID: "",
                    namespace: namespaces.randomElement(using: &random) ?? "", pod: "pod-\(index)",
                    cpuUsageCoreNanoseconds: [0, 1, 3_600_000_000_000].randomElement(using: &random) ?? 0,
                    cpuRequestCoreNanoseconds: Int64.random(in: 0...7_200_000_000_000, using: &random)
                        * (index % 2 == 0 ? 1 : 0),
                    memoryUsageByteSeconds: 0, memoryRequestByteSeconds: 0,
                    nodeCapacityCoreNanoseconds: 14_400_000_000_000, nodeCapacityByteSeconds: 0)
            }
        }

        private static func piece(of charge: Charge, _ random: inout SplitMix) -> Piece {
            let parts: [AllocationPart] = [
                .compute, .compute, .storage, .project, .platformIdle, .workerIdle, .storageUnattributed, .network,
                .clusterShared,
            ]
            let part = parts.randomElement(using: &random) ?? .network
            let recipient = Recipient(
                part, cluster: clusters.randomElement(using: &random),
                namespace: part.hasNamespace ? namespaces.randomElement(using: &random) : nil,
                labels: part.hasNamespace && Bool.random(using: &random) ? #"{"app":"dns"}"# : nil)
            let costs = CostVector(
                billed: amount(&random), effective: amount(&random), list: amount(&random),
                contracted: amount(&random))
            return Piece(
                recipient: recipient, charge: charge, currency: currencies.randomElement(using: &random)!,
                costs: costs, hourly: hourly(costs, &random))
        }

        /// Nothing, or weights of some hours.
        private static func hourly(_ costs: CostVector, _ random: inout SplitMix) -> HourlyCosts? {
            guard Bool.random(using: &random) else { return nil }
            var hourly = HourlyCosts()
            let first = Int.random(in: 0...23, using: &random)
            let weights = (0..<24).map { _ in UInt128.random(in: 0...5, using: &random) }
            do { try hourly.add(costs, over: first..<24) { weights[$0] } } catch {
                preconditionFailure("parts fit where the whole does")
            }
            return hourly
        }

        /// Of any size, a third of them below zero, some nothing.
        private static func amount(_ random: inout SplitMix) -> Amount {
            let bound = Int128(10).raised(to: Int.random(in: 0...33, using: &random))
            return Amount(units: Int128.random(in: (-bound / 2)...bound, using: &random))
        }

        private static func rule(_ random: inout SplitMix) -> SharingPolicy.Rule {
            let patterns = [["*"], ["b*", "a"], ["?"], ["nobody"], ["kube-*"]].randomElement(using: &random) ?? []
            let some = ReceiverSelector(
                namespaces: patterns.map { NamePattern($0) },
                labels: Int.random(in: 0..<4, using: &random) == 0 ? ["tier": NamePattern("1")] : [:])
            let window: SharingWindow = Bool.random(using: &random) ? .day : .month
            let names = Array(
                ["a", "b", "c", "stranger"].shuffled(using: &random).prefix(Int.random(in: 1...4, using: &random)))
            switch Int.random(in: 0...6, using: &random) {
            case 0: return .usage(some, window)
            case 1: return .cost(some, window)
            case 2: return .even(some, window)
            case 3:
                let weights = names.map { _ in UInt128.random(in: 0...100, using: &random) }
                return .percentage(zip(names, weights).map { StatedPart($0, units: $1) })
            case 4:
                return .fixed(
                    names.map { name in
                        let bound = Int128(10).raised(to: Int.random(in: 0...32, using: &random))
                        return StatedPart(name, units: Int128.random(in: 0...bound, using: &random).magnitude)
                    }, window)
            case 5: return .usage(some, .hour)
            default: return .keep
            }
        }

        func rows() throws -> [DistributionRow] {
            var telemetry = TelemetryIndex(resource: .cpu)
            var days = PodDays(resource: .cpu)
            for pod in pods { days.add(pod) }
            try telemetry.add(days)
            for row in labels { telemetry.add(row) }
            var distribution = Distribution(options: options)
            for piece in pieces {
                try distribution.add(
                    piece.recipient, of: piece.charge, currency: piece.currency, costs: piece.costs,
                    hourly: piece.hourly)
            }
            return try distribution.rows(telemetry: telemetry)
        }

        /// What the pools hold, added up from the pieces by rules written down once more.
        func pools() throws -> [PoolKey: CostVector] {
            var pools: [PoolKey: CostVector] = [:]
            for piece in pieces {
                let pool: CostPool? =
                    switch piece.recipient.part {
                    case .platformIdle: .platform
                    case .workerIdle: .worker
                    case .storageUnattributed: .storage
                    case .network: .network
                    case .clusterShared: .clusterShared
                    default: ["kube-x", "openshift"].contains(piece.recipient.namespace) ? .platform : nil
                    }
                guard let pool else { continue }
                let key = PoolKey(
                    day: piece.day, cluster: piece.recipient.cluster ?? "", currency: piece.currency, pool: pool)
                try pools[key, default: .zero].add(piece.costs)
            }
            return pools
        }
    }

    @Test(arguments: 0..<300) func piecesSumToThePoolExactly(seed: UInt64) throws {
        let world = World(seed: seed)
        let pools = try world.pools()
        var shared: [PoolKey: CostVector] = [:]
        for row in try world.rows() {
            let key = PoolKey(day: row.day, cluster: row.cluster, currency: row.currency, pool: row.pool)
            try shared[key, default: .zero].add(row.costs)
            #expect(row.namespace.map { !["kube-x", "openshift", "stranger", "nobody"].contains($0) } ?? true)
        }
        #expect(shared == pools)
    }

    /// Where one policy takes all of a pool on a day, and no hour or month is looked at, nothing is given in the other
    /// direction than the pool's.
    @Test(arguments: 0..<300) func nothingIsGivenInTheOtherDirection(seed: UInt64) throws {
        let world = World(seed: seed)
        let pools = try world.pools()
        let rows = try world.rows()
        var policies: [PoolKey: Set<Int?>] = [:]
        func key(_ row: DistributionRow) -> PoolKey {
            PoolKey(day: row.day, cluster: row.cluster, currency: row.currency, pool: row.pool)
        }
        for row in rows { policies[key(row), default: []].insert(row.policy) }
        for row in rows where row.window == .day && policies[key(row)]?.count == 1 {
            let whole = try #require(pools[key(row)])
            for metric in CostMetric.allCases {
                let (part, all) = (row.costs[metric], whole[metric])
                #expect(all < .zero ? (all...Amount.zero).contains(part) : (Amount.zero...all).contains(part))
            }
        }
    }

    @Test func theRandomCasesReachEverySplit() throws {
        let rows = try (0..<50).flatMap { try World(seed: $0).rows() }
        #expect(
            Set(rows.filter { $0.namespace != nil }.map(\.split)) == ["usage", "cost", "even", "percentage", "fixed"])
        #expect(Set(rows.filter { $0.namespace == nil }.map(\.split)).count == 6)
        #expect(rows.contains { $0.namespace != nil && $0.costs.effective < .zero })
        let reached = Set(rows.filter { $0.namespace != nil }.map { "\($0.split) \($0.window)" })
        #expect(
            reached == [
                "usage hour", "usage day", "usage month", "cost day", "cost month", "even day", "even month",
                "percentage day", "fixed day", "fixed month",
            ])
        let pools = Set(rows.map { "\($0.day) \($0.cluster) \($0.pool) \($0.currency)" })
        let parts = Set(rows.map { "\($0.day) \($0.cluster) \($0.pool) \($0.currency) \($0.policy ?? 0)" })
        #expect(parts.count > pools.count)
    }

    @Test(arguments: 0..<100) func orderOfInputChangesNothing(seed: UInt64) throws {
        let world = World(seed: seed)
        var other = world
        var random = SplitMix(seed: seed &+ 1000)
        other.pods.shuffle(using: &random)
        other.pieces.shuffle(using: &random)
        #expect(try other.rows() == world.rows())
    }

    /// One network pool of a day on which `a` and `b` were seen, and direct costs of both; what each gets, in units.
    private func shared(_ units: Int128, _ rule: SharingPolicy.Rule, direct: [String: Int128] = [:]) throws -> [String]
    {
        var world = World(seed: 0)
        world.options.sharing = [SharingPolicy(pools: [.network], rule: rule)]
        world.labels = []
        world.pods = world.pods.prefix(2).enumerated().map { index, pod in
            var pod = pod
            (pod.hour, pod.cluster, pod.namespace) = (Instant(microseconds: 0), "east", ["a", "b"][index])
            return pod
        }
        let first = try #require(world.pieces.map(\.charge).first { $0.day.daysSinceEpoch == 0 })
        func piece(_ part: AllocationPart, _ namespace: String?, _ units: Int128) -> Piece {
            let amount = Amount(units: units)
            return Piece(
                recipient: Recipient(part, cluster: "east", namespace: namespace), charge: first,
                currency: SharingConservationTests.currencies[0],
                costs: CostVector(billed: amount, effective: amount, list: amount, contracted: amount), hourly: nil)
        }
        world.pieces = [piece(.network, nil, units)] + direct.map { piece(.project, $0.key, $0.value) }
        return try world.rows().map { "\($0.namespace ?? "nobody") \($0.costs.effective.units)" }
    }

    @Test func tiesGoToTheFirstName() throws {
        let every = ReceiverSelector()
        #expect(try shared(7, .even(every, .day)) == ["a 4", "b 3"])
        #expect(try shared(-7, .even(every, .day)) == ["a -4", "b -3"])
        #expect(try shared(7, .cost(every, .day), direct: ["a": 5, "b": 5]) == ["a 4", "b 3"])
    }

    @Test func aNegativeDirectCostWeighsNothing() throws {
        #expect(try shared(7, .cost(ReceiverSelector(), .day), direct: ["a": -5, "b": 1]) == ["b 7"])
        #expect(try shared(7, .cost(ReceiverSelector(), .day), direct: ["a": -5]) == ["nobody 7"])
    }

    @Test func aNegativePoolIsSharedInProportionOfTheAmounts() throws {
        let rule = SharingPolicy.Rule.fixed([.init("b", units: 200), .init("a", units: 100)], .day)
        #expect(try shared(-30, rule) == ["a -10", "b -20"])
        #expect(try shared(30, rule) == ["a 10", "b 20"])
        #expect(try shared(1000, rule) == ["nobody 700", "a 100", "b 200"])
        #expect(try shared(1000, .fixed([.init("a", units: 0)], .day)) == ["nobody 1000"])
        #expect(try shared(-1000, .fixed([.init("a", units: 0)], .day)) == ["nobody -1000"])
    }

    /// Direct costs whose sum would not fit are an error, not a trap.
    @Test func directCostsThatDoNotFitAreRefused() throws {
        #expect(throws: AmountOverflow.self) {
            try shared(7, .cost(ReceiverSelector(), .day), direct: ["a": .max, "b": .max])
        }
    }

    /// Of a month too: the days of a namespace come to no more than its amount.
    @Test(arguments: 0..<300) func nobodyPaysMoreThanItsAmount(seed: UInt64) throws {
        let world = World(seed: seed)
        var months: [String: (paid: Amount, amount: UInt128)] = [:]
        for row in try world.rows() where row.split == "fixed" {
            guard let namespace = row.namespace,
                let policy = world.options.sharing.first(where: { $0.position == row.policy }),
                case .fixed(let parts, let window) = policy.rule
            else { continue }
            let amount = parts.first { $0.name == namespace }?.units ?? 0
            let day = window == .day ? row.day.description : "month"
            let key = "\(row.cluster) \(row.pool) \(row.currency) \(policy.position) \(namespace) \(day)"
            var sum = months[key] ?? (.zero, amount)
            try sum.paid.add(row.costs.effective)
            months[key] = sum
        }
        for (key, sum) in months where sum.paid > .zero { #expect(sum.paid.units.magnitude <= sum.amount, "\(key)") }
    }
}

extension Int128 {
    fileprivate func raised(to power: Int) -> Int128 { (0..<power).reduce(1) { product, _ in product * self } }
}

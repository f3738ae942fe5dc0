import Kernel
import Model
import TestSupport
import Testing

@testable import Allocation

/// Random nodes, many of them over-committed, and random charges, credits among them, by koku's rules: nothing is lost
/// and nothing comes to be, in every cost and quantity.
struct KokuConservationTests {
    private static let usd = Currency("USD")!
    private static let namespaces = ["a", "b", "c", "kube-x", "openshift"]
    private static let nodes = ["n1", "n2", "n3"]
    private static let firstDay: Int32 = 20_000

    private struct World {
        var options = AllocationOptions(rules: .koku, join: .day)
        var charges: [Charge] = []
        var telemetry = TelemetryIndex(resource: .cpu, keepsMounts: true)
        var bill = CostVector.zero

        init(seed: UInt64) throws {
            var random = SplitMix(seed: seed)
            var days = PodDays(resource: .cpu)
            for index in 0..<40 { days.add(World.pod(index, &random)) }
            try telemetry.add(days)
            for _ in 0..<6 { try telemetry.add(World.volume(&random)) }
            var groups = ChargeGroups()
            for _ in 0..<60 { try add(to: &groups, &random) }
            for node in KokuConservationTests.nodes {
                let disk = groups.id(dimension: World.resource, text: "vol-\(node)")
                for day in Int32(0)..<3 {
                    groups.recordDiskSize(
                        resource: disk, day: CalendarDay(daysSinceEpoch: KokuConservationTests.firstDay + day),
                        gibibytes: Int128.random(in: 0...9, using: &random))
                }
            }
            charges = groups.sorted()
        }

        private static let resource = ChargeGroups.dimensions.firstIndex(of: .resourceID)!

        private static func hour(_ random: inout SplitMix) -> Instant {
            let hour = Int64(KokuConservationTests.firstDay) * 24 + Int64.random(in: 0..<72, using: &random)
            return Instant(microseconds: hour * 3_600_000_000)
        }

        private static func pod(_ index: Int, _ random: inout SplitMix) -> PodHour {
            let node = nodes.randomElement(using: &random) ?? ""
            return PodHour(
                hour: hour(&random), cluster: "east", node: node, nodeResourceID: "i-\(node)",
                namespace: namespaces.randomElement(using: &random) ?? "", pod: "pod-\(index)",
                cpuUsageCoreNanoseconds: [0, 1, 3_600_000_000_000].randomElement(using: &random) ?? 0,
                cpuRequestCoreNanoseconds: Int64.random(in: 0...7_200_000_000_000, using: &random),
                memoryUsageByteSeconds: 0, memoryRequestByteSeconds: 0,
                nodeCapacityCoreNanoseconds: [0, 1, 900_000_000_001, 3_600_000_000_000, 14_400_000_000_000]
                    .randomElement(using: &random) ?? 0, nodeCapacityByteSeconds: 0)
        }

        private static func volume(_ random: inout SplitMix) -> VolumeHour {
            let node = nodes.randomElement(using: &random) ?? ""
            return VolumeHour(
                hour: hour(&random), cluster: "east", namespace: namespaces.randomElement(using: &random) ?? "",
                pod: "pod-0", node: node, claim: "claim", volume: "pv-\(Int.random(in: 0..<3, using: &random))",
                handle: "vol-\(node)", capacityBytes: Int64.random(in: 0...20, using: &random) << 30)
        }

        private mutating func add(to groups: inout ChargeGroups, _ random: inout SplitMix) throws {
            let day = CalendarDay(
                daysSinceEpoch: KokuConservationTests.firstDay + Int32.random(in: 0..<3, using: &random))
            let node = nodes.randomElement(using: &random) ?? ""
            let resource = ["i-\(node)", "i-\(node)", "vol-\(node)", "other"].randomElement(using: &random) ?? ""
            let tags =
                ["{}", #"{"openshift_node":"\#(node)"}"#, #"{"openshift_cluster":"east"}"#]
                .randomElement(using: &random) ?? ""
            let numbers = ChargeGroups.dimensions.enumerated().map { index, column -> Int32 in
                switch column {
                case .billingCurrency: groups.id(dimension: index, text: "USD")
                case .resourceID: groups.id(dimension: index, text: resource)
                case .tags: groups.id(dimension: index, text: tags)
                default: 0
                }
            }
            func amount() -> Amount {
                let bound = Int128(10).raised(to: Int.random(in: 0...25, using: &random))
                return Amount(units: Int128.random(in: (-bound / 3)...bound, using: &random))
            }
            let costs = CostVector(billed: amount(), effective: amount(), list: amount(), contracted: amount())
            try bill.add(costs)
            try groups.add(
                dimensions: numbers, start: day.start, end: day.advanced(by: 1).start,
                measures: ChargeMeasures(
                    costs: costs, pricingCurrencyEffectiveCost: Bool.random(using: &random) ? amount() : nil,
                    pricingQuantity: Bool.random(using: &random) ? Quantity(units: 7) : nil,
                    consumedQuantity: Bool.random(using: &random) ? Quantity(units: -1) : nil,
                    commitmentDiscountQuantity: Bool.random(using: &random) ? Quantity(units: 1_000_001) : nil))
        }

        func allocated() throws -> AllocationResult {
            try AllocationResult.allocate(charges, telemetry: telemetry, options: options, progress: {})
        }
    }

    @Test(arguments: 0..<200) func piecesSumToTheirChargeAndTheBridgeCloses(seed: UInt64) throws {
        let world = try World(seed: seed)
        let result = try world.allocated()
        var sums: [Int: ChargeMeasures] = [:]
        for row in result.rows {
            if sums[row.charge] == nil {
                sums[row.charge] = row.measures
            } else {
                try sums[row.charge]?.add(row.measures)
            }
        }
        #expect(world.charges.indices.allSatisfy { sums[$0] == world.charges[$0].measures })
        let bridges = try result.bridges(bill: [KokuConservationTests.usd: world.bill])
        #expect(bridges.count == 1)
    }

    /// Each pod pays its part of the capacity, to the unit, whatever the others take.
    @Test(arguments: 0..<200) func podsPayTheirPartOfTheCapacity(seed: UInt64) throws {
        let world = try World(seed: seed)
        for row in try world.allocated().rows where row.recipient.part == .compute {
            let charge = world.charges[row.charge]
            let node = NodeKey(cluster: "east", node: row.recipient.node ?? "")
            let capacity = try #require(world.telemetry.nodeDays[charge.day]?[node]?.capacities[0].sum)
            guard capacity > 0, let use = row.use else { continue }
            for metric in CostMetric.allCases {
                let whole = charge.measures.costs[metric].units
                let product = whole.magnitude.multipliedFullWidth(by: use)
                let exact = Int128(capacity.dividingFullWidth(product).quotient) * whole.signum()
                #expect((row.measures.costs[metric].units - exact).magnitude <= 2)
            }
        }
    }

    @Test func theRandomCasesReachWhatIsToBeSeen() throws {
        let results = try (0..<50).map { try World(seed: $0).allocated() }
        let rows = results.flatMap { result in result.rows.map { (result.charges[$0.charge], $0) } }
        func isOpposite(_ charge: Charge, _ row: AllocationRow) -> Bool {
            let (whole, part) = (charge.measures.costs.effective, row.measures.costs.effective)
            return whole > .zero ? part < .zero : whole < .zero && part > .zero
        }
        for part in [AllocationPart.workerIdle, .storageUnattributed] {
            #expect(rows.contains { $1.recipient.part == part && isOpposite($0, $1) })
            #expect(rows.contains { $1.recipient.part == part && !isOpposite($0, $1) })
        }
        // Receivers never stand on the other side of their charge.
        #expect(!rows.contains { $1.recipient.part.hasNamespace && isOpposite($0, $1) })
        #expect(rows.contains { $1.recipient.part == .project })
        #expect(rows.contains { $1.recipient.part == .clusterShared || $1.recipient.part == .outside })
        #expect(results.contains { $0.distribution.contains { $0.pool == .worker && $0.costs.effective < .zero } })
    }

    @Test func whatIsLeftHasTheOtherSign() throws {
        #expect(try OverdrawnSplit.parts(60, weights: [30, 15], capacity: 30) == [-30, 60, 30])
        #expect(try OverdrawnSplit.parts(-60, weights: [30, 15], capacity: 30) == [30, -60, -30])
        // A third of a unit is not owed.
        #expect(try OverdrawnSplit.parts(1, weights: [2, 2], capacity: 3) == [0, 1, 0])
        #expect(try OverdrawnSplit.parts(0, weights: [2, 2], capacity: 3) == [0, 0, 0])
    }

    /// A capacity that is next to nothing makes parts that no amount can hold: an error, not a trap.
    @Test(arguments: [Int128.max, Int128.min + 1, Int128.max / 2])
    func partsThatDoNotFitAreRefused(whole: Int128) {
        #expect(throws: AmountOverflow.self) { try OverdrawnSplit.parts(whole, weights: [.max / 4], capacity: 1) }
        #expect(throws: AmountOverflow.self) { try OverdrawnSplit.parts(whole, weights: [4], capacity: 1) }
    }
}

extension Int128 {
    fileprivate func raised(to power: Int) -> Int128 { (0..<power).reduce(1) { product, _ in product * self } }
}

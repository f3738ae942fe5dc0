import Kernel
import Model
import TestSupport
import Testing

@testable import Allocation

/// Random nodes, bytes with gaps, and charges for traffic, credits among them: nothing is lost, and nothing but traffic
/// changes.
struct TrafficConservationTests {
    private static let nodes = ["n1", "n2"]
    private static let firstDay: Int32 = 20_000

    private struct World {
        var options = AllocationOptions(network: .bytes)
        var charges: [Charge] = []
        var telemetry: TelemetryIndex
        var bill: [Currency: CostVector] = [:]

        init(seed: UInt64) throws {
            var random = SplitMix(seed: seed)
            options.join = Bool.random(using: &random) ? .hour : .day
            if Bool.random(using: &random) {
                options.sharing = [
                    SharingPolicy(
                        pools: [.platform, .network], rule: .usage(ReceiverSelector(), .hour), position: 1)
                ]
            }
            options.resource = Bool.random(using: &random) ? .cpu : .memory
            telemetry = TelemetryIndex(resource: options.resource, keepsTraffic: true)
            var days = PodDays(resource: options.resource, keepsTraffic: true)
            for index in 0..<30 { days.add(World.pod(index, &random)) }
            try telemetry.add(days)
            var groups = ChargeGroups()
            for _ in 0..<30 { try add(to: &groups, &random) }
            charges = groups.sorted()
        }

        private static func hour(_ random: inout SplitMix) -> Int64 {
            Int64(firstDay) * 24 + Int64.random(in: 0..<30, using: &random)
        }

        private static func pod(_ index: Int, _ random: inout SplitMix) -> PodHour {
            let node = nodes.randomElement(using: &random) ?? ""
            return PodHour(
                hour: Instant(microseconds: hour(&random) * 3_600_000_000), cluster: "east", node: node,
                nodeResourceID: "i-\(node)", namespace: ["a", "b", "kube-x"][index % 3], pod: "pod-\(index / 2)",
                cpuUsageCoreNanoseconds: 1, cpuRequestCoreNanoseconds: 0, memoryUsageByteSeconds: 3,
                memoryRequestByteSeconds: 0, nodeCapacityCoreNanoseconds: 10, nodeCapacityByteSeconds: 10,
                networkTransmitBytes: [0, 0, 1, Int64.random(in: 0...Int64.max / 64, using: &random)]
                    .randomElement(using: &random) ?? 0)
        }

        private mutating func add(to groups: inout ChargeGroups, _ random: inout SplitMix) throws {
            let node = nodes.randomElement(using: &random) ?? ""
            let isTraffic = Int.random(in: 0..<3, using: &random) > 0
            let numbers = ChargeGroups.dimensions.enumerated().map { index, column -> Int32 in
                switch column {
                case .billingCurrency: groups.id(dimension: index, text: "USD")
                case .resourceID: groups.id(dimension: index, text: "i-\(node)")
                case .serviceCategory: groups.id(dimension: index, text: isTraffic ? "Networking" : "Compute")
                default: 0
                }
            }
            func amount() -> Amount {
                let bounds: [Int128] = [9, 1_000_000_000_000_000_000_000_003]
                let bound = bounds.randomElement(using: &random) ?? 1
                return Amount(units: Int128.random(in: -bound / 3...bound, using: &random))
            }
            let costs = CostVector(billed: amount(), effective: amount(), list: amount(), contracted: amount())
            try bill[Currency("USD")!, default: .zero].add(costs)
            let hour = World.hour(&random)
            let hours: Int64 = [1, 1, 3, 24 - hour % 24, 40].randomElement(using: &random) ?? 1
            try groups.add(
                dimensions: numbers, start: Instant(microseconds: hour * 3_600_000_000),
                end: Instant(microseconds: (hour + hours) * 3_600_000_000),
                measures: ChargeMeasures(
                    costs: costs, consumedQuantity: Bool.random(using: &random) ? Quantity(units: 7) : nil),
                keepsHours: options.join == .hour)
        }

        func allocated(_ network: AllocationOptions.Network) throws -> AllocationResult {
            var options = options
            options.network = network
            return try AllocationResult.allocate(charges, telemetry: telemetry, options: options, progress: {})
        }
    }

    @Test(arguments: 0..<200) func piecesOfTrafficComeToTheirCharge(seed: UInt64) throws {
        let world = try World(seed: seed)
        let result = try world.allocated(.bytes)
        var sums: [Int: ChargeMeasures] = [:]
        for row in result.rows {
            if sums[row.charge] == nil {
                sums[row.charge] = row.measures
            } else {
                try sums[row.charge]?.add(row.measures)
            }
        }
        #expect(sums == Dictionary(uniqueKeysWithValues: world.charges.enumerated().map { ($0, $1.measures) }))
        #expect(try result.bridges(bill: world.bill).count == 1)
        // Nothing else is touched.
        func others(_ result: AllocationResult) -> [String] {
            result.rows.filter { world.charges[$0.charge][.serviceCategory] == "Compute" }
                .map { "\($0.charge) \($0.recipient) \($0.measures)" }
        }
        #expect(try others(result) == others(world.allocated(.pool)))
        for row in result.rows where row.recipient.part == .traffic { #expect((row.use ?? 0) > 0) }
    }

    @Test func theRandomCasesReachBoth() throws {
        let rows = try (0..<40).flatMap { try World(seed: $0).allocated(.bytes).rows }
        #expect(rows.filter { $0.recipient.part == .traffic }.count > 100)
        #expect(rows.filter { $0.recipient.part == .network }.count > 50)
    }

    /// 24 hours cost 24, and only of hour 10 is known that a sent 3 bytes and b 1.
    @Test(
        arguments: [
            (.hour, 0..<24, ["Network 23", "a 0.75", "b 0.25"]), (.hour, 10..<11, ["a 18", "b 6"]),
            (.hour, 11..<13, ["Network 24"]), (.hour, 9..<11, ["Network 12", "a 9", "b 3"]),
            (.hour, 0..<48, ["Network 23", "a 0.75", "b 0.25"]), (.day, 0..<24, ["a 18", "b 6"]),
            (.day, 11..<13, ["a 18", "b 6"]),
        ] as [(AllocationOptions.Join, Range<Int64>, [String])])
    func hoursOfWhichNothingIsKnownStayNetwork(
        join: AllocationOptions.Join, hours: Range<Int64>, wanted: [String]
    ) throws {
        let midnight = Int64(Self.firstDay) * 24
        var telemetry = TelemetryIndex(resource: .cpu, keepsTraffic: true)
        var days = PodDays(resource: .cpu, keepsTraffic: true)
        for hour in Int64(0)..<24 {
            for (namespace, bytes) in [("a", Int64(3)), ("b", 1)] {
                days.add(
                    PodHour(
                        hour: Instant(microseconds: (midnight + hour) * 3_600_000_000), cluster: "east", node: "n1",
                        nodeResourceID: "i-n1", namespace: namespace, pod: "pod", cpuUsageCoreNanoseconds: 1,
                        cpuRequestCoreNanoseconds: 0, memoryUsageByteSeconds: 3, memoryRequestByteSeconds: 0,
                        nodeCapacityCoreNanoseconds: 10, nodeCapacityByteSeconds: 10,
                        networkTransmitBytes: hour == 10 ? bytes : 0))
            }
        }
        try telemetry.add(days)
        var groups = ChargeGroups()
        let numbers = ChargeGroups.dimensions.enumerated().map { index, column -> Int32 in
            switch column {
            case .billingCurrency: groups.id(dimension: index, text: "USD")
            case .resourceID: groups.id(dimension: index, text: "i-n1")
            case .serviceCategory: groups.id(dimension: index, text: "Networking")
            default: 0
            }
        }
        let cost = try Amount("24")
        try groups.add(
            dimensions: numbers, start: Instant(microseconds: (midnight + hours.lowerBound) * 3_600_000_000),
            end: Instant(microseconds: (midnight + hours.upperBound) * 3_600_000_000),
            measures: ChargeMeasures(costs: CostVector(billed: cost, effective: cost, list: cost, contracted: cost)),
            keepsHours: join == .hour)
        var options = AllocationOptions(network: .bytes)
        options.join = join
        let result = try AllocationResult.allocate(
            groups.sorted(), telemetry: telemetry, options: options, progress: {})
        #expect(result.rows.map { "\($0.recipient.namespace ?? "Network") \($0.measures.costs.effective)" } == wanted)
    }
}

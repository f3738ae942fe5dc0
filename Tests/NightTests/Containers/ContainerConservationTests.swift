import Kernel
import Model
import TestSupport
import Testing

@testable import Allocation

/// Random nodes, containers with gaps and charges: the containers of a pod come to what it costs without them, in every
/// cost and quantity of every charge, and pools are shared as they are.
struct ContainerConservationTests {
    private static let nodes = ["n1", "n2"]
    private static let namespaces = ["a", "b", "kube-x"]
    private static let firstDay: Int32 = 20_000

    private struct World {
        var options = AllocationOptions()
        var charges: [Charge] = []
        var telemetry: TelemetryIndex

        init(seed: UInt64) throws {
            var random = SplitMix(seed: seed)
            let resource = AllocationOptions.Resource.allCases[Int(seed % 3)]
            options.resource = resource
            options.join = Bool.random(using: &random) ? .hour : .day
            if resource == .blend {
                options.prices = PriceBook(lines: [
                    PriceBook.Line(labels: [], cpu: 9, memory: 1, gpu: seed % 2 == 0 ? 0 : 30, source: "a test")
                ])
            } else if Int.random(in: 0..<4, using: &random) == 0 {
                (options.rules, options.join) = (.koku, .day)
            }
            if options.rules == .reckon, Bool.random(using: &random) {
                options.sharing = [
                    SharingPolicy(
                        pools: [.platform, .worker], rule: .usage(ReceiverSelector(), .hour), position: 1)
                ]
            }
            telemetry = TelemetryIndex(resource: resource, keepsMounts: options.rules == .koku)
            var pods = PodDays(resource: resource)
            var containers = ContainerDays(resource: resource)
            for index in 0..<12 {
                let node = nodes.randomElement(using: &random) ?? ""
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    World.add(index, node, to: &pods, &containers, &random)
                }
            }
            try telemetry.add(pods)
            telemetry.add(containers)
            var groups = ChargeGroups()
            for _ in 0..<20 { try World.add(to: &groups, &random) }
            charges = groups.sorted()
        }

        private static func figure(_ random: inout SplitMix) -> Int64 {
            [0, 1, 7, Int64.random(in: 0...7_200_000_000_000, using: &random)].randomElement(using: &random) ?? 0
        }

        private static func add(
            _ index: Int, _ node: String, to pods: inout PodDays, _ containers: inout ContainerDays,
            _ random: inout SplitMix
        ) {
            let hour = Int64(firstDay) * 24 + Int64.random(in: 0..<30, using: &random)
            let pod = PodHour(
                hour: Instant(microseconds: hour * 3_600_000_000), cluster: "east", node: node,
                nodeResourceID: "i-\(node)", namespace: namespaces[index % 3], pod: "pod-\(index)",
                cpuUsageCoreNanoseconds: figure(&random), cpuRequestCoreNanoseconds: figure(&random),
                memoryUsageByteSeconds: figure(&random), memoryRequestByteSeconds: 0,
                nodeCapacityCoreNanoseconds: [1, 3_600_000_000_000, 14_400_000_000_000].randomElement(using: &random)
                    ?? 0,
                nodeCapacityByteSeconds: [0, 14_400_000_000_000].randomElement(using: &random) ?? 0,
                gpuRequestNanoseconds: figure(&random))
            pods.add(pod)
            // Some pods and hours have no container, some containers no use.
            guard index % 4 != 0 else { return }
            for name in ["app", "proxy", "z"].prefix(Int.random(in: 0...3, using: &random)) {
                containers.add(
                    ContainerHour(
                        hour: pod.hour, cluster: pod.cluster, node: node, namespace: pod.namespace, pod: pod.pod,
                        container: name, cpuUsageCoreNanoseconds: figure(&random),
                        cpuRequestCoreNanoseconds: figure(&random), memoryUsageByteSeconds: figure(&random),
                        memoryRequestByteSeconds: figure(&random), gpuRequestNanoseconds: figure(&random)))
            }
        }

        private static func add(to groups: inout ChargeGroups, _ random: inout SplitMix) throws {
            let node = nodes.randomElement(using: &random) ?? ""
            let isTagged = Int.random(in: 0..<4, using: &random) == 0
            let numbers = ChargeGroups.dimensions.enumerated().map { index, column -> Int32 in
                switch column {
                case .billingCurrency: groups.id(dimension: index, text: "USD")
                case .resourceID: groups.id(dimension: index, text: isTagged ? "other" : "i-\(node)")
                case .tags: groups.id(dimension: index, text: isTagged ? #"{"openshift_node":"\#(node)"}"# : "{}")
                default: 0
                }
            }
            func amount() -> Amount {
                let bound = [Int128(9), 1_000_000_007, 1_000_000_000_000_000_000_000_003].randomElement(using: &random)
                return Amount(units: Int128.random(in: -(bound ?? 1) / 3...(bound ?? 1), using: &random))
            }
            let hour = Int64(firstDay) * 24 + Int64.random(in: 0..<30, using: &random)
            let length = [1, 1, 5].randomElement(using: &random) ?? 1
            let (start, end) = (hour * 3_600_000_000, (hour + Int64(length)) * 3_600_000_000)
            try groups.add(
                dimensions: numbers, start: Instant(microseconds: start), end: Instant(microseconds: end),
                measures: ChargeMeasures(
                    costs: CostVector(billed: amount(), effective: amount(), list: amount(), contracted: amount()),
                    consumedQuantity: Bool.random(using: &random) ? Quantity(units: 7) : nil), keepsHours: !isTagged)
        }

        func allocated(containers: Bool) throws -> AllocationResult {
            var options = options
            options.containers = containers
            return try AllocationResult.allocate(charges, telemetry: telemetry, options: options, progress: {})
        }
    }

    private struct PieceKey: Hashable {
        let charge: Int
        let recipient: Recipient
    }

    @Test(arguments: 0..<300) func containersComeToTheirPod(seed: UInt64) throws {
        let world = try World(seed: seed)
        let whole = try world.allocated(containers: false)
        let parted = try world.allocated(containers: true)
        var sums: [PieceKey: ChargeMeasures] = [:]
        for row in parted.rows {
            var recipient = row.recipient
            recipient.container = nil
            let key = PieceKey(charge: row.charge, recipient: recipient)
            if sums[key] == nil { sums[key] = row.measures } else { try sums[key]?.add(row.measures) }
        }
        let wanted = Dictionary(
            uniqueKeysWithValues: whole.rows.map {
                (PieceKey(charge: $0.charge, recipient: $0.recipient), $0.measures)
            })
        #expect(sums == wanted)
        #expect(parted.distribution == whole.distribution)
        #expect(whole.rows.allSatisfy { $0.recipient.container == nil })
    }

    @Test func theRandomCasesPartPods() throws {
        let rows = try (0..<60).flatMap { try World(seed: $0).allocated(containers: true).rows }
        let parted = rows.filter { $0.recipient.container != nil }
        #expect(parted.count > 500)
        #expect(Set(parted.compactMap(\.recipient.container)) == ["app", "proxy", "z"])
        #expect(parted.contains { $0.measures.costs.effective < .zero })
        #expect(rows.contains { $0.recipient.pod != nil && $0.recipient.container == nil })
    }
}

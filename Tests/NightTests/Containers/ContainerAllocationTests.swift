import Allocation
import Billing
import Documents
import Kernel
import Model
import Reports
import Runner
import Telemetry
import TestSupport
import Testing

/// What a pod costs, parted among its containers. On the tiny example, where cart costs 0.075 an hour.
struct ContainerAllocationTests {
    private static let header =
        "interval_start,interval_end,namespace,pod,node,container_name,owner_kind,owner_name,workload,workload_type,cpu_usage_container_avg,cpu_request_container_avg,memory_usage_container_avg,memory_request_container_avg"

    /// CPU and memory of the four quarters of an hour, with the pod's own request of a core and 1 GiB.
    private static func quarters(_ hour: Int, _ container: String, _ figures: String) -> [String] {
        (0..<4).map { quarter in
            let end = quarter == 3 ? "\(hour + 1):00" : "\(hour):\(quarter * 15 + 15)"
            return
                "2026-06-10 \(hour):\(quarter == 0 ? "00" : "\(quarter * 15)"):01 +0000 UTC,2026-06-10 \(end):00 +0000 UTC,shop,cart-6d5f7c8b9-x2x4k,tiny-node-a,\(container),ReplicaSet,cart-6d5f7c8b9,cart,deployment,\(figures)"
        }
    }

    private let bench: Bench

    init() throws {
        let folder = try TemporaryFolder()
        for name in ["ocp_pod_usage.csv", "ocp_storage_usage.csv", "bill-focus.csv"] {
            try folder.write(Fixtures.bytes("tiny/\(name)"), to: name)
        }
        // Hour 10: 3 to 1. Hour 11: 1 to 1; only app has memory.
        let lines =
            ContainerAllocationTests.quarters(10, "app", "0.1,0.75,100,0")
            + ContainerAllocationTests.quarters(10, "proxy", "0.25,0.1,300,0")
            + ContainerAllocationTests.quarters(11, "app", "0.25,0.2,100,50")
            + ContainerAllocationTests.quarters(11, "proxy", "0.1,0.25,0,0")
        try folder.write(
            ([ContainerAllocationTests.header] + lines).joined(separator: "\n") + "\n", to: "ros.csv")
        bench = try Bench("2026-06", root: folder.path)
        try bench.run("bill", IngestFocusStage.kind, #"{"source": "tiny", "files": ["bill-focus.csv"]}"#)
        try bench.run(
            "usage", IngestOperatorStage.kind,
            """
            {"clusters": [{"id": "tiny", "podUsage": ["ocp_pod_usage.csv"],
            "storageUsage": ["ocp_storage_usage.csv"], "containers": ["ros.csv"]}], "containerHours": true}
            """)
    }

    private func allocate(_ more: String = #", "containers": true"#) throws -> Publication {
        try bench.run("allocation", AllocateStage.kind, #"{"bill": ["bill"], "usage": ["usage"]\#(more)}"#)
    }

    private func containers(_ allocation: Publication) throws -> [String: Exact] {
        let table = try Table(allocation, .allocations, ["x_Container", "x_Pod", "x_AllocationPart", "EffectiveCost"])
        let costs = table.exact("EffectiveCost")
        var sums: Figures = [:]
        for row in 0..<table.count where table.text("x_AllocationPart")[row] == "Compute" {
            let pod = (table.text("x_Pod")[row] ?? "").prefix { $0 != "-" }
            sums.add(costs[row], to: "\(pod)/\(table.text("x_Container")[row] ?? "whole")")
        }
        return sums
    }

    /// app: 0.075 x 3/4 + 0.075 / 2; proxy: 0.075 / 4 + 0.075 / 2. Pods without containers stay whole.
    @Test func aPodIsPartedHourByHour() throws {
        let allocation = try allocate()
        #expect(
            try containers(allocation) == [
                "cart/app": Exact("0.09375"), "cart/proxy": Exact("0.05625"), "mailer/whole": Exact("0.1125"),
                "dns/whole": Exact("0.0375"),
            ])
        #expect(
            allocation.diagnostics.map(\.description) == [
                """
                warning[D321]: of 3 days of pods telemetry knows the containers of 1; the other pods stay whole
                  hint: stages of telemetry publish containers with "containerHours": true
                """
            ])
    }

    /// Joined by the day, the containers have 3600 and 1800 of 5400 core-seconds.
    @Test func joinedByTheDayTheDayCounts() throws {
        let sums = try containers(allocate(#", "containers": true, "join": "day""#))
        #expect(sums["cart/app"] == Exact("0.1") && sums["cart/proxy"] == Exact("0.05"))
        let koku = try containers(allocate(#", "containers": true, "rules": "koku""#))
        #expect(koku["cart/app"] == Exact("0.1") && koku["cart/proxy"] == Exact("0.05"))
    }

    /// By memory: an hour of 100 to 300 and one of 100 to 0, each 3/8 of 0.30.
    @Test func memoryIsPartedByMemory() throws {
        let sums = try containers(allocate(#", "containers": true, "resource": "memory""#))
        #expect(sums["cart/app"] == Exact("0.140625") && sums["cart/proxy"] == Exact("0.084375"))
    }

    /// A blend of 9 to 1: of an hour CPU bears 0.30 x 36 / 44 and memory the rest.
    @Test func aBlendIsPartedResourceByResource() throws {
        let price = #"{"cpuCoreHour": 9, "memoryGibibyteHour": 1, "gpuHour": 0, "source": "a test"}"#
        let sums = try containers(
            allocate(#", "containers": true, "resource": "blend", "prices": [\#(price)]"#))
        // CPU: 0.30 x 9/11 / 4 an hour; memory: 0.30 x 2/11 x 3/8 an hour.
        let app = try #require(Exact(fraction: "27/440")).units * 5 / 4
        let memory = try #require(Exact(fraction: "9/440")).units * 5 / 4
        let wanted = Exact(units: app + memory)
        #expect(try #require(sums["cart/app"]).isNear(wanted, within: Exact(units: 10_000)))
        #expect(Set(sums.keys) == ["cart/app", "cart/proxy", "mailer/whole", "dns/whole"])
    }

    @Test func theViewHasContainersAndSaysWhatHasNone() throws {
        let allocation = try allocate()
        let question = ViewQuestion(
            keys: try ViewKey.list("namespace,container"), sharesIdle: false, sharesPools: false)
        let period = try #require(Month("2026-06"))
        let view = try AllocationView(allocation, question, job: nil, period: period)
        let lines = view.sections[0].lines.map { "\($0.values.joined(separator: "/")) \($0.costs.cost)" }
        #expect(lines.contains("shop/app 0.09375") && lines.contains("shop/proxy 0.05625"))
        #expect(lines.contains("mail/__unallocated__ 0.1125"))
        #expect(view.sections[0].withoutContainer == (try Amount("0.15")))
        let text = try ViewText(view, all: true).render(width: 100)
        #expect(text.contains("of pods whose containers telemetry does not know: 0.15 USD, under __unallocated__"))
        let filtered = ViewQuestion(
            keys: try ViewKey.list("container"), filter: try ViewFilter(#"container:"proxy""#))
        let one = try AllocationView(allocation, filtered, job: nil, period: period)
        #expect(one.sections[0].lines.count == 1 && one.sections[0].withoutContainer == .zero)
    }

    /// Views by other keys are the same, with containers and without.
    @Test(arguments: ["cluster,namespace", "namespace,pod,part", "controller,day"])
    func otherViewsDoNotChange(keys: String) throws {
        func lines(_ allocation: Publication) throws -> [AllocationView.Line] {
            try AllocationView(
                allocation, ViewQuestion(keys: try ViewKey.list(keys)), job: nil, period: #require(Month("2026-06"))
            ).sections[0].lines
        }
        let (with, without) = (try lines(allocate()), try lines(allocate("")))
        #expect(with.map(\.values) == without.map(\.values))
        for (one, other) in zip(with, without) {
            #expect(one.costs.direct == other.costs.direct)
            // What a namespace received is split over its rows, of which there are more.
            #expect((one.costs.cost.units - other.costs.cost.units).magnitude <= 4)
        }
    }

    @Test func anAllocationOfWholePodsHasNoViewByContainer() throws {
        let allocation = try allocate("")
        let error = #expect(throws: Failure.self) {
            try AllocationView(
                allocation, ViewQuestion(keys: [.container]), job: nil, period: #require(Month("2026-06")))
        }
        #expect(error?.diagnostics.first?.description.contains("does not part pods among their containers") == true)
        #expect(try Set(containers(allocation).keys) == ["cart/whole", "mailer/whole", "dns/whole"])
    }

    @Test func identityOfAContainerIsBelowItsPod() throws {
        let table = try Table(
            allocate(), .allocations, ["x_Container", "x_AllocatedResourceId", "x_AllocatedResourceName"])
        let ids = (0..<table.count).compactMap { row in
            table.text("x_Container")[row] == "app" ? table.text("x_AllocatedResourceId")[row] : nil
        }
        #expect(Set(ids) == ["tiny/shop/Pod/cart-6d5f7c8b9-x2x4k/Container/app"])
        #expect(table.text("x_AllocatedResourceName").contains("proxy"))
    }

    @Test func telemetryWithoutContainersIsTold() throws {
        try bench.run(
            "usage", IngestOperatorStage.kind, #"{"clusters": [{"id": "tiny", "podUsage": ["ocp_pod_usage.csv"]}]}"#)
        let allocation = try allocate()
        #expect(
            allocation.diagnostics.map(\.message) == [
                "telemetry knows no container, so every pod stays whole"
            ])
    }
}

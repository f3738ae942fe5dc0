import Allocation
import Billing
import Documents
import Kernel
import Model
import Runner
import Telemetry
import TestSupport
import Testing

/// The tiny example, bent to the corners of the rules.
struct AllocationEdgeTests {
    /// Runs bill, telemetry and allocation of the tiny example after both were changed.
    private static func allocate(
        bill change: (inout TinyBill) -> Void = { _ in }, pods: (inout [String]) -> Void = { _ in },
        clusters: [String] = ["tiny"], period: String = "2026-06", join: String = "hour",
        resource: String = #""resource": "cpu""#, labels: String? = nil, gpus: String? = nil
    ) throws -> Publication {
        let folder = try TemporaryFolder()
        var bill = try TinyBill()
        change(&bill)
        try folder.write(bill.text, to: "bill.csv")
        var lines = try Fixtures.text("tiny/ocp_pod_usage.csv").split(separator: "\n").map(String.init)
        pods(&lines)
        for cluster in clusters { try folder.write(lines.map { $0 + "\n" }.joined(), to: "pods-\(cluster).csv") }
        let bench = try Bench(period, root: folder.path)
        try bench.run("bill", IngestFocusStage.kind, #"{"source": "tiny", "files": ["bill.csv"]}"#)
        var reports = ""
        for (key, text) in [("nodeLabels", labels), ("gpuUsage", gpus)] {
            guard let text else { continue }
            try folder.write(text, to: "\(key).csv")
            reports += #", "\#(key)": ["\#(key).csv"]"#
        }
        let all = clusters.map { #"{"id": "\#($0)", "podUsage": ["pods-\#($0).csv"]\#(reports)}"# }
            .joined(separator: ", ")
        try bench.run("usage", IngestOperatorStage.kind, #"{"clusters": [\#(all)]}"#)
        return try bench.run(
            "allocation", AllocateStage.kind,
            #"{"bill": ["bill"], "usage": ["usage"], "join": "\#(join)", \#(resource)}"#)
    }

    private static func lines(_ allocation: Publication, bridge: Int = 0) throws -> [String: String] {
        let bridges = try #require(allocation.facts["bridges"]?.array)
        var found: [String: String] = [:]
        for line in bridges[bridge]["lines"]?.array ?? [] {
            let cost = line["EffectiveCost"]?.string ?? ""
            if cost != "0" { found[line["line"]?.string ?? ""] = cost }
        }
        return found
    }

    private static func costs(_ allocation: Publication, part: String) throws -> [Exact] {
        let table = try Table(allocation, .allocations, ["EffectiveCost", "x_AllocationPart"])
        let costs = table.exact("EffectiveCost")
        return (0..<table.count).filter { table.text("x_AllocationPart")[$0] == part }.map { costs[$0] }
    }

    /// Pools of a day on which no user namespace used anything stay as a residual, named as such.
    @Test func whatNobodyCanReceiveStaysAResidual() throws {
        let allocation = try AllocationEdgeTests.allocate(pods: { lines in
            lines = lines.map { $0.replacing(",shop,", with: ",openshift,").replacing(",mail,", with: ",kube-mail,") }
        })
        // Nothing is tagged for a namespace that is seen, and no disk is known without its report.
        #expect(
            try AllocationEdgeTests.lines(allocation) == [
                "bill": "0.84", "idle": "0.3", "shared": "0.3", "network": "0.07", "outside": "0.17",
                "residual": "0.67",
            ])
        let shares = try Table(allocation, .distributions, ["Namespace", "EffectiveCost"])
        #expect(shares.text("Namespace").allSatisfy { $0 == nil })
        #expect(shares.sum("EffectiveCost") == Exact("0.67"))
    }

    @Test func aNodeThatIsOverCommittedHasNoIdle() throws {
        let overCommit = { (lines: inout [String]) in
            lines = lines.map { $0.replacing(",4,14400,", with: ",1,3600,") }
        }
        let byDay = try AllocationEdgeTests.allocate(pods: overCommit, join: "day")
        #expect(try AllocationEdgeTests.costs(byDay, part: "Worker idle").isEmpty)
        // 2, 1.5 and 0.5 of 4 core-hours of 0.30 an hour.
        #expect(
            try AllocationEdgeTests.costs(byDay, part: "Compute").sorted()
                == [Exact("0.075"), Exact("0.225"), Exact("0.3")])
        // By the hour: 0.30 x (3600/6300 + 3600/8100), x (1800/6300 + 3600/8100), x (900/6300 + 900/8100).
        let byHour = try AllocationEdgeTests.allocate(pods: overCommit)
        #expect(try AllocationEdgeTests.costs(byHour, part: "Worker idle").isEmpty)
        #expect(
            try AllocationEdgeTests.costs(byHour, part: "Compute").sorted() == [
                Exact("0.076190476190476190476191"), Exact("0.219047619047619047619047"),
                Exact("0.304761904761904761904762"),
            ])
    }

    /// An hour in which telemetry saw no pod on the node is not the other hour's cost.
    @Test func anHourWithoutTelemetryIsItsOwnBucket() throws {
        let gap = { (lines: inout [String]) in lines = lines.filter { !$0.contains(" 11:00:00 +0000") } }
        let byHour = try AllocationEdgeTests.allocate(pods: gap)
        #expect(try AllocationEdgeTests.costs(byHour, part: "No telemetry") == [Exact("0.3")])
        let byDay = try AllocationEdgeTests.allocate(pods: gap, join: "day")
        #expect(try AllocationEdgeTests.costs(byDay, part: "No telemetry").isEmpty)
    }

    private static func blend(_ lines: String...) -> String {
        #""resource": "blend", "prices": [\#(lines.joined(separator: ", "))]"#
    }

    private static let nineToOne = #"{"cpuCoreHour": 9, "memoryGibibyteHour": 1, "gpuHour": 0, "source": "a rule"}"#

    /// 4 cores and 8 GiB of 9 and 1: 36 of 44 parts of the cost are for CPU. cart has a quarter of it and 3/8 of memory.
    @Test func aBlendWeighsCapacityByPrice() throws {
        let allocation = try AllocationEdgeTests.allocate(
            resource: AllocationEdgeTests.blend(AllocationEdgeTests.nineToOne))
        let costs = try AllocationEdgeTests.costs(allocation, part: "Compute")
        // 0.60 x (36/44 x 1/4 + 8/44 x 3/8) = 9/55.
        let (shop, step) = (
            try #require(Exact("0.163636363636363636363636")), try #require(Exact("0.000000000000000000000002"))
        )
        #expect(costs.contains { $0.isNear(shop, within: step) })
        #expect(allocation.facts["prices"]?.array?.first?["source"]?.string == "a rule")
    }

    /// The first line that fits cluster, labels and day counts; free CPU is allowed.
    @Test func theFirstPriceThatFitsCounts() throws {
        let lines = [
            #"{"cluster": "other", "cpuCoreHour": 1, "memoryGibibyteHour": 0, "gpuHour": 0, "source": "a"}"#,
            #"{"until": "2026-06-10", "cpuCoreHour": 1, "memoryGibibyteHour": 0, "gpuHour": 0, "source": "b"}"#,
            #"{"labels": {"label_type": "small"}, "cpuCoreHour": 0, "memoryGibibyteHour": 1, "gpuHour": 0, "source": "c"}"#,
            AllocationEdgeTests.nineToOne,
        ]
        let allocation = try AllocationEdgeTests.allocate(
            resource: AllocationEdgeTests.blend(lines[0], lines[1], lines[2], lines[3]),
            labels: AllocationEdgeTests.nodeLabels("label_type:small"))
        let byMemory = try AllocationEdgeTests.allocate(resource: #""resource": "memory""#)
        #expect(
            try AllocationEdgeTests.costs(allocation, part: "Compute").sorted()
                == AllocationEdgeTests.costs(byMemory, part: "Compute").sorted())
    }

    /// A GPU for one of two hours, and of two devices: three quarters of their part are idle.
    @Test func anIdleGPUIsIdle() throws {
        let allocation = try AllocationEdgeTests.allocate(
            resource: AllocationEdgeTests.blend(
                #"{"cpuCoreHour": 0, "memoryGibibyteHour": 0, "gpuHour": 2.5, "source": "list"}"#),
            labels: AllocationEdgeTests.nodeLabels("label_nvidia_com_gpu_count:2"),
            gpus: AllocationEdgeTests.gpuReport("mail,mailer-0,GPU-1,,A10G"))
        #expect(try AllocationEdgeTests.costs(allocation, part: "Compute") == [Exact("0.15")])
        #expect(try AllocationEdgeTests.costs(allocation, part: "Worker idle") == [Exact("0.45")])
    }

    /// Two devices of different models, both of one pod for one of two hours: an hour's whole cost is its own.
    @Test func aNodeWithTwoModelsOfGPUsLosesNothing() throws {
        let allocation = try AllocationEdgeTests.allocate(
            resource: AllocationEdgeTests.blend(
                #"{"cpuCoreHour": 0, "memoryGibibyteHour": 0, "gpuHour": 2.5, "source": "list"}"#),
            labels: AllocationEdgeTests.nodeLabels("label_nvidia_com_gpu_count:2"),
            gpus: AllocationEdgeTests.gpuReport(
                "shop,cart-6d5f7c8b9-x2x4k,GPU-1,,A10G", "shop,cart-6d5f7c8b9-x2x4k,GPU-2,,Tesla T4"))
        #expect(try AllocationEdgeTests.costs(allocation, part: "Compute") == [Exact("0.3")])
        #expect(try AllocationEdgeTests.costs(allocation, part: "Worker idle") == [Exact("0.3")])
    }

    /// - Parameter devices: namespace, pod, device, slice and model, each used for the whole of hour 10.
    private static func gpuReport(_ devices: String...) -> String {
        let header =
            "report_period_start,report_period_end,interval_start,interval_end,node,namespace,pod,gpu_uuid,"
            + "mig_instance_id,gpu_model_name,gpu_vendor_name,gpu_memory_capacity_mib,gpu_pod_uptime,mig_profile,"
            + "mig_strategy\n"
        return header
            + devices.map { "\(period),tiny-node-a,\($0),nvidia_com_gpu,23028,3600,,\n" }.joined()
    }

    private static let period =
        "2026-06-01 00:00:00 +0000 UTC,2026-07-01 00:00:00 +0000 UTC,2026-06-10 10:00:00 +0000 UTC,"
        + "2026-06-10 10:59:59 +0000 UTC"

    @Test func aNodeWithoutAPriceStopsTheRun() throws {
        let other = #"{"cluster": "other", "cpuCoreHour": 1, "memoryGibibyteHour": 0, "gpuHour": 0, "source": "a"}"#
        let failure = #expect(throws: Failure.self) {
            try AllocationEdgeTests.allocate(resource: AllocationEdgeTests.blend(other))
        }
        #expect(failure?.description.contains("D309") == true)
        #expect(failure?.description.contains("tiny-node-a") == true)
    }

    @Test(arguments: [#""resource": "blend""#, #""resource": "cpu", "prices": [\#(nineToOne)]"#])
    func pricesAndBlendGoTogether(resource: String) throws {
        let failure = #expect(throws: Failure.self) { try AllocationEdgeTests.allocate(resource: resource) }
        #expect(failure?.description.contains("D310") == true)
    }

    /// - Parameter labels: of one node, a row each.
    private static func nodeLabels(_ labels: String...) -> String {
        "report_period_start,report_period_end,interval_start,interval_end,node,node_labels\n"
            + labels.map { "\(period),tiny-node-a,\($0)\n" }.joined()
    }

    /// Rows of one node add up to its labels, in any order, and a label without a value is one.
    @Test func aNodeHasTheLabelsOfAllItsRows() throws {
        let rows = ["label_zone:", "label_node_role_kubernetes_io_infra:|label_type:small"]
        let first = try AllocationEdgeTests.allocate(labels: AllocationEdgeTests.nodeLabels(rows[0], rows[1]))
        let second = try AllocationEdgeTests.allocate(labels: AllocationEdgeTests.nodeLabels(rows[1], rows[0]))
        #expect(try AllocationEdgeTests.costs(first, part: "Platform idle") == [Exact("0.3")])
        #expect(try AllocationEdgeTests.costs(first, part: "Worker idle").isEmpty)
        #expect(second.files == first.files)
    }

    /// A charge whose effective cost is zero still says how its pieces relate.
    @Test func ratiosOfAChargeWithoutEffectiveCostFollowTheOtherCosts() throws {
        let gap = { (lines: inout [String]) in lines = lines.filter { !$0.contains(" 11:00:00 +0000") } }
        let allocation = try AllocationEdgeTests.allocate(
            bill: { bill in
                for row in bill.rows.indices { bill.set("EffectiveCost", row: row, "0") }
            }, pods: gap)
        let table = try Table(allocation, .allocations, ["x_AllocationPart", "x_AllocatedMethodDetails"])
        let row = try #require((0..<table.count).first { table.text("x_AllocationPart")[$0] == "No telemetry" })
        #expect(table.text("x_AllocatedMethodDetails")[row]?.contains(#""AllocatedRatio":0.5"#) == true)
    }

    /// Nobody used the node and its capacity is not known: its cost is idle, not lost.
    @Test func aNodeWithoutUseAndCapacityIsIdle() throws {
        let allocation = try AllocationEdgeTests.allocate(pods: { lines in
            for index in lines.indices.dropFirst() {
                var fields = lines[index].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                for field in 8..<18 { fields[field] = "0" }
                lines[index] = fields.joined(separator: ",")
            }
        })
        #expect(try AllocationEdgeTests.costs(allocation, part: "Worker idle").reduce(.zero, +) == Exact("0.6"))
        #expect(try AllocationEdgeTests.costs(allocation, part: "Compute").isEmpty)
        #expect(try AllocationEdgeTests.lines(allocation)["residual"] == "0.67")
    }

    /// A credit on a machine is split like its cost, to the last unit.
    @Test func creditsAreSplitLikeCosts() throws {
        let allocation = try AllocationEdgeTests.allocate(bill: { bill in
            bill.set("EffectiveCost", row: 0, "-0.3")
            bill.set("EffectiveCost", row: 1, "-0.000000000000000000000007")
            bill.set("ChargeCategory", row: 0, "Credit")
        })
        let parts = try AllocationEdgeTests.costs(allocation, part: "Compute")
        #expect(parts.allSatisfy { $0 <= .zero } && parts.contains { $0 < .zero })
        let all = try Table(allocation, .allocations, ["EffectiveCost"]).sum("EffectiveCost")
        #expect(all == Exact("-0.060000000000000000000007"))
    }

    @Test func currenciesAreNeverAdded() throws {
        let allocation = try AllocationEdgeTests.allocate(bill: { bill in
            for row in [1, 4] {
                bill.set("BillingAccountId", row: row, "900000000009")
                bill.set("BillingCurrency", row: row, "EUR")
            }
        })
        #expect(allocation.facts["bridges"]?.array?.map { $0["currency"]?.string } == ["EUR", "USD"])
        #expect(try AllocationEdgeTests.lines(allocation, bridge: 0)["bill"] == "0.41")
        #expect(try AllocationEdgeTests.lines(allocation, bridge: 1)["bill"] == "0.43")
    }

    @Test func telemetryDeliveredTwiceCountsOnce() throws {
        let once = try AllocationEdgeTests.allocate()
        let twice = try AllocationEdgeTests.allocate(pods: { $0 += $0.dropFirst() })
        #expect(twice.files == once.files)
        #expect(once.diagnostics.isEmpty)
        #expect(
            twice.diagnostics.map(\.description) == [
                """
                warning[D304]: 6 rows of telemetry name an hour, node and pod already seen; the largest use counts
                  hint: look for a report that was delivered twice
                """
            ])
    }

    @Test func podsThatWaitForANodeCostNothing() throws {
        let once = try AllocationEdgeTests.allocate()
        let waiting = try AllocationEdgeTests.allocate(pods: { lines in
            lines.append(
                lines[1].replacing(",tiny-node-a,i-0aa11bb22cc33dd44,", with: ",,,").replacing("cart-", with: "wait-"))
        })
        #expect(waiting.files == once.files)
        #expect(
            waiting.diagnostics.map(\.description) == [
                "warning[D305]: 1 rows of telemetry name no node and carry no cost"
            ])
    }

    @Test func aMachineInTwoClustersIsRefused() throws {
        let error = #expect(throws: Failure.self) { try AllocationEdgeTests.allocate(clusters: ["one", "two"]) }
        #expect(error?.exitStatus == .badInput)
        #expect(
            error?.description == """
                error[D301]: machine "i-0aa11bb22cc33dd44" is claimed by "one/tiny-node-a" and by "two/tiny-node-a"
                  hint: its cost cannot belong to both; check that no cluster is delivered twice under two names
                """)
    }

    /// One machine that telemetry knows by its host's name and by an address as well.
    @Test func aMachineUnderTwoNamesIsRefused() throws {
        let error = #expect(throws: Failure.self) {
            try AllocationEdgeTests.allocate(pods: { lines in
                lines += lines.dropFirst().map { $0.replacing(",tiny-node-a,", with: ",10.0.0.7:10250,") }
            })
        }
        #expect(error?.diagnostics.map(\.code.description) == ["D301"])
        #expect(error?.description.contains("tiny/tiny-node-a") == true)
        #expect(error?.description.contains("tiny/10.0.0.7:10250") == true)
    }

    @Test func aNodeThatTheBillDoesNotNameCostsNothing() throws {
        let allocation = try AllocationEdgeTests.allocate(pods: { lines in
            lines += lines.dropFirst().map {
                $0.replacing(",tiny-node-a,i-0aa11bb22cc33dd44,", with: ",tiny-node-b,i-0ff,")
            }
        })
        let table = try Table(allocation, .allocations, ["EffectiveCost", "x_Node"])
        #expect(Set(table.text("x_Node").compactMap { $0 }) == ["tiny-node-a"])
        #expect(table.sum("EffectiveCost") == Exact("0.84"))
    }

    @Test func aPeriodThatTheBillLacksIsSaid() throws {
        let error = #expect(throws: Failure.self) { try AllocationEdgeTests.allocate(period: "2026-07") }
        #expect(error?.exitStatus == .missingInput)
        #expect(
            error?.description == """
                error[D303]: the bill has no rows of billing period 2026-07
                  hint: choose another period with --period, or check what the bill's stage reads
                """)
    }

    /// `i-0aa11bb22cc33dd44` is the end of an ARN, and not of an id that merely ends in the same letters.
    @Test(arguments: [
        ("arn:aws:ec2:eu-west-1:1:instance/i-0aa11bb22cc33dd44", true), ("xi-0aa11bb22cc33dd44", false),
        ("i-0aa11bb22cc33dd44/", false), ("i-0aa11bb22cc33dd4", false), ("I-0AA11BB22CC33DD44", false),
    ])
    func machinesAreKnownByTheEndOfTheirID(id: String, isKnown: Bool) throws {
        let allocation = try AllocationEdgeTests.allocate(bill: { $0.set("ResourceId", row: 0, id) })
        let outside = try AllocationEdgeTests.costs(allocation, part: "Outside").reduce(.zero, +)
        // Tax and the disk, of which this telemetry knows nothing, are outside in any case.
        #expect(outside == Exact(isKnown ? "0.06" : "0.36"))
    }
}

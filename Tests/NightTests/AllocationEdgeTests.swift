import Allocation
import Billing
import Documents
import Kernel
import Model
import Runner
import Telemetry
import Testing

/// The tiny example, bent to the corners of the rules.
struct AllocationEdgeTests {
    /// Runs bill, telemetry and allocation of the tiny example after both were changed.
    private static func allocate(
        bill change: (inout TinyBill) -> Void = { _ in }, pods: (inout [String]) -> Void = { _ in },
        clusters: [String] = ["tiny"], period: String = "2026-06", join: String = "hour"
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
        let all = clusters.map { #"{"id": "\#($0)", "podUsage": ["pods-\#($0).csv"]}"# }.joined(separator: ", ")
        try bench.run("usage", IngestOperatorStage.kind, #"{"clusters": [\#(all)]}"#)
        return try bench.run(
            "allocation", AllocateStage.kind, #"{"bill": ["bill"], "usage": ["usage"], "join": "\#(join)"}"#)
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

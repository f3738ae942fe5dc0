import Allocation
import Billing
import Documents
import Kernel
import Model
import Runner
import Telemetry
import TestSupport
import Testing

/// Where koku's rules are not ours, on the tiny example, with the figures of docs/allocation.md.
struct KokuRulesTests {
    /// Of the tiny bill: the bucket that a tag names.
    private static let bucket = 4

    private static func allocate(
        bill change: (inout TinyBill) -> Void = { _ in }, pods: (String) -> String = { $0 },
        volumes: ((String) -> String)? = { $0 }, clusters: [String] = ["tiny"], rules: String = #""rules": "koku""#
    ) throws -> Publication {
        let folder = try TemporaryFolder()
        var bill = try TinyBill()
        change(&bill)
        try folder.write(bill.text, to: "bill.csv")
        let bench = try Bench("2026-06", root: folder.path)
        try bench.run("bill", IngestFocusStage.kind, #"{"source": "tiny", "files": ["bill.csv"]}"#)
        let reports = try clusters.map { cluster in
            // A machine and a disk belong to one cluster.
            func own(_ text: String) -> String {
                guard cluster != "tiny" else { return text }
                return text.replacing("i-0aa1", with: "i-0bb1").replacing("vol-0dd4", with: "vol-0ee4")
            }
            try folder.write(own(pods(Fixtures.text("tiny/ocp_pod_usage.csv"))), to: "pods-\(cluster).csv")
            var more = ""
            if let volumes {
                let text = own(volumes(try Fixtures.text("tiny/ocp_storage_usage.csv")))
                try folder.write(text, to: "volumes-\(cluster).csv")
                more = #", "storageUsage": ["volumes-\#(cluster).csv"]"#
            }
            return #"{"id": "\#(cluster)", "podUsage": ["pods-\#(cluster).csv"]\#(more)}"#
        }
        try bench.run("usage", IngestOperatorStage.kind, #"{"clusters": [\#(reports.joined(separator: ", "))]}"#)
        return try bench.run(
            "allocation", AllocateStage.kind, #"{"bill": ["bill"], "usage": ["usage"], \#(rules)}"#)
    }

    /// `shop 0.6`, of one part of the allocation; the cluster is named where it is not the usual one.
    private static func costs(_ allocation: Publication, _ part: String) throws -> [String] {
        let table = try Table(
            allocation, .allocations, ["EffectiveCost", "x_AllocationPart", "x_Namespace", "x_ClusterId"])
        let costs = table.exact("EffectiveCost")
        return (0..<table.count).filter { table.text("x_AllocationPart")[$0] == part }.map { row in
            let cluster = table.text("x_ClusterId")[row] ?? ""
            let name = table.text("x_Namespace")[row] ?? part
            return "\(cluster == "tiny" ? "" : cluster + "/")\(name) \(costs[row])"
        }.sorted()
    }

    private static func line(_ name: String, _ allocation: Publication) -> String? {
        allocation.facts["bridges"]?.array?.first?["lines"]?.array?.first { $0["line"]?.string == name }?[
            "EffectiveCost"]?.string
    }

    private static func overCommit(_ text: String) -> String {
        text.replacing(",1800,3600,7200,", with: ",1800,14400,7200,")
    }

    /// 28800, 5400 and 1800 of 28800 core-seconds: 0.75 of a node that costs 0.60.
    @Test func podsOfAnOverCommittedNodePayMoreThanItCosts() throws {
        let allocation = try KokuRulesTests.allocate(pods: KokuRulesTests.overCommit)
        #expect(
            try KokuRulesTests.costs(allocation, "Compute") == ["kube-system 0.0375", "mail 0.1125", "shop 0.6"])
        #expect(try KokuRulesTests.costs(allocation, "Worker idle") == ["Worker idle -0.15"])
        #expect(KokuRulesTests.line("idle", allocation) == "-0.15")
        #expect(KokuRulesTests.line("bill", allocation) == "0.84")
        #expect(KokuRulesTests.line("residual", allocation) == "0")
        let shares = try Table(allocation, .distributions, ["Pool", "Namespace", "EffectiveCost"])
        let idle = (0..<shares.count).filter { shares.text("Pool")[$0] == "Worker idle" }
            .map { "\(shares.text("Namespace")[$0] ?? "nobody") \(shares.exact("EffectiveCost")[$0])" }
        // 28800 and 5400 of 34200.
        #expect(
            idle == ["mail -0.023684210526315789473684", "shop -0.126315789473684210526316"])
    }

    /// Where nothing is over-committed compute is what our rules by the day come to.
    @Test func idleAboveZeroIsTheSame() throws {
        let theirs = try KokuRulesTests.allocate()
        let ours = try KokuRulesTests.allocate(rules: #""join": "day""#)
        for part in ["Compute", "Worker idle", "Storage", "Storage unattributed", "Network", "Outside"] {
            let costs = try KokuRulesTests.costs(theirs, part)
            #expect(try costs == KokuRulesTests.costs(ours, part))
            #expect(!costs.isEmpty)
        }
    }

    /// A pod and a volume of shop, a pod of mail, one of kube-system: four parts of 0.11.
    @Test(arguments: [#"{"openshift_node": "tiny-node-a"}"#, #"{"openshift_cluster": "tiny"}"#])
    func aTagGivesEqualPartsToNamespacesAndKinds(tags: String) throws {
        let tagged = { (bill: inout TinyBill) in bill.set("Tags", row: KokuRulesTests.bucket, tags) }
        #expect(
            try KokuRulesTests.costs(KokuRulesTests.allocate(bill: tagged), "Project tag")
                == ["kube-system 0.0275", "mail 0.0275", "shop 0.055"])
        let withoutVolumes = try KokuRulesTests.allocate(bill: tagged, volumes: nil)
        let parts = try KokuRulesTests.costs(withoutVolumes, "Project tag")
        #expect(parts.map { $0.prefix(while: { $0 != "." }) } == ["kube-system 0", "mail 0", "shop 0"])
        #expect(parts.allSatisfy { $0.contains("0.03666666666666666666666") })
    }

    /// A node that only a tag ties to the bill is charged all the same.
    @Test func piecesOfANodeTagNameTheNode() throws {
        let allocation = try KokuRulesTests.allocate(bill: { bill in
            bill.set("Tags", row: KokuRulesTests.bucket, #"{"openshift_node": "tiny-node-a"}"#)
        })
        let table = try Table(allocation, .allocations, ["x_AllocationPart", "x_Node"])
        let nodes = (0..<table.count).filter { table.text("x_AllocationPart")[$0] == "Project tag" }
            .map { table.text("x_Node")[$0] }
        #expect(nodes == ["tiny-node-a", "tiny-node-a", "tiny-node-a"])
    }

    /// A volume of another node is none of this node, but of its cluster.
    @Test func aVolumeCountsWhereItIsMounted() throws {
        let elsewhere = { (text: String) in text.replacing("tiny-node-a", with: "tiny-node-b") }
        func parts(_ tags: String) throws -> [String] {
            let allocation = try KokuRulesTests.allocate(
                bill: { $0.set("Tags", row: KokuRulesTests.bucket, tags) }, volumes: elsewhere)
            return try KokuRulesTests.costs(allocation, "Project tag")
        }
        #expect(try parts(#"{"openshift_cluster": "tiny"}"#).last == "shop 0.055")
        #expect(try parts(#"{"openshift_node": "tiny-node-a"}"#).last?.hasPrefix("shop 0.0366") == true)
    }

    @Test func nodesOfOneNameGetEqualParts() throws {
        let allocation = try KokuRulesTests.allocate(
            bill: { $0.set("Tags", row: KokuRulesTests.bucket, #"{"openshift_node": "tiny-node-a"}"#) },
            clusters: ["tiny", "other"])
        #expect(
            try KokuRulesTests.costs(allocation, "Project tag") == [
                "kube-system 0.01375", "mail 0.01375", "other/kube-system 0.01375", "other/mail 0.01375",
                "other/shop 0.0275", "shop 0.0275",
            ])
    }

    /// Nobody can receive what falls on a day on which the cluster was not seen.
    @Test func aClusterThatWasNotSeenKeepsItsCost() throws {
        let allocation = try KokuRulesTests.allocate(bill: { bill in
            bill.set("Tags", row: KokuRulesTests.bucket, #"{"openshift_cluster": "tiny"}"#)
            bill.set("ChargePeriodStart", row: KokuRulesTests.bucket, "2026-06-12T00:00:00Z")
            bill.set("ChargePeriodEnd", row: KokuRulesTests.bucket, "2026-06-13T00:00:00Z")
        })
        #expect(try KokuRulesTests.costs(allocation, "Cluster shared") == ["Cluster shared 0.11"])
        #expect(KokuRulesTests.line("residual", allocation) == "0.11")
    }

    /// 108 GiB of claims on a disk of 72 that costs 0.01.
    @Test func claimsLargerThanTheirDiskPayMoreThanItCosts() throws {
        let allocation = try KokuRulesTests.allocate(volumes: { $0.replacing("57982058496", with: "115964116992") })
        #expect(try KokuRulesTests.costs(allocation, "Storage") == ["shop 0.015"])
        #expect(
            try KokuRulesTests.costs(allocation, "Storage unattributed") == ["Storage unattributed -0.005"])
    }

    /// Nothing can be divided by a capacity of zero: the pods share the cost, as with our rules.
    @Test func withoutACapacityThePodsShareTheCost() throws {
        let allocation = try KokuRulesTests.allocate(pods: { $0.replacing(",4,14400,", with: ",0,0,") })
        #expect(
            try KokuRulesTests.costs(allocation, "Compute") == ["kube-system 0.075", "mail 0.225", "shop 0.3"])
        #expect(try KokuRulesTests.costs(allocation, "Worker idle").isEmpty)
    }

    /// An hour that telemetry did not see falls on the hour that it saw.
    @Test func theDayIsSplitAsAWhole() throws {
        let allocation = try KokuRulesTests.allocate(pods: { text in
            text.split(separator: "\n").filter { !$0.contains(" 11:00:00 +0000") }.map { $0 + "\n" }.joined()
        })
        #expect(try KokuRulesTests.costs(allocation, "No telemetry").isEmpty)
        #expect(allocation.facts["join"]?.string == "day")
    }

    @Test(arguments: [
        (
            #""resource": "blend", "prices": []"#, #"koku's rules have no "resource": "blend""#,
            #"use "cpu" or "memory", or leave "rules" out"#
        ),
        (
            #""join": "hour""#, #"koku's rules have no "join": "hour""#,
            #"leave "join" out: koku splits by the day; or leave "rules" out"#
        ),
        (
            #""sharing": [{"pool": "network", "split": "keep"}]"#, #"koku's rules have no "sharing""#,
            #"leave "sharing" out: koku shares pools by use; or leave "rules" out"#
        ),
    ])
    func optionsThatKokuLacksAreRefused(option: String, message: String, hint: String) throws {
        let error = #expect(throws: Failure.self) {
            try KokuRulesTests.allocate(rules: #""rules": "koku", \#(option)"#)
        }
        #expect(error?.exitStatus == .configuration)
        let told = error?.description ?? ""
        #expect(told.hasPrefix("options:1:"))
        #expect(told.hasSuffix(": error[D320]: \(message)\n  hint: \(hint)"), "\(told)")
    }

    @Test(arguments: [#""join": "day""#, #""resource": "memory""#, #""sharing": []"#])
    func optionsThatKokuHasAreTaken(option: String) throws {
        let allocation = try KokuRulesTests.allocate(rules: #""rules": "koku", \#(option)"#)
        #expect(allocation.facts["rules"]?.string == "koku")
    }
}

import Allocation
import Billing
import Model
import Runner
import Telemetry
import TestSupport
import Testing

/// Two clusters on one bill, whose nodes, namespaces and pods have the same names.
struct TwoClustersTests {
    private static let machine = "i-0aa11bb22cc33dd44"
    private static let twin = "i-0ee55ff66aa77bb88"

    /// The tiny example and its twin, whose node costs three times as much; the bucket carries the tags.
    private static func allocate(tags: String) throws -> Publication {
        let folder = try TemporaryFolder()
        var bill = try TinyBill()
        bill.set("Tags", row: 4, tags)
        var other = try TinyBill()
        for row in 0...1 {
            other.set("ResourceId", row: row, twin)
            other.set("EffectiveCost", row: row, "0.9")
        }
        try folder.write((bill.lines + other.lines[1...2]).map { $0 + "\n" }.joined(), to: "bill.csv")
        let pods = try Fixtures.text("tiny/ocp_pod_usage.csv")
        try folder.write(pods, to: "tiny.csv")
        try folder.write(pods.replacing(machine, with: twin), to: "twin.csv")
        let bench = try Bench("2026-06", root: folder.path)
        try bench.run("bill", IngestFocusStage.kind, #"{"source": "tiny", "files": ["bill.csv"]}"#)
        try bench.run(
            "usage", IngestOperatorStage.kind,
            #"{"clusters": [{"id": "tiny", "podUsage": ["tiny.csv"]}, {"id": "twin", "podUsage": ["twin.csv"]}]}"#)
        return try bench.run("allocation", AllocateStage.kind, #"{"bill": ["bill"], "usage": ["usage"]}"#)
    }

    @Test func namesThatRepeatStayApart() throws {
        let allocation = try TwoClustersTests.allocate(tags: "{}")
        let pieces = try Table(
            allocation, .allocations, ["EffectiveCost", "x_AllocationPart", "x_ClusterId", "x_Namespace"])
        var direct: Figures = [:]
        for row in 0..<pieces.count where pieces.text("x_AllocationPart")[row] == "Compute" {
            let key = "\(pieces.text("x_ClusterId")[row] ?? "")/\(pieces.text("x_Namespace")[row] ?? "")"
            direct.add(pieces.exact("EffectiveCost")[row], to: key)
        }
        let expected = [
            "tiny/shop": "0.15", "tiny/mail": "0.1125", "tiny/kube-system": "0.0375",
            "twin/shop": "0.45", "twin/mail": "0.3375", "twin/kube-system": "0.1125",
        ]
        #expect(direct == expected.compactMapValues { Exact($0) })
        let shares = try Table(allocation, .distributions, ["EffectiveCost", "Cluster", "Pool"])
        var shared: Figures = [:]
        for row in 0..<shares.count where shares.text("Pool")[row] == "Worker idle" {
            shared.add(shares.exact("EffectiveCost")[row], to: shares.text("Cluster")[row] ?? "")
        }
        #expect(shared == ["tiny": "0.3", "twin": "0.9"].compactMapValues { Exact($0) })
    }

    /// A tag without a cluster fits both: each gets an equal part, and the charge is there once.
    @Test(arguments: [
        (#"{"openshift_project":"shop"}"#, ["tiny": "0.055", "twin": "0.055"]),
        (#"{"openshift_project":"shop","openshift_cluster":"twin"}"#, ["twin": "0.11"]),
        (#"{"openshift_project":"shop","openshift_cluster":"elsewhere"}"#, ["Outside": "0.11"]),
        (#"{"openshift_node":"tiny-node-a"}"#, ["tiny": "0.055", "twin": "0.055"]),
        (#"{"openshift_node":"tiny-node-a","openshift_cluster":"twin"}"#, ["twin": "0.11"]),
        (#"{"openshift_node":"tiny-node-a","openshift_cluster":"elsewhere"}"#, ["Outside": "0.11"]),
    ])
    func aTagIsLimitedToItsClusterAndNeverMultiplied(tags: String, costs: [String: String]) throws {
        let table = try Table(
            TwoClustersTests.allocate(tags: tags), .allocations, ["EffectiveCost", "ResourceId", "x_ClusterId"])
        var found: Figures = [:]
        for row in 0..<table.count where table.text("ResourceId")[row] == "tiny-shop-bucket" {
            found.add(table.exact("EffectiveCost")[row], to: table.text("x_ClusterId")[row] ?? "Outside")
        }
        #expect(found == costs.compactMapValues { Exact($0) })
    }
}

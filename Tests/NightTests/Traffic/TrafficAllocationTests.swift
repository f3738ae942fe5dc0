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

/// Traffic of 0.07 in hour 10, in which cart sent 3000 bytes, web 1000 and dns of the platform 4000. In hour 11 only cart
/// sent something.
struct TrafficAllocationTests {
    private let bench: Bench

    private static func series(_ name: String, _ namespace: String, _ pod: String, _ more: String = "") -> String {
        #"\#(name){namespace="\#(namespace)",pod="\#(pod)",\#(Dump.node)\#(more)}"#
    }

    init() throws {
        var bill = try TinyBill()
        for row in [0, 1, 3] { bill.set("ResourceId", row: row, "i-1") }
        var dump = Dump()
        dump.addNode(hours: 2)
        for (namespace, pod, sent) in [
            ("shop", "cart", [3000, 100_000]), ("shop", "web", [1000, 0]), ("kube-system", "dns", [4000, 0]),
        ] {
            dump.hold(
                Self.series(
                    "kube_pod_container_resource_requests", namespace, pod,
                    #",container="app",uid="\#(pod)",resource="cpu""#), "1", 0..<7200)
            let counter = Self.series(
                "container_network_transmit_bytes_total", namespace, pod, #",interface="eth0""#)
            dump.add(counter, "10", after: 3000)
            dump.add(counter, "\(10 + sent[0])", after: 3300)
            dump.add(counter, "\(10 + sent[0])", after: 3900)
            dump.add(counter, "\(10 + sent[0] + sent[1])", after: 4200)
        }
        // Of hour 11 alone, and sends nothing.
        dump.hold(
            Self.series(
                "kube_pod_container_resource_requests", "mail", "mailer", #",container="app",uid="m",resource="cpu""#),
            "1", 3600..<7200)
        let folder = try TemporaryFolder()
        try folder.write(bill.text, to: "bill.csv")
        try folder.write(dump.text, to: "dump.txt")
        bench = try Bench("2026-06", root: folder.path)
        try bench.run("bill", IngestFocusStage.kind, #"{"source": "tiny", "files": ["bill.csv"]}"#)
        for option in [true, false] {
            try bench.run(
                "usage-\(option)", IngestPrometheusStage.kind(.offline),
                #"{"clusters": [{"id": "tiny", "files": ["dump.txt"]}], "networkBytes": \#(option)}"#)
        }
    }

    private func allocate(_ more: String, usage: Bool = true) throws -> Publication {
        try bench.run(
            "allocation", AllocateStage.kind, #"{"bill": ["bill"], "usage": ["usage-\#(usage)"]\#(more)}"#)
    }

    private func traffic(_ allocation: Publication) throws -> [String] {
        let table = try Table(
            allocation, .allocations, ["x_AllocationPart", "x_Namespace", "x_Pod", "x_Node", "EffectiveCost"])
        let costs = table.exact("EffectiveCost")
        return (0..<table.count).compactMap { row in
            let part = table.text("x_AllocationPart")[row] ?? ""
            guard ["Traffic", "Network"].contains(part) else { return nil }
            let pod = "\(table.text("x_Namespace")[row] ?? "")/\(table.text("x_Pod")[row] ?? "")"
            return "\(part) \(table.text("x_Node")[row] ?? "") \(pod) \(costs[row])"
        }
    }

    @Test func podsPayForWhatTheySentInTheHoursOfTheCharge() throws {
        let allocation = try allocate(#", "network": "bytes""#)
        #expect(
            try traffic(allocation) == [
                "Traffic n1 kube-system/dns 0.035", "Traffic n1 shop/cart 0.02625", "Traffic n1 shop/web 0.00875",
            ])
        #expect(allocation.facts["network"]?.string == "bytes" && allocation.diagnostics.isEmpty)
        let details = try Table(
            allocation, .allocations, ["x_AllocationPart", "x_AllocatedMethodDetails", "x_AllocatedMethodId"])
        let row = try #require((0..<details.count).first { details.text("x_AllocationPart")[$0] == "Traffic" })
        #expect(details.text("x_AllocatedMethodId")[row] == "transmitted-bytes/hour/v1")
        #expect(
            details.text("x_AllocatedMethodDetails")[row]
                == #"{"Elements":[{"AllocatedRatio":0.5,"UsageUnit":"Bytes","UsageQuantity":4000}]}"#)
    }

    /// 103,000, 1000 and 4000 of 108,000.
    @Test func joinedByTheDayTheBytesOfTheDayCount() throws {
        let rows = try traffic(allocate(#", "network": "bytes", "join": "day""#))
        #expect(rows.contains("Traffic n1 shop/web 0.000648148148148148148148"))
        #expect(rows.count == 3)
    }

    @Test func withoutTheOptionTrafficIsAPool() throws {
        let allocation = try allocate("")
        #expect(try traffic(allocation) == ["Network n1 / 0.07"])
        #expect(allocation.facts["network"] == nil && allocation.diagnostics.isEmpty)
    }

    @Test func whereNothingIsKnownItStaysAPoolAndIsTold() throws {
        let allocation = try allocate(#", "network": "bytes""#, usage: false)
        #expect(try traffic(allocation) == ["Network n1 / 0.07"])
        #expect(allocation.diagnostics.map(\.code.description) == ["D322"])
    }

    /// What platform pods sent is in their pool; by the hour it is of the hour of the charge. The pool holds the 0.035
    /// that dns sent in hour 10, and 0.075 that dns cost in each hour. In hour 10 only shop used anything, in hour 11
    /// shop two cores and mail one.
    @Test(arguments: [("day", "0.148", "0.037"), ("hour", "0.16", "0.025")])
    func trafficOfThePlatformIsShared(window: String, shop: String, mail: String) throws {
        let allocation = try allocate(
            #"""
            , "network": "bytes", "sharing": [{"pool": "platform", "of": {"services": ["Amazon Elastic Compute Cloud"]},
              "split": "usage", "window": "\#(window)"}, {"pool": "network", "split": "keep"}]
            """#)
        let table = try Table(allocation, .distributions, ["Pool", "Namespace", "EffectiveCost"])
        #expect(!table.text("Pool").contains("Network"))
        let costs = table.exact("EffectiveCost")
        let platform = (0..<table.count).filter { table.text("Pool")[$0] == "Platform" }
            .map { "\(table.text("Namespace")[$0] ?? "nobody") \(costs[$0])" }
        #expect(platform == ["mail \(mail)", "shop \(shop)"])
        let report = try bench.run("report", ReportStage.kind, #"{"allocation": "allocation", "bills": ["bill"]}"#)
        let file = try PublishedCSV("\(report.directory)/namespaces.csv")
        let line = try #require(try file.rows.first { try file.value("Namespace", $0) == "shop" })
        #expect(try file.value("DirectTraffic", line) == "0.035")
        let lines = allocation.facts["bridges"]?.array?.first?["lines"]?.array ?? []
        let network = lines.first { $0["line"]?.string == "network" }
        #expect(network?["EffectiveCost"]?.string == "0")
    }

    @Test func viewsKnowTraffic() throws {
        let view = try AllocationView(
            allocate(#", "network": "bytes""#),
            ViewQuestion(
                keys: try ViewKey.list("part,pod"), sharesIdle: false, sharesPools: false,
                filter: try ViewFilter(#"part:"Traffic""#)), job: nil, period: #require(Month("2026-06")))
        #expect(
            view.sections[0].lines.map { "\($0.values.joined(separator: "/")) \($0.costs.cost)" } == [
                "Traffic/dns 0.035", "Traffic/cart 0.02625", "Traffic/web 0.00875",
            ])
    }

    @Test func kokuHasNoBytes() throws {
        let error = #expect(throws: (any Error).self) { try allocate(#", "network": "bytes", "rules": "koku""#) }
        let told = try #require(error as? any ReckonError).diagnostics.map(\.description).joined()
        #expect(told.contains(#"error[D320]: koku's rules have no "network": "bytes""#))
    }

    /// Azure and Google Cloud have services of their own for traffic.
    @Test func trafficOfOtherProvidersIsKnownByItsCategory() throws {
        var bill = try TinyBill()
        for row in [0, 1, 3] { bill.set("ResourceId", row: row, "i-1") }
        for (column, value) in [
            ("ServiceName", "Bandwidth"), ("ServiceCategory", "Networking"), ("SkuMeter", "Inter-region"),
        ] { bill.set(column, row: 3, value) }
        let folder = try TemporaryFolder()
        try folder.write(bill.text, to: "azure.csv")
        let other = try Bench("2026-06", root: folder.path, after: bench)
        try other.run("bill", IngestFocusStage.kind, #"{"source": "tiny", "files": ["azure.csv"]}"#)
        let allocation = try other.run(
            "allocation", AllocateStage.kind, #"{"bill": ["bill"], "usage": ["usage-true"], "network": "bytes"}"#)
        #expect(try traffic(allocation).count == 3)
    }
}

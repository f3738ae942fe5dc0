import Billing
import Documents
import Kernel
import Model
import Reports
import Runner
import Telemetry
import TestSupport
import Testing

@testable import Allocation

/// Charges of load balancers that telemetry knows go to their services.
struct LoadBalancerTests {
    private static let network = "web-0f1e2d3c4b5a6978.elb.eu-west-1.amazonaws.com"
    private static let classic = "a1b2c3-1234567890.eu-west-1.elb.amazonaws.com"

    @Test(arguments: [
        (network, ["loadbalancer/net/web/0f1e2d3c4b5a6978"]), (classic, ["loadbalancer/a1b2c3"]),
        (
            "internal-a1b2-77.eu-west-1.elb.amazonaws.com.cn",
            ["loadbalancer/internal-a1b2", "loadbalancer/a1b2"]
        ),
        ("203.0.113.7", []), ("web-1.elb.example.com", []), ("elb.amazonaws.com", []),
        ("-1.eu-west-1.elb.amazonaws.com", []), ("web.elb.eu-west-1.amazonaws.com", []), ("", []),
    ])
    func theBillsNameComesOfTheAddress(address: String, ids: [String]) {
        let found = LoadBalancerID.ids(address: address)
        #expect(found.map(\.ending) == [address] + ids)
        // Only a classic one is known by a name that other regions may have too.
        let regions: [String?] = [nil] + ids.map { $0.contains("/net/") ? nil : "eu-west-1" }
        #expect(found.map(\.region) == regions)
    }

    private static func series(_ service: String, _ address: String) -> String {
        #"kube_service_status_load_balancer_ingress{namespace="shop",service="\#(service)",\#(address)}"#
    }

    private static func bench(_ services: [(service: String, address: String)], resource: String) throws -> Bench {
        var bill = try TinyBill()
        bill.set("ResourceId", row: 4, resource)
        bill.set("Tags", row: 4, #"{"openshift_project":"mail"}"#)
        var dump = Dump()
        dump.addNode()
        dump.hold(Dump.request("cart", uid: "u"), "1")
        for (service, address) in services { dump.add(series(service, address), "1", after: 0) }
        let folder = try TemporaryFolder()
        try folder.write(bill.text, to: "bill.csv")
        try folder.write(dump.text, to: "dump.txt")
        let bench = try Bench("2026-06", root: folder.path)
        try bench.run("bill", IngestFocusStage.kind, #"{"source": "tiny", "files": ["bill.csv"]}"#)
        try bench.run(
            "usage", IngestPrometheusStage.kind(.offline),
            #"{"clusters": [{"id": "tiny", "files": ["dump.txt"]}]}"#)
        try bench.run("allocation", AllocateStage.kind, #"{"bill": ["bill"], "usage": ["usage"]}"#)
        return bench
    }

    private static func pieces(_ bench: Bench) throws -> [String] {
        let table = try Table(
            bench.publication("allocation"), .allocations,
            ["x_AllocationPart", "x_AllocatedResourceId", "x_KubernetesService", "EffectiveCost", "ResourceId"])
        let costs = table.exact("EffectiveCost")
        return (0..<table.count).compactMap { row in
            guard table.text("ResourceId")[row]?.contains("loadbalancer") == true else { return nil }
            let id = table.text("x_AllocatedResourceId")[row] ?? ""
            return "\(table.text("x_AllocationPart")[row] ?? "") \(id) \(costs[row])"
        }
    }

    /// Telemetry is surer than a tag.
    @Test func aLoadBalancerGoesToItsService() throws {
        let bench = try Self.bench(
            [("web", #"hostname="\#(Self.network)""#), ("other", #"ip="203.0.113.7""#)],
            resource: "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/net/web/0f1e2d3c4b5a6978")
        #expect(try Self.pieces(bench) == ["Load balancer tiny/shop/Service/web 0.11"])
        // FOCUS calls something else a service.
        let export = try bench.run(
            "export", ExportFocusStage.kind, #"{"allocation": "allocation", "version": "1.3", "formats": ["csv"]}"#)
        let focus = try PublishedCSV("\(export.directory)/focus-1.3.csv")
        let tags = try focus.rows.map { try focus.value("AllocatedTags", $0) }
        #expect(tags.filter { $0.contains(#""reckon/kubernetes_service""#) && $0.contains(#""web""#) }.count == 1)
        #expect(!tags.contains { $0.contains(#""reckon/service""#) })
        let report = try bench.run("report", ReportStage.kind, #"{"allocation": "allocation", "bills": ["bill"]}"#)
        let table = try PublishedCSV("\(report.directory)/namespaces.csv")
        let line = try #require(table.rows.first)
        #expect(try table.value("DirectLoadBalancer", line) == "0.11")
        let services = try Table(bench.publication("usage"), .loadBalancers)
        // In the order of their names, whatever that of the series.
        #expect(services.text("Address") == ["203.0.113.7", Self.network])
        #expect(services.text("Day") == ["2026-06-10", "2026-06-10"])
    }

    /// Nothing says how much each uses it; a third of 0.11 leaves a unit of the last digit over.
    @Test func servicesOfOneAddressHaveEqualParts() throws {
        let address = #"hostname="\#(Self.classic)""#
        let bench = try Self.bench(
            [("a", address), ("b", address), ("c", address)],
            resource: "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/a1b2c3")
        #expect(
            try Self.pieces(bench) == [
                "Load balancer tiny/shop/Service/a 0.036666666666666666666667",
                "Load balancer tiny/shop/Service/b 0.036666666666666666666667",
                "Load balancer tiny/shop/Service/c 0.036666666666666666666666",
            ])
    }

    /// A classic one's name is unique in its region only.
    @Test(arguments: [
        "arn:aws:elasticloadbalancing:eu-west-2:1:loadbalancer/a1b2c3", "loadbalancer/a1b2c3",
        "arn:aws:elasticloadbalancing::1:loadbalancer/a1b2c3",
    ])
    func aClassicOneOfAnotherRegionIsNobodys(resource: String) throws {
        let bench = try Self.bench([("a", #"hostname="\#(Self.classic)""#)], resource: resource)
        #expect(try Self.pieces(bench) == ["Outside  0.11"])
    }

    /// The address passes from one service to the other on day 4, on which both had it.
    @Test func anAddressGoesByTheDay() throws {
        let id = "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/a1b2c3"
        var telemetry = TelemetryIndex(resource: .cpu)
        for (day, service) in [(2, "old"), (4, "new"), (4, "old"), (5, "new")] as [(Int32, String)] {
            telemetry.add(
                LoadBalancer(
                    day: CalendarDay(daysSinceEpoch: day), cluster: "east", namespace: "shop", service: service,
                    address: Self.classic))
        }
        let found = (Int32(1)...6).map { day in
            telemetry.services(
                ofBalancer: "loadbalancer/a1b2c3", resource: id, on: CalendarDay(daysSinceEpoch: day)
            ).map(\.service).joined(separator: "+")
        }
        #expect(found == ["old", "old", "old", "new+old", "new", "new"])
        #expect(
            telemetry.services(ofBalancer: "loadbalancer/other", resource: id, on: CalendarDay(daysSinceEpoch: 2))
                .isEmpty)
    }

    /// Another one whose name ends alike, or that nobody knows, is left to tags.
    @Test(arguments: ["loadbalancer/xa1b2c3", "loadbalancer/app/web/0f1e2d3c4b5a6978", "loadbalancer/net/web/other"])
    func aLoadBalancerThatIsNotKnownIsNobodys(resource: String) throws {
        let bench = try Self.bench(
            [("web", #"hostname="\#(Self.network)""#), ("a", #"hostname="\#(Self.classic)""#)],
            resource: "arn:aws:elasticloadbalancing:eu-west-1:1:\(resource)")
        #expect(try Self.pieces(bench) == ["Outside  0.11"])
    }

    @Test func loadBalancersOfOpenCostAreRead() throws {
        let answer = """
            {"code":200,"status":"success","data":[{"tiny/n1/shop/cart/app":{"name":"tiny/n1/shop/cart/app",
            "properties":{"cluster":"tiny","node":"n1","namespace":"shop","pod":"cart","container":"app"},
            "start":"2026-06-10T10:00:00Z","end":"2026-06-10T11:00:00Z","cpuCoreRequestAverage":1,
            "lbAllocations":{"k":{"service":"edge/web","cost":1.5,"private":false,"ip":"\(Self.network)","hours":1},
            "l":{"service":"api","ip":"203.0.113.7"},"m":null,"n":{"service":"x","ip":null}}}}]}
            """
        let folder = try TemporaryFolder()
        try folder.write(answer, to: "a.json")
        let usage = try Bench("2026-06", root: folder.path).run(
            "usage", IngestOpenCostStage.kind, #"{"clusters": [{"id": "tiny", "files": ["a.json"]}]}"#)
        let table = try Table(usage, .loadBalancers)
        let found = (0..<table.count).map {
            "\(table.text("Namespace")[$0] ?? "")/\(table.text("Service")[$0] ?? "") \(table.text("Address")[$0] ?? "")"
        }
        #expect(found == ["edge/web \(Self.network)", "shop/api 203.0.113.7"])
    }

    /// In every cost and quantity, whatever the number of services.
    @Test(arguments: 1...60) func partsOfALoadBalancerComeToItsCharge(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        var telemetry = TelemetryIndex(resource: .cpu)
        for service in 0..<Int.random(in: 1...7, using: &random) {
            telemetry.add(
                LoadBalancer(
                    day: CalendarDay(daysSinceEpoch: 20_000), cluster: ["east", "west"][service % 2],
                    namespace: ["a", "kube-x"].randomElement(using: &random) ?? "", service: "s\(service)",
                    address: Self.classic))
        }
        var groups = ChargeGroups()
        var bill = CostVector.zero
        for day in Int32(20_000)..<20_003 {
            let numbers = ChargeGroups.dimensions.enumerated().map { index, column -> Int32 in
                switch column {
                case .billingCurrency: groups.id(dimension: index, text: "USD")
                case .resourceID:
                    groups.id(dimension: index, text: "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/a1b2c3")
                default: 0
                }
            }
            func amount() -> Amount {
                Amount(units: Int128.random(in: -1_000_000_007...1_000_000_000_000_000_009, using: &random))
            }
            let costs = CostVector(billed: amount(), effective: amount(), list: amount(), contracted: amount())
            try bill.add(costs)
            let start = CalendarDay(daysSinceEpoch: day).start
            try groups.add(
                dimensions: numbers, start: start, end: CalendarDay(daysSinceEpoch: day + 1).start,
                measures: ChargeMeasures(costs: costs, consumedQuantity: Quantity(units: 7)))
        }
        let charges = groups.sorted()
        let result = try AllocationResult.allocate(
            charges, telemetry: telemetry, options: AllocationOptions(), progress: {})
        var sums: [Int: ChargeMeasures] = [:]
        for row in result.rows {
            #expect(row.recipient.part == .loadBalancer && row.recipient.service != nil)
            if sums[row.charge] == nil {
                sums[row.charge] = row.measures
            } else {
                try sums[row.charge]?.add(row.measures)
            }
        }
        #expect(sums == Dictionary(uniqueKeysWithValues: charges.enumerated().map { ($0, $1.measures) }))
        #expect(try result.bridges(bill: [Currency("USD")!: bill]).count == 1)
    }
}

import Documents
import Kernel
import Model
import Runner
import TestSupport
import Testing

/// What the expectation says of the example month's inputs, before anything is allocated.
struct ExampleMonthFactsTests {
    private let bench: Bench
    private let facts: JSONNode

    init() throws {
        bench = try ExampleMonth.shared.get()
        facts = try Fixtures.json("example-month/expected.json")["facts"] ?? { throw Missing("facts") }()
    }

    private func count(_ path: String...) throws -> Int {
        guard let count = path.reduce(facts, { $0?[$1] } as (JSONNode?, String) -> JSONNode?)?.int else {
            throw Missing("facts/\(path)")
        }
        return count
    }

    /// The expectation counts rows of the provider's own report; two kinds of its rows become two rows of FOCUS.
    @Test func rowsOfTheBill() throws {
        let bill = try bench.publication("bill")
        let table = try Table(bill, .costLines, ["x_OtherColumns", "CommitmentDiscountStatus"])
        let doubled = try (0..<table.count).count { row in
            let type = try LineItemTypes.type(of: table, row)
            return ["SavingsPlanRecurringFee", "RIFee"].contains(type)
                && table.text("CommitmentDiscountStatus")[row] == "Unused"
        }
        #expect(bill.rowCount == 19_952)
        #expect(table.count - doubled == (try count("rows", "bill")))
    }

    @Test(arguments: ["harbor-eu", "harbor-us"]) func rowsOfTheTelemetry(cluster: String) throws {
        let usage = try bench.publication("usage-both")
        for (dataset, name) in [(Dataset.usageHours, "pod_usage"), (.volumeHours, "storage_usage")] {
            let rows = try Table(usage, dataset, ["Cluster"]).text("Cluster").count { $0 == cluster }
            #expect(rows == (try count("rows", cluster, name)))
        }
    }

    /// The third basis is not one of ours, but can be told from the published rows by its rule.
    @Test func totalsOfTheBillOnThreeBases() throws {
        let table = try Table(
            bench.publication("bill"), .costLines, ["BilledCost", "EffectiveCost", "x_OtherColumns"])
        let (billed, effective) = (table.exact("BilledCost"), table.exact("EffectiveCost"))
        var totals: Figures = [:]
        for row in 0..<table.count {
            totals.add(billed[row], to: "unblended")
            totals.add(effective[row], to: "aws_amortized")
            switch try LineItemTypes.type(of: table, row) {
            case "Usage", "Tax": totals.add(billed[row], to: "koku_amortized")
            case "SavingsPlanCoveredUsage": totals.add(effective[row], to: "koku_amortized")
            default: break
            }
        }
        for (basis, total) in totals {
            #expect(total == facts["bill_totals"]?[basis]?.string.flatMap { Exact($0) }, "\(basis)")
        }
        #expect(totals.count == 3)
    }

    @Test(arguments: [("aws_amortized", "EffectiveCost"), ("unblended", "BilledCost")])
    func classesOfTheBill(basis: String, metric: String) throws {
        let table = try Table(
            bench.publication("allocation-both-cpu"), .allocations, [metric, "x_AllocationPart", "ResourceId"])
        let machines = try Set(
            Table(bench.publication("usage-both"), .usageHours, ["NodeResourceId"]).text("NodeResourceId"))
        let costs = table.exact(metric)
        var found: Figures = [:]
        for row in 0..<table.count {
            let isMachine = machines.contains(table.text("ResourceId")[row])
            switch table.text("x_AllocationPart")[row] {
            case "Compute", "Platform idle", "Worker idle":
                found.add(costs[row], to: isMachine ? "compute" : "tag_node")
            case "Storage", "Storage unattributed": found.add(costs[row], to: "disk")
            case "Network": found.add(costs[row], to: "network")
            case "Project tag": found.add(costs[row], to: "tag_project")
            case "Cluster shared": found.add(costs[row], to: "tag_cluster")
            case "No telemetry": found.add(costs[row], to: "no_telemetry")
            case "Outside": found.add(costs[row], to: "outside")
            default: found.add(costs[row], to: "unknown part")
            }
        }
        let expected = try #require(facts["bill_by_class"]?[basis]).figures("")
        #expect(expected.count == 8)
        let named = Figures(uniqueKeysWithValues: found.map { ("/\($0.key)", $0.value) })
        #expect(named.differences(from: expected, tolerance: .zero).isEmpty)
    }

    @Test(arguments: ["harbor-eu", "harbor-us"]) func rolesAndUseOfNodes(cluster: String) throws {
        let expected = try #require(facts["clusters"]?[cluster])
        let words = ["master": "control plane", "infra": "infra", "worker": "worker"]
        // A core-hour is 3.6 * 10^12 core-nanoseconds, a GiB-hour 3600 * 2^30 byte-seconds.
        for (resource, capacity, perHour) in [
            ("cpu", "cpu_core_hours", Int128(3_600_000_000_000)), ("memory", "memory_gib_hours", 3600 << 30),
        ] {
            let allocation = try bench.publication(ExampleMonth.allocation(.both, resource))
            let nodes = (allocation.facts["nodes"]?.array ?? []).filter { $0["cluster"]?.string == cluster }
            #expect(nodes.count == expected["node_role"]?.members?.count)
            for node in nodes {
                let name = try #require(node["node"]?.string)
                let role = try #require(node["role"]?.string)
                #expect(role == expected["node_role"]?[name]?.string.flatMap { words[$0] })
                for (key, wanted) in [("capacity", capacity), ("effective", "effective_\(resource)")] {
                    let units = try #require(node[key]?.string.flatMap { Int128($0) })
                    let hours = try #require(expected["node_capacity"]?[name]?[wanted]?.string.flatMap { Exact($0) })
                    #expect(ExampleMonthFactsTests.isNear(units, hours, perHour), "\(name) \(key): \(units), \(hours)")
                }
            }
        }
    }

    /// Whether `units / perHour` is `hours`, which are stated to six places.
    private static func isNear(_ units: Int128, _ hours: Exact, _ perHour: Int128) -> Bool {
        let micro = hours.units / (Exact.one / 1_000_000)
        return (units * 1_000_000 - micro * perHour).magnitude <= perHour.magnitude
    }
}

import Columns
import Documents
import Kernel
import Model
import Runner
import TestSupport
import Testing

/// The example month against figures that were computed apart from this program, with exact fractions.
struct ExampleMonthTests {
    /// One case of the expectation.
    struct Case: CustomTestStringConvertible, Sendable {
        let basis: String
        let resource: String
        let clusters: ExampleMonth.Clusters
        /// `N` is ours, `K` koku's.
        var mode = "N"

        var name: String { "\(basis)/\(mode)/\(resource)" }
        var testDescription: String { "\(name), \(clusters)" }
        var metric: String { basis == "unblended" ? "BilledCost" : "EffectiveCost" }
        var reportBasis: String { basis == "unblended" ? "billed" : "effective" }
        /// The other program's file has none.
        var hasControllers: Bool { !file.hasPrefix("expected-unblended") }
        /// The third was computed by another program with exact fractions, which also finds every figure of the first.
        var file: String {
            if basis == "unblended", mode == "K" { return "expected-koku-unblended.json" }
            if basis == "unblended", resource == "memory" { return "expected-unblended-memory.json" }
            return clusters == .both ? "expected.json" : "expected-harbor-us-only.json"
        }
    }

    /// Of the expectation's cases those of our rules; the modes of other tools are not ours.
    static let cases =
        ExampleMonth.Clusters.allCases.flatMap { clusters in
            [
                ("aws_amortized", "cpu"), ("aws_amortized", "memory"), ("aws_amortized", "blend"), ("unblended", "cpu"),
            ].map {
                Case(basis: $0, resource: $1, clusters: clusters)
            }
        } + [Case(basis: "unblended", resource: "memory", clusters: .both)]

    static let tolerance = Exact(units: Exact.one / 1_000_000_000)

    private let bench: Bench

    init() throws { bench = try ExampleMonth.shared.get() }

    static func expected(_ wanted: Case) throws -> Figures {
        let document = try Fixtures.json("example-month/\(wanted.file)")
        guard let node = document["cases"]?[wanted.name] else { throw Missing("the case") }
        var figures: Figures = [:]
        let sections = ["by_namespace", "by_node", "by_day", "node_cost_without_telemetry", "in_cluster"]
        let clusters = node["clusters"]?.members?.map { ($0.key, $0.value) } ?? [("harbor-us", node)]
        for (name, cluster) in clusters {
            for section in sections {
                guard let part = cluster[section] else { continue }
                figures.merge(part.figures("\(name)/\(section)")) { first, _ in first }
            }
            let pods = cluster["by_pod_direct_compute"]?.figures("\(name)/by_pod_direct_compute") { entry in
                guard let namespace = entry["namespace"]?.string, let pod = entry["pod"]?.string,
                    let node = entry["node"]?.string, let cost = entry["cost"]?.string.flatMap({ Exact($0) })
                else { return nil }
                return ("\(namespace)/\(pod)/\(node)", cost)
            }
            figures.merge(pods ?? [:]) { first, _ in first }
            let controllers = cluster["by_controller_direct_compute"]?.figures("\(name)/by_controller") { entry in
                guard let namespace = entry["namespace"]?.string, let kind = entry["controller_kind"]?.string,
                    let controller = entry["controller_name"]?.string,
                    let cost = entry["cost"]?.string.flatMap({ Exact($0) })
                else { return nil }
                return ("\(namespace)/\(kind.lowercased())/\(controller)", cost)
            }
            figures.merge(controllers ?? [:]) { first, _ in first }
        }
        for section in ["outside_cluster", "totals"] {
            guard let part = node[section] else { throw Missing(section) }
            figures.merge(part.figures(section)) { first, _ in first }
        }
        return figures
    }

    @Test(arguments: cases) func everyFigureIsTheExpectedOne(wanted: Case) throws {
        let allocation = try bench.publication(ExampleMonth.allocation(wanted.clusters, wanted.resource))
        let types = try LineItemTypes(bench.publication("bill"))
        try ExampleMonthTests.compare(allocation, types, with: ExampleMonthTests.expected(wanted), wanted)
    }

    static func compare(
        _ allocation: Publication, _ types: LineItemTypes, with expected: Figures, _ wanted: Case
    ) throws {
        var found = try AllocatedFigures(allocation, metric: wanted.metric, lineItemTypes: types).all
        // The expectation holds five days; one cluster alone states its cost inside under the totals only.
        let days = Set(expected.keys.compactMap { day($0) })
        found = found.filter { path, _ in day(path).map { days.contains($0) } ?? true }
        if wanted.clusters == .alone, expected["harbor-us/in_cluster"] == nil { found["harbor-us/in_cluster"] = nil }
        if !wanted.hasControllers { found = found.filter { !$0.key.contains("/by_controller/") } }
        #expect(days.count == 5)
        #expect(expected.count > (wanted.clusters == .both ? 380 : 180))
        let differences = found.differences(from: expected, tolerance: tolerance)
        #expect(differences.isEmpty, "\(differences.count) figures differ:\n\(differences.joined(separator: "\n"))")
    }

    static func day(_ path: String) -> String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[1] == "by_day" ? String(parts[2]) : nil
    }

    @Test(arguments: cases) func centsAddUpAndAreTheExpectedOnes(wanted: Case) throws {
        let report = try bench.publication(
            ExampleMonth.report(wanted.clusters, wanted.resource, wanted.reportBasis))
        let (expected, found) = (try ExampleMonthTests.expectedCents(wanted), try ExampleMonthTests.cents(of: report))
        #expect(found == expected)
        #expect(expected.count == (wanted.clusters == .both ? 8 : 4))
    }

    /// What user namespaces cost in the end, in cents.
    static func expectedCents(_ wanted: Case) throws -> [String: String] {
        let document = try Fixtures.json("example-month/\(wanted.file)")
        guard let node = document["cases"]?[wanted.name] else { throw Missing("the case") }
        var expected: [String: String] = [:]
        for (name, cluster) in node["clusters"]?.members?.map({ ($0.key, $0.value) }) ?? [("harbor-us", node)] {
            for member in cluster["final_cents_user_namespaces"]?.members ?? [] {
                expected["\(name)/\(member.key)"] = member.value.string
            }
        }
        return expected.mapValues { $0.replacing(".", with: "").trimmingLeadingZeros }
    }

    static func cents(of report: Publication) throws -> [String: String] {
        let lines = try PublishedCSV("\(report.directory)/namespaces.csv")
        var found: [String: String] = [:]
        for row in lines.rows {
            let rounded = try lines.value("FinalRounded", row)
            found["\(try lines.value("Cluster", row))/\(try lines.value("Namespace", row))"] =
                Exact(rounded).map { Exact(units: $0.units / (Exact.one / 100)).units }.map { "\($0)" }
        }
        return found
    }

    /// The lines of the bridge sum to the bill on all four metrics, to the last of 24 digits.
    @Test(arguments: ExampleMonth.Clusters.allCases, ["cpu", "memory", "blend"])
    func bridgeClosesExactly(clusters: ExampleMonth.Clusters, resource: String) throws {
        let allocation = try bench.publication(ExampleMonth.allocation(clusters, resource))
        let bridges = try #require(allocation.facts["bridges"]?.array)
        #expect(bridges.count == 1)
        for metric in CostMetric.allCases.map(\.columnName) {
            var lines: Figures = [:]
            for line in bridges.first?["lines"]?.array ?? [] {
                guard let name = line["line"]?.string, let cost = line[metric]?.string.flatMap({ Exact($0) }) else {
                    throw Missing("a line of the bridge")
                }
                lines[name] = cost
            }
            let bill = try Table(bench.publication("bill"), .costLines, [metric]).sum(metric)
            let direct = ["direct", "idle", "shared", "network", "storage", "outside", "no telemetry"]
            let parts = direct.map { lines[$0] ?? .zero }.reduce(.zero, +)
            let final = ["allocated", "residual", "outside", "no telemetry"].map { lines[$0] ?? .zero }
            #expect(lines["bill"] == bill)
            #expect(parts == bill)
            #expect(final.reduce(.zero, +) == bill)
            #expect(try Table(allocation, .allocations, [metric]).sum(metric) == bill)
            guard metric == "EffectiveCost" else { continue }
            #expect(bill == Exact("2308.924000048"))
            #expect(lines["no telemetry"] == Exact("3.024"))
            #expect(lines["outside"] == Exact(clusters == .both ? "222.552000016" : "1413.306000016"))
            #expect(lines["residual"] == .zero)
        }
    }
}

extension String {
    fileprivate var trimmingLeadingZeros: String {
        let rest = drop { $0 == "0" }
        return rest.isEmpty ? "0" : String(rest)
    }
}

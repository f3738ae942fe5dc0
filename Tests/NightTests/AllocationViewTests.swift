import Kernel
import Model
import Reports
import Runner
import Testing

/// Views of the example month against figures that were computed apart from this program.
struct AllocationViewTests {
    private let bench: Bench

    init() throws { bench = try ExampleMonth.shared.get() }

    private func view(_ wanted: ExampleMonthTests.Case, _ keys: [ViewKey]) throws -> AllocationView {
        let question = ViewQuestion(keys: keys, cost: wanted.metric == "BilledCost" ? .billed : .effective)
        let month = try #require(Month("2026-04"))
        return try AllocationView(
            bench.publication(ExampleMonth.allocation(wanted.clusters, wanted.resource)), question,
            job: try #require(JobID("night")), period: month)
    }

    @Test(arguments: ExampleMonthTests.cases) func namespacesCostWhatIsExpected(wanted: ExampleMonthTests.Case) throws {
        let expected = try ExampleMonthTests.expected(wanted).filter {
            $0.key.contains("/by_namespace/") && $0.key.hasSuffix("/final")
        }
        // By pod as well, so that what was split comes together again.
        for keys in [[ViewKey.cluster, .namespace], [.cluster, .namespace, .pod]] {
            let view = try view(wanted, keys)
            #expect(view.sections.count == 1)
            var found: Figures = [:]
            for line in view.sections.first?.lines ?? [] {
                let path = "\(line.values[0])/by_namespace/\(line.values[1])/final"
                found.add(Exact(units: line.costs.cost.units), to: path)
            }
            found = found.filter { expected[$0.key] != nil }
            #expect(found.differences(from: expected, tolerance: ExampleMonthTests.tolerance).isEmpty)
        }
        #expect(expected.count >= (wanted.clusters == .both ? 8 : 4))
    }
}

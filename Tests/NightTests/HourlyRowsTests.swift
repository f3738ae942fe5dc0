import Allocation
import Documents
import Kernel
import Model
import Reports
import Runner
import Testing

/// Rows stored by the hour, against figures that `Tests/Oracles/views` computes of the raw files.
struct HourlyRowsTests {
    private static let name = "allocation-rows-hour"

    private static let bench = Result {
        let bench = try Bench("2026-04", after: ExampleMonth.shared.get())
        let options = ExampleMonth.options(.both, "cpu", join: "hour").dropLast()
        try bench.run(name, AllocateStage.kind, #"\#(options), "rows": "hour"}"#)
        return bench
    }

    private func lines(
        _ stage: String, _ keys: [ViewKey], shares: Bool, filter: String? = nil
    ) throws -> [[String]: Amount] {
        let question = ViewQuestion(
            keys: keys, sharesIdle: shares, sharesPools: shares, filter: try filter.map { try ViewFilter($0) })
        let view = try AllocationView(
            HourlyRowsTests.bench.get().publication(stage), question, job: nil, period: #require(Month("2026-04")))
        let section = try #require(view.sections.first)
        return Dictionary(uniqueKeysWithValues: section.lines.map { ($0.values, $0.costs.cost) })
    }

    private func expected(_ list: String) throws -> [JSONNode] {
        let document = try Fixtures.json("example-month/expected-views.json")
        return try #require(document[list]?.array)
    }

    @Test func hoursAddUpToTheBillOfTheirRows() throws {
        var wanted: [[String]: Amount] = [:]
        for entry in try expected("bill_by_hour") {
            let hour = try #require(entry["hour"]?.string)
            wanted[[hour]] = try Amount(#require(entry["effective_cost"]?.string))
        }
        // Rows of more than an hour have none; they are of this bill outside of clusters, and a day's.
        let longer = wanted.removeValue(forKey: ["longer"])
        let all = try lines(Self.name, [.hour], shares: false, filter: #"day:"2026-04-01""#)
        let hours = all.filter { !$0.key[0].hasPrefix("__") }
        #expect(try Amount.sum(all.filter { hours[$0.key] == nil }.map(\.value)) == longer)
        #expect(hours == wanted)
        #expect(hours.count == 24)
    }

    /// A disk with a node's tag is split by the use of the day, and no part of this.
    @Test func nodesAreSplitByTheUseOfTheHour() throws {
        let entries = try expected("compute_by_hour")
        #expect(Set(entries.compactMap { $0["cost"]?.string }).count > 20)
        let lines = try lines(
            Self.name, [.hour, .cluster, .namespace], shares: false,
            filter: #"part:"Compute","Worker idle","Platform idle" + service!:"Amazon Elastic Block Store""#)
        for entry in entries {
            let key = try ["hour", "cluster", "namespace"].map { try #require(entry[$0]?.string) }
            let wanted = try Amount(#require(entry["cost"]?.string))
            let found = try #require(lines[key])
            #expect(abs(found.units - wanted.units) < 10_000, "\(key): \(found), not \(wanted)")
        }
    }

    /// How rows are stored changes no figure but by what rounding leaves.
    @Test(arguments: [true, false]) func daysComeToWhatTheyDoStoredByTheDay(shares: Bool) throws {
        let keys: [ViewKey] = [.day, .cluster, .namespace, .part, .pod]
        let byHour = try lines(Self.name, keys, shares: shares)
        let byDay = try lines(ExampleMonth.hourlyAllocation("cpu"), keys, shares: shares)
        #expect(byHour.keys == byDay.keys)
        for (key, cost) in byDay { #expect(abs(cost.units - (byHour[key]?.units ?? 0)) < 1_000_000, "\(key)") }
    }

    @Test func rowsOfDaysHaveNoHours() throws {
        let failure = #expect(throws: Failure.self) {
            try lines(ExampleMonth.hourlyAllocation("cpu"), [.hour], shares: false)
        }
        #expect(
            failure?.diagnostics.first?.description == """
                error[E531]: stage 'allocation-hour-cpu' stores its rows by the day
                  hint: set "rows": "hour" in its options and run the job again
                """)
    }
}

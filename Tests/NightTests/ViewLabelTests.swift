import Allocation
import Billing
import Documents
import Kernel
import Model
import Reports
import Runner
import Telemetry
import Testing

/// A view by a label that no row carries says so, and which labels there are.
struct ViewLabelTests {
    private static let allocated = Result {
        let bench = try Bench("2026-06")
        try bench.run(
            "bill", IngestFocusStage.kind, #"{"source": "tiny", "files": ["Tests/Fixtures/tiny/bill-focus.csv"]}"#)
        try bench.run("usage", IngestOperatorStage.kind, TinyExampleTests.usage)
        return try bench.run("allocation", AllocateStage.kind, #"{"bill": ["bill"], "usage": ["usage"]}"#)
    }

    private func findings(_ keys: String, filter: String? = nil) throws -> [String] {
        let question = ViewQuestion(keys: try ViewKey.list(keys), filter: try filter.map { try ViewFilter($0) })
        return try AllocationView(
            ViewLabelTests.allocated.get(), question, job: nil, period: #require(Month("2026-06"))
        ).findings.map(\.description)
    }

    private static func told(_ label: String, _ hint: String) -> String {
        "warning[J234]: no row carries the label \"\(label)\"\n  hint: \(hint)"
    }

    @Test func aLabelOfNobodyIsTold() throws {
        let all = "the labels are app"
        #expect(try findings("label:ap") == [Self.told("ap", "did you mean \"app\"? \(all)")])
        #expect(try findings("namespace", filter: #"label[owner]:"x""#) == [Self.told("owner", all)])
        // A negated test shows everything, which is no less wrong.
        #expect(try findings("label:app", filter: #"label[owner]!:"x""#) == [Self.told("owner", all)])
    }

    @Test func aLabelThatIsThereIsNotTold() throws {
        #expect(try findings("label:app", filter: #"label[app]:"nobody has this value""#).isEmpty)
        #expect(try findings("namespace,pod").isEmpty)
    }
}

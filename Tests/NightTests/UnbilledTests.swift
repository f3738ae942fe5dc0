import Allocation
import Billing
import Documents
import Foundation
import Kernel
import Model
import Reports
import Runner
import Telemetry
import TestSupport
import Testing

/// What telemetry saw and the bill does not charge, on the tiny example: its node runs during hours 10 and 11 of 10 June.
struct UnbilledTests {
    private let bench: Bench
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        bench = try Bench("2026-06")
        try bench.run(
            "bill", IngestFocusStage.kind, #"{"source": "tiny", "files": ["Tests/Fixtures/tiny/bill-focus.csv"]}"#)
    }

    /// The tiny telemetry, changed line by line.
    private func allocate(
        join: String = "hour", pods: @escaping (String) -> [String] = { [$0] },
        volumes: @escaping (String) -> [String] = { [$0] }
    ) throws -> Publication {
        for (name, change) in [("ocp_pod_usage", pods), ("ocp_storage_usage", volumes)] {
            let lines = try Fixtures.text("tiny/\(name).csv").split(separator: "\n").flatMap { change(String($0)) }
            try (lines.joined(separator: "\n") + "\n")
                .write(toFile: "\(folder.path)/\(name).csv", atomically: true, encoding: .utf8)
        }
        try bench.run(
            "usage", IngestOperatorStage.kind,
            """
            {"clusters": [{"id": "tiny", "podUsage": ["\(folder.path)/ocp_pod_usage.csv"],
            "storageUsage": ["\(folder.path)/ocp_storage_usage.csv"]}]}
            """)
        return try bench.run(
            "allocation", AllocateStage.kind, #"{"bill": ["bill"], "usage": ["usage"], "join": "\#(join)"}"#)
    }

    private func found(_ allocation: Publication, _ kind: String) -> [String] {
        (allocation.facts["unbilled"]?[kind]?.array ?? []).map {
            String(decoding: PrettyJSON.line(JSONOut($0)), as: UTF8.self)
        }
    }

    /// A row of hour 10, moved.
    private static func moved(_ line: String, to hour: String, node: String? = nil) -> [String] {
        guard line.contains("2026-06-10 10:00:00") else { return [line] }
        var copy = line.replacing("2026-06-10 10:", with: "\(hour):")
        if let node {
            copy = copy.replacing("tiny-node-a", with: node).replacing("i-0aa11bb22cc33dd44", with: "i-\(node)")
        }
        return [line, copy]
    }

    @Test func whatIsChargedIsMatched() throws {
        let allocation = try allocate()
        #expect(found(allocation, "nodes").isEmpty && found(allocation, "disks").isEmpty)
        #expect(allocation.diagnostics.isEmpty)
    }

    @Test func aNodeThatTheBillDoesNotNameIsListed() throws {
        let allocation = try allocate(pods: { UnbilledTests.moved($0, to: "2026-06-10 10", node: "tiny-node-b") })
        #expect(
            found(allocation, "nodes") == [
                #"{"cluster":"tiny","node":"tiny-node-b","resourceId":"i-tiny-node-b","firstHour":"2026-06-10T10:00:00Z","lastHour":"2026-06-10T10:00:00Z","hours":1,"capacity":"14400000000000"}"#
            ])
        #expect(
            allocation.diagnostics.map(\.message) == ["telemetry saw 1 hour of 1 node that the bill does not charge"])
        let report = try bench.run(
            "report", ReportStage.kind, #"{"allocation": "allocation", "bills": ["bill"], "basis": "effective"}"#)
        let csv = try String(contentsOfFile: "\(report.directory)/unmatched.csv", encoding: .utf8)
        #expect(
            csv == """
                Kind,Cluster,Name,ResourceId,First,Last,Count,Namespaces,Currency,Cost
                node not on the bill,tiny,tiny-node-b,i-tiny-node-b,2026-06-10T10:00:00Z,2026-06-10T10:00:00Z,1,"",,
                charge outside of clusters,"",Tax: VAT,,,,,,USD,0.05

                """)
    }

    /// An hour before the node's first charge is missing, one after the bill's last hour may still come.
    @Test func hoursAreComparedAndTheBillMayLagBehind() throws {
        let early = try allocate(pods: { UnbilledTests.moved($0, to: "2026-06-10 09") })
        #expect(found(early, "nodes").count == 1)
        let late = try allocate(pods: { UnbilledTests.moved($0, to: "2026-06-10 12") })
        #expect(found(late, "nodes").isEmpty)
        #expect(
            found(try allocate(join: "day", pods: { UnbilledTests.moved($0, to: "2026-06-10 09") }), "nodes").isEmpty)
    }

    /// The disk is charged all day and names the node by a tag; its hour of 9 is still on no bill.
    @Test func aDiskThatNamesANodeByATagDoesNotChargeTheNode() throws {
        let lines = try Fixtures.text("tiny/bill-focus.csv").split(separator: "\n").map(String.init)
        let disk = try #require(lines.first { $0.contains("vol-0dd44cc33bb22aa11") })
        let tagged = disk.replacing("vol-0dd44cc33bb22aa11", with: "vol-root")
            .replacing("{}", with: #""{""openshift_node"":""tiny-node-a""}""#)
        #expect(tagged.contains("openshift_node"))
        try ((lines + [tagged]).joined(separator: "\n") + "\n")
            .write(toFile: "\(folder.path)/bill.csv", atomically: true, encoding: .utf8)
        try bench.run(
            "bill", IngestFocusStage.kind, #"{"source": "tiny", "files": ["\#(folder.path)/bill.csv"]}"#)
        let allocation = try allocate(pods: { UnbilledTests.moved($0, to: "2026-06-10 09") })
        #expect(found(allocation, "nodes").count == 1)
    }

    @Test func aDiskThatTheBillDoesNotNameIsListed() throws {
        let allocation = try allocate(volumes: { [$0.replacing("vol-0dd44cc33bb22aa11", with: "vol-other")] })
        #expect(
            found(allocation, "disks") == [
                #"{"cluster":"tiny","handle":"vol-other","namespaces":["shop"],"firstDay":"2026-06-10","lastDay":"2026-06-10","days":1}"#
            ])
    }
}

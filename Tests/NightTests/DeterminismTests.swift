import Allocation
import Billing
import Columns
import Documents
import Kernel
import Reports
import Runner
import Telemetry
import TestSupport
import Testing

/// The same input gives the same bytes, and so does the same input in another order.
struct DeterminismTests {
    private let bench: Bench

    init() throws { bench = try ExampleMonth.shared.get() }

    /// The stages of a night that tests of this suite compare, by what the shared run calls them.
    private static func run(_ again: Bench, bill: String, usage: String) throws {
        try again.run("bill", IngestFocusStage.kind, bill)
        try again.run("usage-both", IngestOperatorStage.kind, usage)
        try again.run(
            ExampleMonth.allocation(.both, "cpu"), AllocateStage.kind,
            ExampleMonth.options(.both, "cpu", join: "day"))
        try again.run("export", ExportFocusStage.kind, ExampleMonth.export)
        try again.run("report", ReportStage.kind, ExampleMonth.report)
    }

    @Test func sameInputGivesTheSameBytes() throws {
        let again = try Bench("2026-04")
        try DeterminismTests.run(
            again, bill: ExampleMonth.bill, usage: ExampleMonth.usage(["harbor-eu", "harbor-us"]))
        for stage in ["bill", "usage-both", "allocation-both-cpu", "export", "report"] {
            let (first, second) = (try bench.publication(stage), try again.publication(stage))
            #expect(second.files == first.files)
            #expect(second.digest == first.digest)
            #expect(second.cacheKey == first.cacheKey)
            #expect(!second.files.isEmpty)
        }
    }

    /// Rows of bill and telemetry in another order: what comes of them does not tell.
    @Test func orderOfRowsChangesNothing() throws {
        let folder = try TemporaryFolder()
        let shuffled = "shuffled"
        try DeterminismTests.shuffle("example-month/bill-2026-04.csv.gz", to: folder, "\(shuffled)/bill.csv", seed: 7)
        for (index, cluster) in ["harbor-eu", "harbor-us"].enumerated() {
            for report in ["ocp_pod_usage", "ocp_storage_usage", "ocp_node_label"] {
                try DeterminismTests.shuffle(
                    "example-month/\(cluster)/\(report)-2026-04.csv.gz", to: folder,
                    "\(shuffled)/\(cluster)/\(report)-2026-04.csv", seed: UInt64(11 + index))
            }
            let owners = "\(cluster)/pod_owners.csv"
            try DeterminismTests.shuffle("example-month/\(owners)", to: folder, "\(shuffled)/\(owners)", seed: 5)
        }
        let other = try Bench("2026-04", root: folder.path)
        try DeterminismTests.run(
            other, bill: #"{"source": "harbor-aws", "files": ["shuffled/bill.csv"]}"#,
            usage: ExampleMonth.usage(["harbor-eu", "harbor-us"], folder: shuffled, suffix: ".csv"))
        let allocation = try bench.publication("allocation-both-cpu")
        #expect(try other.publication("bill").digest != bench.publication("bill").digest)
        #expect(try other.publication("allocation-both-cpu").files == allocation.files)
        #expect(try other.publication("allocation-both-cpu").digest == allocation.digest)
        #expect(try other.publication("export").digest == bench.publication("export").digest)
        for stage in ["bill", "allocation-both-cpu"] {
            let (first, second) = (try bench.outcome(stage).tables, try other.outcome(stage).tables)
            #expect(first.map { Array($0.rows) } == second.map { Array($0.rows) })
            #expect(first.allSatisfy { !$0.rows.isEmpty } && !first.isEmpty)
        }
        for file in ["namespaces.csv", "summary.txt", "index.html", "_headers"] {
            #expect(
                try DeterminismTests.withoutInputs(file, bench)
                    == DeterminismTests.withoutInputs(file, other), "\(file)")
        }
    }

    /// A published text without names, sizes and digests of the input files, which do differ.
    private static func withoutInputs(_ file: String, _ bench: Bench) throws -> String {
        var text = String(
            decoding: try FileSystem.read("\(bench.publication("report").directory)/\(file)"), as: UTF8.self)
        for stage in ["bill", "usage-both"] {
            for input in try bench.publication(stage).facts["files"]?.array ?? [] {
                guard let name = input["name"]?.string, let bytes = input["bytes"]?.int,
                    let digest = input["sha256"]?.string
                else { throw Missing("facts of an input file") }
                for (secret, mask) in [
                    (name, "NAME"), (digest, "DIGEST"), (ProgressLines.grouped(Int64(bytes)), "BYTES"),
                ] {
                    text = text.replacing(secret, with: mask)
                }
            }
        }
        return text
    }

    /// Unpacks a fixture and writes its lines in another order, the header first.
    private static func shuffle(
        _ fixture: String, to folder: TemporaryFolder, _ name: String, seed: UInt64
    ) throws {
        let lines = try unpacked(Fixtures.path(fixture)).split(separator: UInt8(ascii: "\n"))
        var random = Sequence(state: seed)
        let rows = lines.dropFirst().shuffled(using: &random)
        #expect(rows != Array(lines.dropFirst()))
        try folder.write(Array(([lines[0]] + rows).joined(separator: [UInt8(ascii: "\n")])) + [10], to: name)
    }

    private static func unpacked(_ path: String) throws -> [UInt8] {
        let source = try ByteSource.open(path: path)
        var content: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try part.withUnsafeMutableBytes { try source.read(into: $0) }
            if count == 0 { return content }
            content += part[..<count]
        }
    }

    /// Numbers that are the same in every run (Knuth's linear congruence).
    private struct Sequence: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 33)
        }
    }
}

import Columns
import Documents
import Foundation
import Kernel
import Model
import Runner
import Telemetry
import TestSupport
import Testing

/// Dumps of opencost-parquet-exporter as telemetry. Those that `Tests/Fixtures/opencost/dump.py` made with pandas are
/// compared with the answers that it made them of; others are written here, column by column.
struct OpenCostParquetTests {
    private static func ingest(
        _ files: String..., period: String = "2026-06", root: String = Checkout.root, cluster: String = "tiny",
        options: String = ""
    ) throws -> Publication {
        let names = files.map { "\"\($0)\"" }.joined(separator: ", ")
        return try Bench(period, root: root).run(
            "usage", IngestOpenCostStage.kind,
            #"{"clusters": [{"id": "\#(cluster)", "files": [\#(names)]}], "containerHours": true\#(options)}"#)
    }

    /// Digests of what is published but for the rows set aside, which have other places in another file.
    private static func datasets(_ publication: Publication) -> [String] {
        publication.files.filter { !$0.path.hasPrefix("quarantine") }.map { "\($0.path) \($0.digest)" }.sorted()
    }

    /// The example's sets of a day; and sets of an hour with a separator of its own, load balancers, labels that name
    /// an object, letters beyond ASCII, numbers with exponents, nulls, a row that cannot be and rows that do not count.
    @Test(
        arguments: [
            (
                "harbor-us", "2026-04", "example-month/opencost/allocation-2026-04-08.json.gz",
                "example-month/opencost/k8s_opencost.parquet"
            ),
            ("tiny", "2026-06", "opencost/hourly.json", "opencost/hourly.parquet"),
        ], [false, true])
    func publishesWhatTheSameAnswerInJSONDoes(
        dump: (cluster: String, period: String, json: String, parquet: String), network: Bool
    ) throws {
        func publication(_ file: String) throws -> Publication {
            try Self.ingest(
                "Tests/Fixtures/\(file)", period: dump.period, cluster: dump.cluster,
                options: #", "networkBytes": \#(network)"#)
        }
        let (json, parquet) = (try publication(dump.json), try publication(dump.parquet))
        #expect(Self.datasets(json).count >= 4)
        #expect(Self.datasets(json) == Self.datasets(parquet))
        for fact in ["withoutPod", "ofOtherClusters", "repeated", "rowsQuarantined"] {
            #expect(json.facts[fact]?.int == parquet.facts[fact]?.int)
        }
    }

    @Test func hourlyDumpIsReadToTheLastDigit() throws {
        let usage = try Self.ingest("Tests/Fixtures/opencost/hourly.parquet", options: #", "networkBytes": true"#)
        let table = try Table(usage, .usageHours)
        let names = [
            "Pod", "CpuRequestCoreNanoseconds", "CpuUsageCoreNanoseconds", "GpuRequestNanoseconds", "RunSeconds",
            "NetworkReceiveBytes", "PodLabels",
        ]
        let rows = (0..<table.count).map { row in
            names.map { String(table.cell($0, row).dropFirst()) }.joined(separator: " ")
        }
        // 0.1 x 3600 s and of a proxy 0.00001 x 1200 s; the other figures as they stand in the answer.
        #expect(
            rows == [
                "train 810000000000 33318000000 2700000000000 2700 0 ",
                "cart 360012000000 59232000000 0 3600 1234567 label_app:cart|label_app.kubernetes_io_name:cart|label_team:buyers",
                "cart 360000000000 1199988000000 3600000000000 3600 0 label_app:cart",
                "late 360000000000 44424000000 0 3600 0 label_schicht:früh",
            ])
        #expect(usage.facts["rowsQuarantined"]?.int == 1)
        let quarantine = try #require(usage.paths(below: "quarantine").first)
        let aside = try String(decoding: Data(contentsOf: URL(filePath: quarantine)), as: UTF8.self)
        #expect(aside.contains(#"hourly.parquet,7,,D286,"cpuCoreRequestAverage ""-1.0"" is negative"#))
    }

    /// The day as Parquet and as JSON in one list: each is told by what is in it, and each allocation counts once.
    @Test func filesOfBothKindsStandInOneList() throws {
        let folder = "Tests/Fixtures/opencost"
        let both = try Self.ingest("\(folder)/hourly.parquet", "\(folder)/hourly.json")
        #expect(Self.datasets(both) == Self.datasets(try Self.ingest("\(folder)/hourly.json")))
        #expect(both.facts["repeated"]?.int == 5)
    }

    /// A dump of one allocation; columns can be taken away, added and changed.
    private struct MadeDump {
        enum Value {
            case text(String?), double(Double?), whole(Int64?), flag(Bool), time(String)
        }

        var columns: [String: Value] = [
            "name": .text("tiny/n1/shop/cart/app"), "running_start_time": .text("2026-06-10T10:00:00Z"),
            "running_end_time": .text("2026-06-10T11:00:00Z"), "window.start": .text("2026-06-10T10:00:00Z"),
            "window.end": .text("2026-06-10T11:00:00Z"), "cpuCoreRequestAverage": .double(0.5),
            "cpuCoreUsageAverage": .double(0.25), "ramByteRequestAverage": .double(1000),
            "ramByteUsageAverage": .double(500), "gpuHours": .double(0), "properties.cluster": .text("tiny"),
            "properties.node": .text("n1"), "properties.namespace": .text("shop"), "properties.pod": .text("cart"),
            "properties.container": .text("app"), "properties.labels.app": .text("cart"),
        ]

        func written(rows: Int = 1) throws -> TemporaryFolder {
            let sorted = columns.sorted { $0.key < $1.key }
            let schema = ParquetSchema(
                sorted.map { name, value in
                    let type: ParquetType =
                        switch value {
                        case .text: .utf8
                        case .double: .double
                        case .whole: .int64
                        case .flag: .boolean
                        case .time: .timestampMicros
                        }
                    return ParquetColumn(name, type, nullable: true)
                })
            let folder = try TemporaryFolder()
            let writer = try ParquetWriter(path: "\(folder.path)/k8s_opencost.parquet", schema: schema)
            let batch = BatchBuilder(schema)
            for _ in 0..<rows {
                for (column, cell) in zip(batch.columns, sorted) {
                    switch cell.value {
                    case .text(let text?): column.append(text)
                    case .double(let number?): column.append(number)
                    case .whole(let number?): column.append(number)
                    case .flag(let flag): column.append(flag)
                    case .time(let text): column.append(try #require(Instant(text)))
                    case .text(nil), .double(nil), .whole(nil): column.appendNull()
                    }
                }
            }
            try writer.append(batch)
            _ = try writer.close()
            return folder
        }
    }

    private static func cells(_ dump: MadeDump, _ names: String..., rows: Int = 1) throws -> [String] {
        let table = try Table(
            ingest("k8s_opencost.parquet", root: dump.written(rows: rows).path), .usageHours)
        return (0..<table.count).flatMap { row in names.map { String(table.cell($0, row).dropFirst()) } }
    }

    @Test func nullAndNaNAreZeroAsInJSON() throws {
        for absent in [MadeDump.Value.double(nil), .double(.nan), .whole(nil), .whole(0), .double(-0.0)] {
            var dump = MadeDump()
            dump.columns["cpuCoreRequestAverage"] = absent
            dump.columns["properties.container"] = .text(nil)
            #expect(
                try Self.cells(dump, "CpuRequestCoreNanoseconds", "CpuUsageCoreNanoseconds") == ["0", "900000000000"])
        }
    }

    @Test func timesMayBeTimesAndColumnsAsTheAnswerCallsThem() throws {
        var dump = MadeDump()
        dump.columns["running_start_time"] = nil
        dump.columns["start"] = .time("2026-06-10T10:30:00Z")
        dump.columns["running_end_time"] = .time("2026-06-10T11:00:00Z")
        dump.columns["label.team"] = .text("buyers")
        #expect(
            try Self.cells(dump, "RunSeconds", "PodLabels") == ["1800", "label_app:cart|label_team:buyers"])
    }

    /// More rows than a batch holds.
    @Test func placesCountRowsOfTheWholeFile() throws {
        var dump = MadeDump()
        dump.columns["running_start_time"] = .text("yesterday")
        let folder = try dump.written(rows: 5000)
        let failure = #expect(throws: Failure.self) {
            try Self.ingest(
                "k8s_opencost.parquet", root: folder.path, options: #", "maximumQuarantinedRows": 4500"#)
        }
        #expect(failure?.diagnostics.last?.place == Place(file: "k8s_opencost.parquet", line: 4501))
    }

    @Test(
        arguments: [
            // No dump of OpenCost; two at once; columns taken out.
            (["window.start": nil], ["D285"]),
            (["window_start": .text("x"), "window_end": .text("x")], ["D285"]),
            (["cpuCoreUsageAverage": nil, "gpuHours": nil], ["D240", "D240"]),
            (["running_end_time": nil], ["D240"]), (["name": nil], ["D240"]),
            // Types.
            (["cpuCoreUsageAverage": .text("1"), "properties.pod": .double(1)], ["D153", "D153"]),
            (["properties.labels.app": .flag(true)], ["D153"]), (["running_start_time": .whole(1)], ["D153"]),
            // Values: all rows are set aside.
            (["cpuCoreUsageAverage": .double(.infinity)], ["D286", "D245"]),
            (["ramByteUsageAverage": .double(1e300)], ["D286", "D245"]),
            (["cpuCoreUsageAverage": .double(-0.5)], ["D286", "D245"]),
            (["running_end_time": .text(nil)], ["D297"]),
            // Asked with another aggregation, without one step at a time.
            (["properties.pod": nil], ["D297"]), (["properties.node": nil], ["D289"]),
            (["running_end_time": .text("2026-06-12T10:00:00Z")], ["D287"]),
        ] as [([String: MadeDump.Value?], [String])])
    private func whatCannotBeReadStopsTheStage(changes: [String: MadeDump.Value?], codes: [String]) throws {
        var dump = MadeDump()
        for (name, value) in changes { dump.columns[name] = value }
        let folder = try dump.written()
        let failure = #expect(throws: Failure.self) { try Self.ingest("k8s_opencost.parquet", root: folder.path) }
        #expect(failure?.diagnostics.filter { $0.severity == .error }.map(\.code.description) == codes)
        #expect(failure?.diagnostics.last?.hint != nil)
    }

    @Test func bytesThatAreAskedForMustBeThere() throws {
        let folder = try MadeDump().written()
        let failure = #expect(throws: Failure.self) {
            try Self.ingest("k8s_opencost.parquet", root: folder.path, options: #", "networkBytes": true"#)
        }
        #expect(failure?.diagnostics.map(\.code.description) == ["D240", "D240"])
    }

    @Test func labelsMayHaveTheNameOfAMember() throws {
        var dump = MadeDump()
        dump.columns["properties.labels.pod"] = .text("a")
        dump.columns["properties.labels.app.kubernetes.io"] = .text("b")
        dump.columns["properties.annotations.pod"] = .text("c")
        #expect(
            try Self.cells(dump, "Pod", "PodLabels")
                == ["cart", "label_app:cart|label_app.kubernetes.io:b|label_pod:a"])
    }

    @Test func aDumpThatWasCutOffIsRefused() throws {
        let folder = try TemporaryFolder()
        let whole = try Data(contentsOf: URL(filePath: "\(Checkout.root)/Tests/Fixtures/opencost/hourly.parquet"))
        for length in stride(from: 4, to: whole.count, by: 1777) {
            try folder.write(Array(whole.prefix(length)), to: "cut.parquet")
            let failure = #expect(throws: Failure.self) { try Self.ingest("cut.parquet", root: folder.path) }
            #expect(failure?.diagnostics.map(\.code.description) == ["D151"])
        }
    }
}

import Documents
import Kernel
import Model
import Runner
import Telemetry
import TestSupport
import Testing

/// Answers of OpenCost as telemetry.
struct OpenCostTests {
    private static let folder = "Tests/Fixtures/example-month"

    /// Sums by day and pod of 8 and 9 April.
    private static func days(_ kind: Runner.StageKind, _ options: String) throws -> [String: [Int128]] {
        let table = try Table(
            Bench("2026-04").run("usage", kind, #"{"clusters": [{"id": "harbor-us", \#(options)}]}"#), .usageHours)
        let days = table.day("Hour")
        var sums: [String: [Int128]] = [:]
        for row in 0..<table.count where ["2026-04-08", "2026-04-09"].contains(days[row]) {
            let key = "\(days[row]) \(table.text("Pod")[row] ?? "") \(table.text("NodeResourceId")[row] ?? "")"
            let figures = [
                "CpuUsageCoreNanoseconds", "CpuRequestCoreNanoseconds", "MemoryUsageByteSeconds",
                "MemoryRequestByteSeconds",
            ].map { table.whole($0)[row] ?? 0 }
            sums[key] = zip(sums[key] ?? [0, 0, 0, 0], figures).map { $0 + $1 }
        }
        return sums
    }

    /// OpenCost rounds averages to five decimals: over a day that is less than half a core-second, or byte-second, for
    /// each of a pod's two containers.
    @Test func daysOfPodsAreThoseOfTheOperatorButForItsRounding() throws {
        let found = try OpenCostTests.days(
            IngestOpenCostStage.kind, #""files": ["\#(OpenCostTests.folder)/opencost/*.json.gz"]"#)
        let expected = try OpenCostTests.days(
            IngestOperatorStage.kind,
            #""podUsage": ["\#(OpenCostTests.folder)/harbor-us/ocp_pod_usage-{period}.csv.gz"]"#)
        #expect(found.count == 33)
        #expect(Set(found.keys) == Set(expected.keys))
        for (pod, figures) in found {
            for (index, (one, other)) in zip(figures, expected[pod] ?? []).enumerated() {
                #expect(abs(one - other) <= (index < 2 ? 900_000_000 : 2), "\(pod) \(index): \(one), \(other)")
            }
        }
    }

    private static func answer(_ rows: String...) -> String {
        #"{"code":200,"status":"success","data":[{\#(rows.joined(separator: ","))},null]}"#
    }

    private static func row(
        _ container: String, from start: String, to end: String, cpu: String = "0.5", cluster: String = "tiny"
    ) -> String {
        """
        "\(cluster)/n1/shop/cart/\(container)":{"name":"\(cluster)/n1/shop/cart/\(container)",
        "properties":{"cluster":"\(cluster)","node":"n1","namespace":"shop","pod":"cart","container":"\(container)",
        "controller":"cart","controllerKind":"deployment","providerID":"aws:///z/i-1","labels":{"b":"2","a":"1"},
        "services":null},"start":"2026-06-10T\(start)Z","end":"2026-06-10T\(end)Z","minutes":20,
        "cpuCoreRequestAverage":\(cpu),"cpuCoreUsageAverage":null,"ramByteRequestAverage":1000,"gpuHours":0.5,"new":{"x":[1]}}
        """
    }

    private func ingest(_ texts: [String], _ more: String = "") throws -> Publication {
        let folder = try TemporaryFolder()
        var names: [String] = []
        for (index, text) in texts.enumerated() {
            names.append(#""\#(index).json""#)
            try folder.write(text, to: "\(index).json")
        }
        return try Bench("2026-06", root: folder.path).run(
            "usage", IngestOpenCostStage.kind,
            #"{"clusters": [{"id": "tiny", "files": [\#(names.joined(separator: ", "))]\#(more)}]}"#)
    }

    private func cells(_ publication: Publication, _ names: [String]) throws -> [[String]] {
        let table = try Table(publication, .usageHours)
        return (0..<table.count).map { row in names.map { String(table.cell($0, row).dropFirst()) } }
    }

    @Test func timeIsPartedWhereHoursEnd() throws {
        let text = OpenCostTests.answer(
            OpenCostTests.row("app", from: "10:50:00", to: "11:20:00", cpu: "0.33333"),
            OpenCostTests.row("proxy", from: "10:50:00", to: "11:00:00", cpu: "1"))
        let names = [
            "CpuRequestCoreNanoseconds", "CpuUsageCoreNanoseconds", "MemoryRequestByteSeconds",
            "GpuRequestNanoseconds", "RunSeconds", "Controller", "PodLabels",
        ]
        // A third of 1800 seconds is in the first hour, and all of the other container.
        #expect(
            try cells(ingest([text]), names) == [
                ["799998000000", "0", "1200000", "2400000000000", "600", "cart", "label_a:1|label_b:2"],
                ["399996000000", "0", "1200000", "1200000000000", "1200", "cart", "label_a:1|label_b:2"],
            ])
    }

    @Test func markedRowsAndOtherClustersAreCounted() throws {
        let usage = try ingest([
            OpenCostTests.answer(
                OpenCostTests.row("app", from: "10:00:00", to: "11:00:00"),
                OpenCostTests.row("app", from: "10:00:00", to: "11:00:00", cluster: "other"),
                #""tiny/n1/__idle__":{"name":"tiny/n1/__idle__","start":"2026-06-10T10:00:00Z"}"#,
                #""tiny/n1":{"name":"tiny/n1","properties":null}"#)
        ])
        #expect(try cells(usage, ["Pod"]) == [["cart"]])
        #expect(usage.facts["marked"]?["__idle__"]?.int == 1)
        #expect(usage.facts["withoutPod"]?.int == 1)
        #expect(usage.facts["ofOtherClusters"]?.int == 1)
    }

    @Test func sameAllocationTwiceIsOne() throws {
        let row = OpenCostTests.row("app", from: "10:00:00", to: "11:00:00")
        let larger = OpenCostTests.row("app", from: "10:00:00", to: "11:00:00", cpu: "0.75")
        for texts in [[row, larger], [larger, row]] {
            let usage = try ingest(texts.map { OpenCostTests.answer($0) })
            #expect(try cells(usage, ["CpuRequestCoreNanoseconds"]) == [["2700000000000"]])
            #expect(usage.facts["repeated"]?.int == 1)
        }
    }

    @Test func allocationThatCannotBeIsSetAside() throws {
        let good = OpenCostTests.row("app", from: "10:00:00", to: "11:00:00")
        let usage = try ingest([
            OpenCostTests.answer(
                good, OpenCostTests.row("b", from: "10:00:00", to: "11:00:00", cpu: "-1"),
                OpenCostTests.row("c", from: "25:00:00", to: "11:00:00"),
                OpenCostTests.row("d", from: "12:00:00", to: "11:00:00"))
        ])
        #expect(usage.facts["rowsQuarantined"]?.int == 3)
        #expect(try cells(usage, ["CpuRequestCoreNanoseconds"]) == [["1800000000000"]])
    }

    @Test(
        arguments: [
            ("D285", "Date,Namespace\n2026-04-08,shop\n"), ("D285", #"{"status":"success"}"#), ("D285", #"{"data":[{"#),
            (
                "D287",
                OpenCostTests.answer(
                    OpenCostTests.row("app", from: "10:00:00", to: "11:00:00").replacing("06-10T11", with: "06-12T11"))
            ),
            (
                "D288",
                OpenCostTests.answer(
                    OpenCostTests.row("app", from: "10:00:00", to: "11:00:00"),
                    OpenCostTests.row("app", from: "10:30:00", to: "11:30:00"))
            ), ("D297", OpenCostTests.answer()),
            (
                "D289",
                OpenCostTests.answer(
                    OpenCostTests.row("app", from: "10:00:00", to: "11:00:00").replacing(#""node":"n1","#, with: ""))
            ),
        ])
    func whatCannotBeReadStopsTheStage(code: String, text: String) throws {
        let failure = #expect(throws: Failure.self) { try ingest([text]) }
        #expect(failure?.diagnostics.map(\.code.description) == [code])
    }
}

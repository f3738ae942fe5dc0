import Documents
import Kernel
import Model
import Runner
import Telemetry
import TestSupport
import Testing

/// What each container used and asked for, from each source that knows containers.
struct ContainerTelemetryTests {
    private static let figures = [
        "CpuUsageCoreNanoseconds", "CpuRequestCoreNanoseconds", "MemoryUsageByteSeconds", "MemoryRequestByteSeconds",
        "GpuRequestNanoseconds",
    ]
    private static let folder = "Tests/Fixtures/example-month"

    /// Sums by hour and pod.
    private static func sums(_ publication: Publication, _ dataset: Dataset) throws -> [String: [Int128]] {
        let table = try Table(publication, dataset)
        var sums: [String: [Int128]] = [:]
        for row in 0..<table.count {
            let pod = ["Cluster", "Node", "Namespace", "Pod"].map { table.text($0)[row] ?? "" }
            let own = figures.map { table.whole($0)[row] ?? 0 }
            guard own.contains(where: { $0 != 0 }) else { continue }
            let key = "\(table.whole("Hour")[row] ?? 0) \(pod.joined(separator: "/"))"
            sums[key] = zip(sums[key] ?? [0, 0, 0, 0, 0], own).map { $0 + $1 }
        }
        return sums
    }

    private static func ingest(_ kind: Runner.StageKind, _ files: String) throws -> Publication {
        try Bench("2026-04").run(
            "usage", kind,
            #"{"clusters": [{"id": "harbor-us", "files": ["\#(folder)/\#(files)"]}], "containerHours": true}"#)
    }

    /// Of the example month, whose pods have up to two containers.
    @Test(arguments: [
        "prometheus/2026-04-08/*.json.gz", "prometheus/2026-04-08.openmetrics.txt.gz", "opencost/*.json.gz",
    ])
    func containersSumToTheirPods(files: String) throws {
        let kind =
            files.hasPrefix("opencost") ? IngestOpenCostStage.kind : IngestPrometheusStage.kind(.offline)
        let usage = try ContainerTelemetryTests.ingest(kind, files)
        let pods = try ContainerTelemetryTests.sums(usage, .usageHours)
        #expect(try ContainerTelemetryTests.sums(usage, .containerHours) == pods)
        #expect(pods.count > 300)
        let containers = try Table(usage, .containerHours, ["Container"])
        #expect(Set(containers.text("Container")).count > 5 && containers.count > pods.count)
    }

    @Test func nothingIsPublishedThatIsNotAskedFor() throws {
        let usage = try Bench("2026-06").run(
            "usage", IngestOperatorStage.kind,
            #"{"clusters": [{"id": "tiny", "podUsage": ["Tests/Fixtures/tiny/ocp_pod_usage.csv"]}]}"#)
        #expect(usage.paths(below: Dataset.containerHours.rawValue).isEmpty)
        #expect(!usage.paths(below: Dataset.usageHours.rawValue).isEmpty)
    }

    private static let header =
        "interval_start,interval_end,namespace,pod,node,container_name,owner_kind,owner_name,workload,workload_type,cpu_usage_container_avg,cpu_request_container_avg,memory_usage_container_avg,memory_request_container_avg"

    private func operate(_ lines: [String], header: String = header, option: Bool = true) throws -> Publication {
        let folder = try TemporaryFolder()
        try folder.write(Fixtures.bytes("tiny/ocp_pod_usage.csv"), to: "pods.csv")
        try folder.write(([header] + lines).joined(separator: "\n") + "\n", to: "ros.csv")
        return try Bench("2026-06", root: folder.path).run(
            "usage", IngestOperatorStage.kind,
            """
            {"clusters": [{"id": "tiny", "podUsage": ["pods.csv"], "containers": ["ros.csv"]}],
            "containerHours": \(option)}
            """)
    }

    private func row(_ quarter: Int, _ container: String, _ figures: String, seconds: String = "1") -> String {
        let (start, end) = (quarter * 15, quarter * 15 + 15)
        let until = end == 60 ? "11:00:00" : "10:\(end):00"
        let from = start == 0 ? "00" : "\(start)"
        return
            "2026-06-10 10:\(from):0\(seconds) +0000 UTC,2026-06-10 \(until) +0000 UTC,shop,cart,n1,\(container),ReplicaSet,cart-1,cart,deployment,\(figures)"
    }

    /// Averages of a quarter are of 900 seconds, though the report's quarters begin a second late. A quarter that is there
    /// twice counts once, by its larger figures.
    @Test func quartersAreSummedToTheirHour() throws {
        let usage = try operate([
            row(1, "app", "0.5,0.25,1000,0"), row(0, "app", "0.1,0.25,2000,"), row(1, "app", "0.4,0.5,900,7"),
            row(3, "proxy", "0.000000001,0,0,0", seconds: "0"), row(0, "", "9,9,9,9"),
        ])
        let table = try Table(usage, .containerHours)
        let found = (0..<table.count).map { row in
            ([table.text("Container")[row] ?? ""]
                + ContainerTelemetryTests.figures.map { "\(table.whole($0)[row] ?? -1)" })
                .joined(separator: " ")
        }
        #expect(found == ["app 540000000000 675000000000 2700000 6300 0", "proxy 900 0 0 0 0"])
        #expect(table.whole("Hour") == [1_781_085_600_000_000, 1_781_085_600_000_000])
    }

    @Test func aRowThatIsNoQuarterIsSetAside() throws {
        let hour = row(0, "app", "1,1,1,1").replacing("10:15:00", with: "11:00:00")
        let usage = try operate([
            row(0, "app", "1,1,1,1"), hour, row(1, "app", "x,1,1,1"), row(2, "app", "9000000000,1,1,1"),
        ])
        #expect(usage.facts["rowsQuarantined"]?.int == 3)
        #expect(try Table(usage, .containerHours, ["Container"]).count == 1)
    }

    /// Without the option the report only names workloads, and need not have figures.
    @Test func figuresAreNeededOnlyWhereTheyAreAskedFor() throws {
        let header = "namespace,pod,owner_kind,owner_name,workload,workload_type"
        let line = "shop,cart,ReplicaSet,cart-1,cart,deployment"
        #expect(try operate([line], header: header, option: false).facts["rowsQuarantined"]?.int == 0)
        let error = #expect(throws: (any Error).self) { try operate([line], header: header) }
        let told = try #require(error as? any ReckonError).diagnostics.map(\.message).joined()
        #expect(told.contains("lacks the columns interval_start, interval_end, node, container_name, cpu_usage"))
    }
}

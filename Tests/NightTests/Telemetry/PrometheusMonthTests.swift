import Documents
import Kernel
import Model
import Runner
import Telemetry
import Testing

/// Two dumps of Prometheus against the operator's report of the same day: every pod-hour has the same figures.
struct PrometheusMonthTests {
    static let shared = Result { try run() }

    private static let folder = "Tests/Fixtures/example-month"

    static let forms = ["json", "text", "reversed"]

    private static func run() throws -> Bench {
        let bench = try Bench("2026-04")
        let days = ["json": [#""\#(folder)/prometheus/2026-04-08/*.json.gz""#]]
        let text = [#""\#(folder)/prometheus/2026-04-08.openmetrics.txt.gz""#]
        let files = [
            "json": days["json"] ?? [], "text": text,
            // The same samples twice, from both forms: the union is what each of them is.
            "reversed": text + (days["json"] ?? []),
        ]
        for form in forms {
            try bench.run(
                form, IngestPrometheusStage.kind(.offline),
                #"{"clusters": [{"id": "harbor-us", "files": [\#((files[form] ?? []).joined(separator: ", "))]}]}"#)
        }
        try bench.run(
            "operator", IngestOperatorStage.kind,
            """
            {"clusters": [{"id": "harbor-us",
              "podUsage": ["\(folder)/harbor-us/ocp_pod_usage-{period}.csv.gz"],
              "nodeLabels": ["\(folder)/harbor-us/ocp_node_label-{period}.csv.gz"],
              "gpuUsage": ["\(folder)/harbor-us/ocp_gpu_usage-{period}.csv.gz"],
              "owners": ["\(folder)/harbor-us/pod_owners.csv"]}]}
            """)
        return bench
    }

    private static let columns = [
        "Cluster", "Node", "NodeResourceId", "CpuUsageCoreNanoseconds", "CpuRequestCoreNanoseconds",
        "MemoryUsageByteSeconds", "MemoryRequestByteSeconds", "NodeCapacityCoreNanoseconds", "NodeCapacityByteSeconds",
        "ControllerKind", "Controller",
    ]

    /// The figures of 8 April by pod and hour.
    private static func podHours(_ form: String, _ columns: [String] = columns) throws -> [String: [String]] {
        let table = try Table(shared.get().publication(form), .usageHours)
        let days = table.day("Hour")
        var found: [String: [String]] = [:]
        for row in 0..<table.count where days[row] == "2026-04-08" {
            let key = ["Namespace", "Pod", "Hour"].map { table.cell($0, row) }.joined(separator: " ")
            #expect(found[key] == nil, "\(key) twice")
            found[key] = columns.map { table.cell($0, row) }
        }
        return found
    }

    @Test(arguments: forms) func podHoursEqualThoseOfTheOperator(form: String) throws {
        let expected = try PrometheusMonthTests.podHours("operator")
        let found = try PrometheusMonthTests.podHours(form)
        #expect(expected.count == 341)
        let different = Set(expected.keys).union(found.keys).filter { expected[$0] != found[$0] }
        #expect(
            different.isEmpty,
            "\(different.sorted().prefix(3).map { "\($0): \(expected[$0] ?? []), \(found[$0] ?? [])" })")
    }

    @Test(arguments: [
        "Hour", "NodeResourceId", "CapacityCoreNanoseconds", "CapacityByteSeconds", "CapacityGpuNanoseconds",
    ])
    func nodeHoursEqualThoseOfTheOperator(column: String) throws {
        func values(_ form: String) throws -> [String] {
            let table = try Table(PrometheusMonthTests.shared.get().publication(form), .nodeHours)
            let days = table.day("Hour")
            return (0..<table.count).filter { days[$0] == "2026-04-08" }
                .map { table.cell("Node", $0) + table.cell(column, $0) }
        }
        #expect(try values("operator").count == 115)
        for form in PrometheusMonthTests.forms { #expect(try values(form) == values("operator")) }
    }

    /// A job of 20 minutes, a pod that lives the first half of each hour, and one that lives all day.
    @Test(
        arguments: [
            ("freight-rollup-29593620-mghqc", 1200), ("tariff-edge-85c7d9b6f4-ww5ch", 1800), ("yard-scratch", 3600),
        ])
    func secondsOfRunning(pod: String, seconds: Int) throws {
        for form in PrometheusMonthTests.forms {
            let found = try PrometheusMonthTests.podHours(form, ["RunSeconds"]).filter { $0.key.contains("=\(pod) ") }
            #expect(!found.isEmpty)
            #expect(found.values.allSatisfy { $0 == ["=\(seconds)"] }, "\(form)")
        }
    }

    @Test func bothFormsAreTheSameRows() throws {
        let bench = try PrometheusMonthTests.shared.get()
        func digests(_ form: String) throws -> [String] {
            try bench.publication(form).files.filter { $0.path.hasPrefix("node_hours") }.map { "\($0.digest)" }
        }
        #expect(try digests("json") == digests("text"))
        #expect(try digests("json") == digests("reversed"))
        let columns = PrometheusMonthTests.columns + ["PodUid", "GpuRequestNanoseconds", "RunSeconds"]
        let json = try PrometheusMonthTests.podHours("json", columns)
        for form in PrometheusMonthTests.forms { #expect(try PrometheusMonthTests.podHours(form, columns) == json) }
    }

    @Test func factsSayWhatIsMissing() throws {
        for form in PrometheusMonthTests.forms {
            let facts = try PrometheusMonthTests.shared.get().publication(form).facts["coverage"]
            #expect(facts?["nodeHoursSeen"]?.int == 115)
            #expect(facts?["nodeHoursExpected"]?.int == 120)
            #expect(facts?["podHoursSeen"]?.int == 341)
            let gaps = facts?["gaps"]?.array ?? []
            #expect(gaps.count == 1)
            #expect(gaps.first?["node"]?.string == "ip-10-88-16-7.ec2.internal")
            #expect(gaps.first?["firstHour"]?.string == "2026-04-08T05:00:00Z")
            #expect(gaps.first?["lastHour"]?.string == "2026-04-08T09:00:00Z")
        }
    }
}

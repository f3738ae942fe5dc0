import Kernel
import Runner
import Telemetry
import TestSupport
import Testing

/// Damaged and wrong dumps of Prometheus.
struct HostileSeriesTests {
    private static func dump(
        _ name: String, maximum: Int = 0, _ change: @escaping @Sendable (inout String) -> Void
    ) -> Damage {
        Damage(name, maximum: maximum) { folder in
            var dump = Dump()
            dump.addNode()
            dump.hold(Dump.request("cart", uid: "u"), "1")
            var text = dump.text
            change(&text)
            try folder.write(text, to: "dump")
        }
    }

    private static func answer(_ name: String, _ change: @escaping @Sendable (inout String) -> Void) -> Damage {
        Damage(name) { folder in
            var dump = Dump()
            dump.hold(Dump.request("cart", uid: "u"), "1")
            var text = dump.answer
            change(&text)
            try folder.write(text, to: "dump")
        }
    }

    static let damages: [Damage] = [
        Damage("an empty file") { try $0.write("", to: "dump") },
        Damage("no file") { _ in },
        Damage("another format") { try $0.write(Fixtures.bytes("tiny/ocp_pod_usage.csv"), to: "dump") },
        Damage("bytes of no text") { try $0.write([0x00, 0x01, 0x02], to: "dump") },
        Damage("truncated gzip", maximum: 1_000_000) { folder in
            let whole = try Fixtures.bytes("example-month/prometheus/2026-04-08.openmetrics.txt.gz")
            try folder.write(Array(whole.prefix(50_000)), to: "dump")
        },
        Damage("truncated gzip of JSON") { folder in
            let name = "container_cpu_usage_seconds_total.json.gz"
            let whole = try Fixtures.bytes("example-month/prometheus/2026-04-08/\(name)")
            try folder.write(Array(whole.prefix(10_000)), to: "dump")
        },
        dump("no end") { $0 = $0.replacing("# EOF\n", with: "") },
        dump("cut in a line") { $0 = String($0.prefix($0.count / 2)) },
        dump("text behind the end") { $0 += "up 1 1781085600\n" },
        dump("no time") { $0 = $0.replacing(" 1781085600\n", with: "\n") },
        dump("times in milliseconds") { $0 = $0.replacing(" 1781085600\n", with: " 1781085600000\n") },
        dump("a time of another year") { $0 = $0.replacing(" 1781085600\n", with: " 1749549600\n") },
        dump("labels that are not closed") { $0 = $0.replacing(#"resource="memory"}"#, with: #"resource="memory}"#) },
        dump("an escape that is none") { $0 = $0.replacing(#"pod="cart""#, with: #"pod="c\art""#) },
        dump("a negative request") { $0 = $0.replacing("} 1 1781085900", with: "} -1 1781085900") },
        dump("an infinite request") { $0 = $0.replacing("} 1 1781085900", with: "} +Inf 1781085900") },
        dump("more than any machine gives") { $0 = $0.replacing("} 1 1781085900", with: "} 1e12 1781085900") },
        dump("more bad lines than are tolerated", maximum: 2) { $0 = $0.replacing("} 1 ", with: "} one ") },
        dump("no pods") { $0 = $0.replacing("kube_pod_container", with: "my_pod_container") },
        answer("JSON that ends early") { $0 = String($0.prefix($0.count / 2)) },
        answer("JSON and then some") { $0 += "{}" },
        answer("a query that failed") {
            $0 = #"{"status":"error","errorType":"bad_data","error":"end timestamp must not be before start time"}"#
        },
        answer("a vector") { $0 = $0.replacing("matrix", with: "vector") },
        answer("no result") { $0 = #"{"status":"success"}"# },
        answer("values before the labels") {
            $0 = #"{"data":{"result":[{"values":[[1,"2"]],"metric":{}}]}}"#
        },
        answer("a sample of three") { $0 = $0.replacing(#""1"]"#, with: #""1",2]"#) },
        answer("a value that is no text") { $0 = $0.replacing(#""1"]"#, with: "1]") },
        answer("half a surrogate pair") { $0 = $0.replacing("cart", with: #"\ud83d\u0041"#) },
        answer("a document that is nested too deeply") {
            $0 = #"{"x":"# + String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000) + "}"
        },
    ]

    private static let golden = "hostile-series.txt"

    private static func said(_ damage: Damage) throws -> String {
        try damage.said(
            IngestPrometheusStage.kind(.offline),
            """
            {"clusters": [{"id": "tiny", "files": ["dump"]}], "maximumQuarantinedRows": \(damage.maximum)}
            """)
    }

    @Test(.enabled(if: !Goldens.areWritten), arguments: damages) func damageIsNamed(damage: Damage) throws {
        let said = try HostileSeriesTests.said(damage)
        #expect(!said.isEmpty, "it was taken")
        #expect(try said == Goldens.read(HostileSeriesTests.golden)[damage.name])
    }

    @Test(.enabled(if: Goldens.areWritten)) func writeGoldens() throws {
        try Goldens.write(
            HostileSeriesTests.damages.map { ($0.name, try HostileSeriesTests.said($0)) }, to: HostileSeriesTests.golden
        )
    }
}

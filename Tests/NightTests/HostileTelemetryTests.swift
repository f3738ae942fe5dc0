import Allocation
import Kernel
import Runner
import Telemetry
import TestSupport
import Testing

/// Damaged and wrong telemetry.
struct HostileTelemetryTests {
    private static func pods(
        _ name: String, maximum: Int = 0, _ change: @escaping @Sendable (inout [String]) -> Void
    ) -> Damage {
        Damage(name, maximum: maximum) { folder in
            var lines = try Fixtures.text("tiny/ocp_pod_usage.csv").split(separator: "\n").map(String.init)
            change(&lines)
            try folder.write(lines.joined(separator: "\n") + "\n", to: "pods.csv")
        }
    }

    static let damages: [Damage] = [
        pods("missing columns") {
            $0[0] = $0[0].replacing("resource_id", with: "resource").replacing(",pod,", with: ",p,")
        },
        Damage("a bill in place of telemetry") { try $0.write(TinyBill().text, to: "pods.csv") },
        Damage("an empty file") { try $0.write("", to: "pods.csv") },
        Damage("no file") { _ in },
        Damage("truncated gzip") { folder in
            let whole = try Fixtures.bytes("example-month/harbor-us/ocp_pod_usage-2026-04.csv.gz")
            try folder.write(Array(whole.prefix(10_000)), to: "pods.csv")
        },
        pods("a time that is none") { $0[3] = $0[3].replacing("10:00:00 +0000", with: "24:00:00 +0000") },
        pods("a negative use") { $0[3] = $0[3].replacing(",360,", with: ",-1,") },
        pods("an impossibly large use") { $0[3] = $0[3].replacing(",360,", with: ",1e30,") },
        pods("use in words") { $0[3] = $0[3].replacing(",360,", with: ",1.2.3,") },
        pods("more bad rows than are tolerated", maximum: 1) { lines in
            for index in [1, 3] { lines[index] = lines[index].replacing("2026-06-10 10", with: "2026-13-10 10") }
        },
    ]

    private static let golden = "hostile-telemetry.txt"

    private static func said(_ damage: Damage) throws -> String {
        try damage.said(
            IngestOperatorStage.kind,
            #"{"clusters": [{"id": "tiny", "podUsage": ["pods.csv"]}], "maximumQuarantinedRows": \#(damage.maximum)}"#)
    }

    @Test(.enabled(if: !Goldens.areWritten), arguments: damages) func damageIsNamed(damage: Damage) throws {
        let said = try HostileTelemetryTests.said(damage)
        #expect(!said.isEmpty, "it was taken")
        #expect(try said == Goldens.read(HostileTelemetryTests.golden)[damage.name])
    }

    @Test(.enabled(if: Goldens.areWritten)) func writeGoldens() throws {
        try Goldens.write(
            HostileTelemetryTests.damages.map { ($0.name, try HostileTelemetryTests.said($0)) },
            to: HostileTelemetryTests.golden)
    }
}

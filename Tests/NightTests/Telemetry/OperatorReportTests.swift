import Documents
import Kernel
import Model
import Runner
import Telemetry
import TestSupport
import Testing

/// What the operator's further reports add to its pods.
struct OperatorReportTests {
    private static let month = "Tests/Fixtures/example-month"

    private func controllers(_ more: String) throws -> [String: Set<String>] {
        let usage = try Bench("2026-04").run(
            "usage", IngestOperatorStage.kind,
            """
            {"clusters": [{"id": "harbor-eu", \(more),
              "podUsage": ["\(OperatorReportTests.month)/harbor-eu/ocp_pod_usage-{period}.csv.gz"]}]}
            """)
        let table = try Table(usage, .usageHours, ["Pod", "ControllerKind", "Controller"])
        var found: [String: Set<String>] = [:]
        for row in 0..<table.count {
            let controller = "\(table.text("ControllerKind")[row] ?? "?") \(table.text("Controller")[row] ?? "?")"
            found[table.text("Pod")[row] ?? "", default: []].insert(controller)
        }
        return found
    }

    private static let expected = [
        "ledger-db-0": "statefulset ledger-db", "quay-web-68f7b9d6c5-2bnqp": "deployment quay-web",
        "dns-default-h5k7w": "daemonset dns-default",
        "kube-apiserver-eu-ctl0": "node ip-172-20-0-5.eu-central-1.compute.internal",
    ]

    @Test func ownersName() throws {
        let found = try controllers(#""owners": ["\#(OperatorReportTests.month)/harbor-eu/pod_owners.csv"]"#)
        #expect(found.count == 20)
        for (pod, controller) in OperatorReportTests.expected { #expect(found[pod] == [controller]) }
        #expect(found["tariff-sync-29590680-f9d2l"] == ["cronjob tariff-sync"])
    }

    /// The container report says the same of the pods it names, and nothing of others.
    @Test func containersNameWorkloads() throws {
        let found = try controllers(
            #""containers": ["\#(OperatorReportTests.month)/harbor-eu/ocp_ros_usage-sample.csv.gz"]"#)
        for (pod, controller) in OperatorReportTests.expected { #expect(found[pod] == [controller]) }
        #expect(found["tariff-sync-29590680-f9d2l"] == [" "])
    }

    private func tiny(_ reports: [String: [String]]) throws -> Publication {
        let folder = try TemporaryFolder()
        try folder.write(Fixtures.bytes("tiny/ocp_pod_usage.csv"), to: "podUsage.csv")
        for (report, lines) in reports { try folder.write(lines.joined(separator: "\n") + "\n", to: "\(report).csv") }
        let files = (["podUsage"] + reports.keys).map { #""\#($0)": ["\#($0).csv"]"# }.joined(separator: ", ")
        return try Bench("2026-06", root: folder.path).run(
            "usage", IngestOperatorStage.kind, #"{"clusters": [{"id": "tiny", \#(files)}]}"#)
    }

    private func column(_ name: String, _ publication: Publication) throws -> [String] {
        let table = try Table(publication, .usageHours)
        return (0..<table.count).map { String(table.cell(name, $0).dropFirst()) }
    }

    @Test func chainsWithoutTheirTopEndWhereTheyAreKnown() throws {
        let usage = try tiny([
            "owners": [
                "namespace,pod,owner_kind,owner_name", "shop,cart-6d5f7c8b9-x2x4k,ReplicaSet,cart-6d5f7c8b9",
                "mail,mailer-0,<none>,<none>", "kube-system,dns-4hj7q,DaemonSet,dns",
            ]
        ])
        #expect(try column("ControllerKind", usage) == ["replicaset", "", "daemonset", "replicaset", "", "daemonset"])
    }

    @Test func twoOwnersAreTold() throws {
        let lines = ["mail,mailer-0,StatefulSet,mailer", "mail,mailer-0,StatefulSet,other"]
        for rows in [lines, lines.reversed()] {
            let usage = try tiny(["owners": ["namespace,pod,owner_kind,owner_name"] + rows])
            #expect(try column("Controller", usage)[1] == "mailer")
            #expect(usage.diagnostics.map(\.code.description) == ["D246"])
        }
    }

    private static let gpuHeader =
        "interval_start,node,namespace,pod,gpu_uuid,gpu_model_name,gpu_pod_uptime,mig_instance_id,mig_profile"
    private static let ten = "2026-06-10 10:00:00 +0000 UTC"

    @Test func gpuTimeIsThatOfDevicesAndSlices() throws {
        let usage = try tiny([
            "gpuUsage": [
                OperatorReportTests.gpuHeader,
                "\(OperatorReportTests.ten),tiny-node-a,shop,cart-6d5f7c8b9-x2x4k,GPU-1,Tesla T4,1800,,",
                // Said twice: the longer time counts.
                "\(OperatorReportTests.ten),tiny-node-a,shop,cart-6d5f7c8b9-x2x4k,GPU-1,Tesla T4,900,,",
                "\(OperatorReportTests.ten),tiny-node-a,mail,mailer-0,GPU-2,NVIDIA A100-SXM4-40GB,3600,1,2g.10gb",
                "\(OperatorReportTests.ten),tiny-node-a,mail,mailer-0,GPU-2,NVIDIA A100-SXM4-40GB,3600,2,1g.5gb",
                // Its model is unknown, so that a slice counts as the device.
                "\(OperatorReportTests.ten),tiny-node-a,kube-system,dns-4hj7q,GPU-3,Mystery,100,1,1g.5gb",
            ],
            "nodeLabels": [
                "interval_start,node,node_labels",
                "\(OperatorReportTests.ten),tiny-node-a,label_nvidia_com_gpu_count:4|label_nvidia_com_gpu_count:",
            ],
        ])
        #expect(
            try column("GpuRequestNanoseconds", usage) == [
                "1800000000000", "1542857142857", "100000000000", "0", "0", "0",
            ])
        let nodes = try Table(usage, .nodeHours)
        #expect(nodes.whole("CapacityGpuNanoseconds") == [14_400_000_000_000, 14_400_000_000_000])
        #expect(usage.diagnostics.isEmpty)
    }

    @Test func moreNamespacesThanOneBatchHoldsAreAllWritten() throws {
        let count = 33_000
        let usage = try tiny([
            "namespaceLabels": ["interval_start,namespace,namespace_labels"]
                + (0..<count).map { "\(OperatorReportTests.ten),ns-\($0),label_n:\($0)" }
        ])
        let table = try Table(usage, .namespaceLabels)
        #expect(table.count == count)
        let names = zip(table.text("Namespace"), table.text("Labels")).map { "\($0 ?? "") \($1 ?? "")" }
        #expect(Set(names) == Set((0..<count).map { "ns-\($0) label_n:\($0)" }))
    }

    /// Four pods take turns on each of the node's two devices.
    @Test func gpuTimeOfReplicasIsAPart() throws {
        let usage = try tiny([
            "gpuUsage": [
                OperatorReportTests.gpuHeader,
                "\(OperatorReportTests.ten),tiny-node-a,shop,cart-6d5f7c8b9-x2x4k,GPU-1,Tesla T4,3600,,",
                "\(OperatorReportTests.ten),tiny-node-a,mail,mailer-0,GPU-1,Tesla T4,1800,,",
            ],
            "nodeLabels": [
                "interval_start,node,node_labels",
                "\(OperatorReportTests.ten),tiny-node-a,label_nvidia_com_gpu_count:2|label_nvidia_com_gpu_replicas:4",
            ],
        ])
        #expect(
            try column("GpuRequestNanoseconds", usage) == ["900000000000", "450000000000", "0", "0", "0", "0"])
        #expect(
            try Table(usage, .nodeHours).whole("CapacityGpuNanoseconds") == [7_200_000_000_000, 7_200_000_000_000])
    }

    @Test func gpuTimeWithoutAPodIsTold() throws {
        let usage = try tiny([
            "gpuUsage": [
                OperatorReportTests.gpuHeader, "\(OperatorReportTests.ten),tiny-node-a,shop,gone,GPU-1,T4,3600,,",
            ]
        ])
        #expect(usage.diagnostics.map(\.code.description) == ["D247"])
    }

    @Test func gapsOfNodesAreFacts() throws {
        let usage = try Bench("2026-04").run(
            "usage", IngestOperatorStage.kind,
            """
            {"clusters": [{"id": "harbor-us",
              "podUsage": ["\(OperatorReportTests.month)/harbor-us/ocp_pod_usage-{period}.csv.gz"]}]}
            """)
        let coverage = try #require(usage.facts["coverage"])
        // Four nodes all month, one until the 20th; 5 and 8 hours are missing.
        #expect(coverage["nodeHoursExpected"]?.int == 4 * 720 + 480)
        #expect(coverage["nodeHoursSeen"]?.int == 4 * 720 + 480 - 13)
        #expect(coverage["podHoursSeen"]?.int == 10_574)
        let gaps = (coverage["gaps"]?.array ?? []).map {
            [$0["firstHour"]?.string ?? "", $0["lastHour"]?.string ?? ""]
        }
        #expect(
            gaps == [
                ["2026-04-08T05:00:00Z", "2026-04-08T09:00:00Z"], ["2026-04-18T18:00:00Z", "2026-04-19T01:00:00Z"],
            ])
    }
}

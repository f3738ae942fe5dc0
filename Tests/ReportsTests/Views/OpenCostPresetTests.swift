import Kernel
import Testing

@testable import Reports

/// The set of rows and the figures of OpenCost's own table of aggregations (allocation_test.go and mock.go of
/// opencost/opencost, Apache-2.0, read at commit 0e0e8c0); the names of its cases are those of the arguments. Its idle
/// cost is shared resource by resource, so each resource of a cluster is a node here.
struct OpenCostPresetTests {
    private struct Container {
        let cluster, namespace, pod, name: String
        var kind: String?
        var controller: String?
        var memory = 1
    }

    private static let containers = [
        Container(cluster: "cluster1", namespace: "namespace1", pod: "pod1", name: "container1", memory: 11),
        Container(
            cluster: "cluster1", namespace: "namespace1", pod: "pod-abc", name: "container2", kind: "deployment",
            controller: "deployment1"),
        Container(
            cluster: "cluster1", namespace: "namespace1", pod: "pod-def", name: "container3", kind: "deployment",
            controller: "deployment1"),
        Container(
            cluster: "cluster1", namespace: "namespace2", pod: "pod-ghi", name: "container4", kind: "deployment",
            controller: "deployment2"),
        Container(
            cluster: "cluster1", namespace: "namespace2", pod: "pod-ghi", name: "container5", kind: "deployment",
            controller: "deployment2"),
        Container(
            cluster: "cluster1", namespace: "namespace2", pod: "pod-jkl", name: "container6", kind: "daemonset",
            controller: "daemonset1"),
        Container(
            cluster: "cluster2", namespace: "namespace2", pod: "pod-mno", name: "container4", kind: "deployment",
            controller: "deployment2"),
        Container(
            cluster: "cluster2", namespace: "namespace2", pod: "pod-mno", name: "container5", kind: "deployment",
            controller: "deployment2"),
        Container(
            cluster: "cluster2", namespace: "namespace2", pod: "pod-pqr", name: "container6", kind: "daemonset",
            controller: "daemonset1"),
        Container(
            cluster: "cluster2", namespace: "namespace3", pod: "pod-stu", name: "container7", kind: "deployment",
            controller: "deployment3"),
        Container(
            cluster: "cluster2", namespace: "namespace3", pod: "pod-vwx", name: "container8", kind: "statefulset",
            controller: "statefulset1"),
        Container(
            cluster: "cluster2", namespace: "namespace3", pod: "pod-vwx", name: "container9", kind: "statefulset",
            controller: "statefulset1"),
    ]

    private static let unit: Int128 = 1_000_000_000_000

    private static let fixture: ViewFixture = {
        var rows: [ViewFixture.Row] = []
        for container in containers {
            let own = ViewFixture.Row(
                cluster: container.cluster, namespace: container.namespace, kind: container.kind,
                controller: container.controller, pod: container.pod, container: container.name, cost: unit)
            for (resource, cost) in [("cpu", 1), ("memory", container.memory), ("gpu", 1)] {
                var row = own
                row.node = "\(container.cluster)-\(resource)"
                row.cost = Int128(cost) * unit
                rows.append(row)
            }
            for part in ["Storage", "Traffic", "Load balancer"] {
                var row = own
                row.part = part
                rows.append(row)
            }
        }
        for (cluster, cpu, memory) in [("cluster1", 5, 15), ("cluster2", 5, 5)] {
            for (resource, cost) in [("cpu", cpu), ("memory", memory)] {
                rows.append(
                    .init(
                        cluster: cluster, node: "\(cluster)-\(resource)", part: "Worker idle", cost: Int128(cost) * unit
                    ))
            }
        }
        return ViewFixture(rows: rows, received: [])
    }()

    private func question(
        _ keys: [ViewKey], sharesIdle: Bool = false, filter: String? = nil, shared: String? = nil, evenly: Bool = false
    ) throws -> ViewQuestion {
        var question = ViewQuestion(
            keys: keys, sharesIdle: sharesIdle, sharesPools: false, filter: try filter.map { try ViewFilter($0) })
        question.preset = .openCost
        question.idleScope = .node
        question.sharedRows = try shared.map { try ViewFilter($0) }
        question.splitsEvenly = evenly
        return question
    }

    /// By name, in ten-thousandths.
    private func costs(_ question: ViewQuestion, of fixture: ViewFixture = fixture) throws -> [String: Int] {
        let lines = try fixture.view(question).sections[0].lines
        let places = OpenCostPresetTests.unit / 10_000
        return Dictionary(
            uniqueKeysWithValues: lines.compactMap { line in
                let rounded = (line.costs.cost.units + places / 2) / places
                return rounded == 0 ? nil : (line.values.joined(separator: " "), Int(rounded))
            })
    }

    @Test(
        arguments: [
            ("1a", [.cluster], ["cluster1": 46, "cluster2": 36, "__idle__": 30]),
            ("1b", [.namespace], ["namespace1": 28, "namespace2": 36, "namespace3": 18, "__idle__": 30]),
            (
                "1c", [.pod],
                [
                    "pod-jkl": 6, "pod-stu": 6, "pod-abc": 6, "pod-pqr": 6, "pod-def": 6, "pod-vwx": 12, "pod1": 16,
                    "pod-mno": 12, "pod-ghi": 12, "__idle__": 30,
                ]
            ),
            (
                "1d", [.container],
                [
                    "container2": 6, "container9": 6, "container6": 12, "container3": 6, "container4": 12,
                    "container7": 6, "container8": 6, "container5": 12, "container1": 16, "__idle__": 30,
                ]
            ),
            (
                "1e", [.controllerKind],
                ["daemonset": 12, "deployment": 42, "statefulset": 12, "__idle__": 30, "__unallocated__": 16]
            ),
            (
                "1f", [.controller],
                [
                    "deployment:deployment2": 24, "daemonset:daemonset1": 12, "deployment:deployment3": 6,
                    "statefulset:statefulset1": 12, "deployment:deployment1": 12, "__idle__": 30, "__unallocated__": 16,
                ]
            ),
        ] as [(String, [ViewKey], [String: Int])])
    func aggregations(name: String, keys: [ViewKey], wanted: [String: Int]) throws {
        #expect(try costs(question(keys)) == wanted.mapValues { $0 * 10_000 }, "\(name)")
    }

    /// In ten-thousandths; the table rounds some to two decimals, its comments have the formulas.
    @Test func idleAndSharedRows() throws {
        let namespace2 = #"namespace:"namespace2""#
        let namespace1 = #"namespace:"namespace1""#
        let cluster1 = #"cluster:"cluster1""#
        let byNamespace: [ViewKey] = [.namespace]
        // 3a
        #expect(
            try costs(question(byNamespace, sharesIdle: true)) == [
                "namespace1": 426_875, "namespace2": 463_125, "namespace3": 230_000,
            ])
        // 4a, of which the comment has halves that its figures do not have; 4b; 4c, with pod1 for its label.
        #expect(
            try costs(question(byNamespace, shared: #"namespace:"namespace3""#, evenly: true)) == [
                "namespace1": 370_000, "namespace2": 450_000, "__idle__": 300_000,
            ])
        #expect(
            try costs(question(byNamespace, shared: #"namespace:"namespace3""#)) == [
                "namespace1": 358_750, "namespace2": 461_250, "__idle__": 300_000,
            ])
        #expect(
            try costs(question(byNamespace, shared: #"pod:"pod1""#, evenly: true)) == [
                "namespace1": 173_333, "namespace2": 413_333, "namespace3": 233_333, "__idle__": 300_000,
            ])
        // 5a to 5d: idle that is kept goes with what is shown.
        #expect(
            try costs(question([.cluster], filter: cluster1)) == ["cluster1": 460_000, "__idle__": 200_000])
        #expect(try costs(question([.cluster], sharesIdle: true, filter: cluster1)) == ["cluster1": 660_000])
        #expect(
            try costs(question(byNamespace, filter: cluster1)) == [
                "namespace1": 280_000, "namespace2": 180_000, "__idle__": 200_000,
            ])
        #expect(
            try costs(question([.cluster], filter: namespace2)) == [
                "cluster1": 180_000, "cluster2": 180_000, "__idle__": 103_125,
            ])
        // 6b; 6e, where OpenCost says 25 of idle and that it should be 20.1042; 6f and 6h; 6g.
        #expect(try costs(question(byNamespace, sharesIdle: true, filter: namespace2)) == ["namespace2": 463_125])
        #expect(
            try costs(question(byNamespace, filter: namespace2, shared: namespace1)) == [
                "namespace2": 546_667, "__idle__": 201_042,
            ])
        #expect(
            try costs(question(byNamespace, sharesIdle: true, filter: namespace2, shared: namespace1)) == [
                "namespace2": 747_708
            ])
        #expect(
            try costs(question(byNamespace, sharesIdle: true, shared: namespace1)) == [
                "namespace2": 747_708, "namespace3": 372_292,
            ])
    }

    /// OpenCost answers nothing, and 112 are gone; its table names this 7c and has no case of it.
    @Test func whatNobodyIsLeftToPayForStays() throws {
        #expect(
            try costs(question([.cluster], sharesIdle: true, shared: #"namespace~:"namespace""#)) == [
                "cluster1": 660_000, "cluster2": 460_000,
            ])
    }

    @Test func namesAreJoined() throws {
        let keys: [ViewKey] = [.day, .cluster, .namespace, .controller]
        let found = try costs(question(keys))
        #expect(found["2026-04-01 cluster1/namespace1/__unallocated__"] == 160_000)
        #expect(found["2026-04-01 cluster2/namespace3/deployment:deployment3"] == 60_000)
        #expect(found["2026-04-01 __idle__"] == 300_000)
        var fixture = ViewFixture.day
        fixture.received = []
        for index in fixture.rows.indices { fixture.rows[index].cost *= OpenCostPresetTests.unit / 10_000 }
        fixture.rows.append(.init(part: "Storage unattributed", cost: 9 * OpenCostPresetTests.unit / 10_000))
        #expect(
            try costs(question([.cluster, .namespace]), of: fixture) == [
                "eu/shop": 250, "eu/mail": 80, "eu/kube-system": 30, "__idle__": 82, "eu/": 10,
                "eu/__no_telemetry__": 7, "__outside__": 41, "eu/__unmounted__": 9,
            ])
        #expect(try costs(question([.namespace]), of: fixture)["__unallocated__"] == 10)
        // Times alone have no name beside them, and no mark but their own.
        #expect(try costs(question([.day]), of: fixture) == ["2026-04-01": 509])
        #expect(try costs(question([.hour, .namespace]), of: fixture)["__unallocated__ __unmounted__"] == 9)
    }
}

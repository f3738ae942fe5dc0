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

/// Which part of a pool a policy is for, who may receive, in which order policies are asked and of which time they are.
/// On the tiny example: worker idle is 0.16875 of hour 10 and 0.13125 of hour 11, uses are 2 to 1 and 1 to 1.
struct SharingSelectionTests {
    private let bench: Bench
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        bench = try Bench("2026-06")
        try bench.run(
            "bill", IngestFocusStage.kind, #"{"source": "tiny", "files": ["Tests/Fixtures/tiny/bill-focus.csv"]}"#)
        let labels = """
            interval_start,namespace,namespace_labels
            2026-06-10 11:00:00 +0000 UTC,mail,label_exposed:yes
            2026-06-10 11:00:00 +0000 UTC,shop,label_exposed:no|label_app_kubernetes_io_part_of:store

            """
        try labels.write(toFile: "\(folder.path)/ns.csv", atomically: true, encoding: .utf8)
        try bench.run(
            "usage", IngestOperatorStage.kind,
            """
            {"clusters": [{"id": "tiny", "podUsage": ["Tests/Fixtures/tiny/ocp_pod_usage.csv"],
            "storageUsage": ["Tests/Fixtures/tiny/ocp_storage_usage.csv"],
            "namespaceLabels": ["\(folder.path)/ns.csv"]}]}
            """)
    }

    private func allocate(_ policies: String) throws -> Publication {
        try bench.run(
            "allocation", AllocateStage.kind,
            #"{"bill": ["bill"], "usage": ["usage"], "sharing": \#(policies)}"#)
    }

    /// `usage/hour/2 shop 0.12` of a pool: rule, window and place of the policy, receiver, cost.
    private func rows(_ allocation: Publication, of pool: String) throws -> [String] {
        let table = try Table(
            allocation, .distributions, ["Pool", "Split", "Window", "Policy", "Namespace", "EffectiveCost"])
        let costs = table.exact("EffectiveCost")
        return (0..<table.count).compactMap { row in
            guard table.text("Pool")[row] == pool else { return nil }
            let policy = table.whole("Policy")[row].map { "\($0)" } ?? "none"
            let rule = "\(table.text("Split")[row] ?? "")/\(table.text("Window")[row] ?? "")/\(policy)"
            return "\(rule) \(table.text("Namespace")[row] ?? "nobody") \(costs[row])"
        }
    }

    private func rows(of pool: String, _ policies: String) throws -> [String] {
        try rows(allocate(policies), of: pool)
    }

    @Test func whatIsUnusedInAnHourGoesByItsUse() throws {
        #expect(
            try rows(of: "Worker idle", #"[{"pool": "worker idle", "split": "usage", "window": "hour"}]"#) == [
                "usage/hour/1 mail 0.121875", "usage/hour/1 shop 0.178125",
            ])
    }

    /// Traffic is of hour 10. The disk's row is of hour 11, but a charge that is no node's knows its day only: its rest of
    /// 0.0025 counts evenly in 24 hours, of which two have somebody to receive; the first 16 hours have a unit more.
    @Test func theHourOfAChargeIsThatOfItsRow() throws {
        let policy = #"[{"pool": ["network", "storage"], "split": "usage", "window": "hour", "namespaces": ["mail"]}]"#
        let allocation = try allocate(policy)
        #expect(try rows(allocation, of: "Network") == ["usage/hour/1 mail 0.07"])
        #expect(
            try rows(allocation, of: "Storage") == [
                "usage/hour/1 nobody 0.002291666666666666666666", "usage/hour/1 mail 0.000208333333333333333334",
            ])
    }

    @Test func aPartOfAPoolHasAPolicyOfItsOwn() throws {
        let allocation = try allocate(
            """
            [{"pool": ["network", "platform"], "of": {"services": ["*Compute Cloud"], "accounts": ["900000000002"]},
              "split": "even"},
             {"pool": "storage", "of": {"services": ["Amazon Elastic Compute*"]}, "split": "keep"},
             {"pool": "storage", "split": "percentage", "percentages": {"shop": 100}}]
            """)
        #expect(try rows(allocation, of: "Network") == ["even/day/1 mail 0.035", "even/day/1 shop 0.035"])
        #expect(try rows(allocation, of: "Storage") == ["percentage/day/3 shop 0.0025"])
        #expect(
            allocation.diagnostics.map(\.message) == [
                #"policy 2 of "sharing" got no cost: nothing in its pools fits "of", "#
                    + "or policies before it take all that does"
            ])
    }

    /// The platform's pool is the pod of kube-system, as no node of the example is a platform's.
    @Test(arguments: [
        (#"{"namespaces": ["kube-*"]}"#, true), (#"{"labels": {"app": "kube-?ystem"}}"#, true),
        (#"{"labels": {"app": "shop"}}"#, false), (#"{"labels": {"none": "*"}}"#, false),
        (#"{"namespaces": ["shop"]}"#, false), (#"{"tags": {"env": "*"}}"#, false),
        (#"{"namespaces": ["kube-*"], "services": ["S3"]}"#, false), (#"{}"#, true),
    ])
    func partsAreChosenByWhatTheyAre(of selector: String, isFit: Bool) throws {
        let found = try rows(
            of: "Platform", #"[{"pool": "platform", "of": \#(selector), "split": "usage", "namespaces": ["mail"]}]"#)
        let byUse = [
            "usage/day/none mail 0.016071428571428571428571", "usage/day/none shop 0.021428571428571428571429",
        ]
        #expect(found == (isFit ? ["usage/day/1 mail 0.0375"] : byUse))
    }

    /// Unused capacity belongs to no namespace, whatever the pattern.
    @Test func whatHasNoNamespaceFitsNone() throws {
        let found = try rows(
            of: "Worker idle", #"[{"pool": "worker idle", "of": {"namespaces": ["*"]}, "split": "keep"}]"#)
        #expect(found.allSatisfy { $0.hasPrefix("usage/day/none") } && found.count == 2)
    }

    @Test(arguments: [
        (#"{"exposed": "y*"}"#, ["mail"]), (#"{"app.kubernetes.io/part-of": "store", "exposed": "no"}"#, ["shop"]),
        (#"{"exposed": "*"}"#, ["mail", "shop"]),
    ])
    func receiversAreChosenByTheLabelsOfTheirNamespace(labels: String, receivers: [String]) throws {
        for split in ["usage", "cost", "even"] {
            let found = try rows(of: "Network", #"[{"pool": "network", "split": "\#(split)", "labels": \#(labels)}]"#)
            #expect(found.map { String($0.split(separator: " ")[1]) } == receivers)
        }
    }

    /// The pod of shop has the label, its namespace has not.
    @Test func labelsOfPodsChooseNoReceiver() throws {
        let allocation = try allocate(#"[{"pool": "network", "split": "usage", "labels": {"app": "shop"}}]"#)
        #expect(try rows(allocation, of: "Network") == ["usage/day/1 nobody 0.07"])
        #expect(
            allocation.diagnostics.map(\.message) == [
                #"policy 1 of "sharing" fits no namespace; its pools stay as a residual"#
            ])
    }

    @Test func theHighestPriorityIsAskedFirstAndTiesGoByPlace() throws {
        let allocation = try allocate(
            """
            [{"pool": "network", "split": "keep", "priority": -1},
             {"pool": "network", "of": {"services": ["*"]}, "split": "even"},
             {"pool": "network", "of": {"providers": ["AWS"]}, "split": "usage"},
             {"pool": "storage", "split": "keep"},
             {"pool": "storage", "of": {"services": ["*"]}, "split": "even", "priority": 7}]
            """)
        #expect(try rows(allocation, of: "Network") == ["even/day/2 mail 0.035", "even/day/2 shop 0.035"])
        #expect(try rows(allocation, of: "Storage") == ["even/day/5 mail 0.00125", "even/day/5 shop 0.00125"])
        let facts = try #require(allocation.facts["sharing"]?.array)
        #expect(facts.map { $0["position"]?.int } == [5, 2, 3, 4, 1])
        #expect(facts[0]["priority"]?.int == 7 && facts[0]["window"]?.string == "day")
        #expect(facts[2]["of"]?["providers"]?.array?.map(\.string) == ["AWS"])
        // The policy of place 2 takes what that of place 3 is for.
        #expect(
            allocation.diagnostics.map { "\($0.code) \($0.message)" } == [
                #"D314 policy 3 of "sharing" got no cost: nothing in its pools fits "of", "#
                    + "or policies before it take all that does"
            ])
    }

    private static let expected = Result { try Fixtures.json("example-month/expected-windows.json") }

    /// Against figures that Tests/Oracles/sharing-windows computed.
    @Test(arguments: ["hour", "day", "month"]) func windowsOfTheExampleMonth(window: String) throws {
        let bench = try Bench("2026-04", after: ExampleMonth.shared.get())
        let allocation = try bench.run(
            "allocation", AllocateStage.kind,
            """
            {"bill": ["bill"], "usage": ["usage-both"],
            "sharing": [{"pool": "worker idle", "split": "usage", "window": "\(window)"}]}
            """)
        let table = try Table(allocation, .distributions, ["Pool", "Cluster", "Namespace", "Window", "EffectiveCost"])
        let costs = table.exact("EffectiveCost")
        var found: Figures = [:]
        for row in 0..<table.count where table.text("Pool")[row] == "Worker idle" {
            #expect(table.text("Window")[row] == window)
            let cluster = table.text("Cluster")[row] ?? ""
            found.add(costs[row], to: "/\(cluster)/\(table.text("Namespace")[row] ?? "residual")")
        }
        let all = try SharingSelectionTests.expected.get()
        let wanted = try #require(all[window]?.members).reduce(into: Figures()) { figures, member in
            figures["/\(member.key)"] = member.value.string.flatMap { Exact($0) }
        }
        #expect(wanted.count == 8)
        #expect(found.differences(from: wanted, tolerance: ExampleMonthTests.tolerance).isEmpty)
    }

    /// An amount of a month is given to the last digit, in parts that follow the days.
    @Test func amountsOfAMonthAreGivenExactly() throws {
        let bench = try Bench("2026-04", after: ExampleMonth.shared.get())
        let allocation = try bench.run(
            "allocation", AllocateStage.kind,
            """
            {"bill": ["bill"], "usage": ["usage-both"],
            "sharing": [{"pool": "worker idle", "cluster": "harbor-us", "split": "fixed", "window": "month",
              "amounts": {"vision": 100, "yard": 33.333333333333333333}}]}
            """)
        let table = try Table(allocation, .distributions, ["Pool", "Cluster", "Namespace", "Day", "EffectiveCost"])
        let costs = table.exact("EffectiveCost")
        var found: [String: Exact] = [:]
        var days = 0
        for row in 0..<table.count where table.text("Pool")[row] == "Worker idle" {
            guard table.text("Cluster")[row] == "harbor-us" else { continue }
            let namespace = table.text("Namespace")[row] ?? "nobody"
            found[namespace, default: .zero] = (found[namespace] ?? .zero) + costs[row]
            if namespace == "vision" { days += 1 }
        }
        #expect(found["vision"] == Exact("100") && found["yard"] == Exact("33.333333333333333333"))
        #expect(Set(found.keys) == ["vision", "yard", "nobody"] && days == 30)
    }
}

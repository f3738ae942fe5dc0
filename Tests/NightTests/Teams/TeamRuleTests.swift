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

/// Labels and teams of what namespaces receive, in the datasets and in views.
struct TeamRuleTests {
    private let bench: Bench
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        bench = try Bench("2026-06")
        try bench.run(
            "bill", IngestFocusStage.kind, #"{"source": "tiny", "files": ["Tests/Fixtures/tiny/bill-focus.csv"]}"#)
        // Of each hour, so that the last of a day counts; the order of rows says nothing.
        let labels = """
            interval_start,namespace,namespace_labels
            2026-06-10 11:00:00 +0000 UTC,mail,label_owner:post|label_app:none
            2026-06-10 10:00:00 +0000 UTC,mail,label_owner:old
            2026-06-10 11:00:00 +0000 UTC,shop,label_owner:|label_cost_centre:7
            2026-06-10 11:00:00 +0000 UTC,empty,

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

    @discardableResult private func allocate(_ teams: String, _ outside: String = "[]") throws -> Publication {
        try bench.run(
            "allocation", AllocateStage.kind,
            #"{"bill": ["bill"], "usage": ["usage"], "teams": \#(teams), "outside": \#(outside)}"#)
    }

    /// `shop/cart: team` of what namespaces receive, and the labels.
    private func rows(_ allocation: Publication, _ column: String) throws -> [String] {
        let table = try Table(allocation, .allocations, ["x_Namespace", "x_Pod", "x_AllocationPart", column])
        let rows = (0..<table.count).compactMap { row -> String? in
            guard let namespace = table.text("x_Namespace")[row] else { return nil }
            let pod = table.text("x_Pod")[row] ?? table.text("x_AllocationPart")[row] ?? ""
            return "\(namespace)/\(pod.split(separator: "-")[0]): \(table.text(column)[row] ?? "none")"
        }
        return Set(rows).sorted()
    }

    private func lines(_ allocation: Publication, _ by: String, filter: String? = nil) throws -> [String] {
        let question = ViewQuestion(keys: try ViewKey.list(by), filter: try filter.map { try ViewFilter($0) })
        let view = try AllocationView(allocation, question, job: nil, period: try #require(Month("2026-06")))
        return view.sections[0].lines.map { "\($0.values.joined(separator: "/")) \($0.costs.cost)" }
    }

    @Test func labelsOfPodsComeBeforeThoseOfNamespaces() throws {
        #expect(
            try rows(allocate("[]"), "x_Labels") == [
                #"kube-system/dns: {"app":"kube-system"}"#, #"mail/mailer: {"app":"mail","owner":"post"}"#,
                #"shop/Project tag: {"cost_centre":"7","owner":""}"#,
                #"shop/Storage: {"cost_centre":"7","owner":""}"#,
                #"shop/cart: {"app":"shop","cost_centre":"7","owner":""}"#,
            ])
    }

    @Test func theFirstRuleThatSaysATeamCounts() throws {
        let allocation = try allocate(
            """
            [{"label": "owner"}, {"namespaces": ["shop"], "cluster": "elsewhere", "team": "others"},
             {"label": "cost.centre", "namespaces": ["sh*"]}, {"team": "platform"}]
            """)
        #expect(
            try rows(allocation, "x_Team") == [
                "kube-system/dns: platform", "mail/mailer: post", "shop/Project tag: 7", "shop/Storage: 7",
                "shop/cart: 7",
            ])
        #expect(
            allocation.diagnostics.map(\.message) == [#"rule 2 of "teams" fits no namespace of the telemetry"#])
    }

    @Test func aLabelThatNobodyCarriesIsTold() throws {
        let allocation = try allocate(#"[{"label": "squad"}]"#)
        #expect(
            allocation.diagnostics.map(\.message)
                == [#"rule 1 of "teams" asks for the label "squad", which no pod and no namespace carries"#])
    }

    /// The finals of docs/allocation.md, and the tax.
    @Test func viewsByTeamAndLabelComeToTheBill() throws {
        let allocation = try allocate(
            #"[{"label": "app"}, {"namespaces": ["shop"], "team": "shop"}]"#, #"[{"split": "direct", "team": "mail"}]"#)
        let (shop, mail) = ("0.501785714285714285714287", "0.288214285714285714285713")
        #expect(
            try lines(allocation, "team").filter { !$0.hasSuffix(" 0") } == [
                "shop \(shop)", "mail 0.338214285714285714285713",
            ])
        #expect(
            try lines(allocation, "label:owner").filter { !$0.hasSuffix(" 0") } == [
                " \(shop)", "post \(mail)", "__outside__ 0.05",
            ])
        #expect(
            try lines(allocation, "label:app,label:cost.centre", filter: #"label[cost.centre]:"7" + namespace:"shop""#)
                .count == 2)
        #expect(try lines(allocation, "namespace", filter: #"team:"mail" + label[app]~:"ai""#) == ["mail \(mail)"])
    }

    @Test func theReportHasTheTeams() throws {
        try allocate(#"[{"label": "app"}]"#, #"[{"split": "percentage", "percentages": {"shop": 50, "tax <b>": 50}}]"#)
        let report = try bench.run(
            "report", ReportStage.kind, #"{"allocation": "allocation", "bills": ["bill"], "basis": "effective"}"#)
        let csv = try String(contentsOfFile: "\(report.directory)/teams.csv", encoding: .utf8)
        #expect(
            csv == """
                Currency,Team,Direct,Shared,Outside,Final,FinalRounded
                USD,shop,0.15,0.131375166889185580774367,0.025,0.306375166889185580774367,0.31
                USD,mail,0.1125,0.175714285714285714285713,0,0.288214285714285714285713,0.29
                USD,tax <b>,0,0,0.025,0.025,0.02
                USD,,0.1175,0.10291054739652870493992,0,0.22041054739652870493992,0.22

                """)
        let page = try String(contentsOfFile: "\(report.directory)/index.html", encoding: .utf8)
        #expect(page.contains("id=\"teams\"") && page.contains("tax &lt;b&gt;") && !page.contains("tax <b>"))
    }

    @Test(arguments: [
        (#"[{"namespaces": ["a"]}]"#, "D315"), (#"[{"team": "a", "label": "b"}]"#, "D315"),
        (#"[{"team": "a"}, {"label": "b"}]"#, "D316"),
        (#"[{"label": "b.c"}, {"label": "b_c", "namespaces": ["x"]}]"#, "D316"),
        (#"[{"team": "a", "namespaces": ["x", "y"]}, {"team": "b", "namespaces": ["y"], "cluster": "c"}]"#, "D316"),
    ])
    func rulesThatCannotBeMeantAreRefused(rules: String, code: String) throws {
        let error = #expect(throws: (any Error).self) { try allocate(rules) }
        let told = try #require(error as? any ReckonError)
        #expect(told.diagnostics.map(\.code.description) == [code])
    }
}

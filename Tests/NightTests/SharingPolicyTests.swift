import Allocation
import Billing
import Documents
import Kernel
import Model
import Reports
import Runner
import Telemetry
import Testing

/// Each way to share a pool, on the tiny example: platform 0.0375, worker idle 0.30, storage 0.0025, network 0.07;
/// direct costs are 0.2675 of shop and 0.1125 of mail, uses 4 to 3.
struct SharingPolicyTests {
    private static let ingested = Result {
        let bench = try Bench("2026-06")
        try bench.run(
            "bill", IngestFocusStage.kind, #"{"source": "tiny", "files": ["Tests/Fixtures/tiny/bill-focus.csv"]}"#)
        try bench.run("usage", IngestOperatorStage.kind, TinyExampleTests.usage)
        return bench
    }

    private let bench: Bench

    init() throws { bench = try Bench("2026-06", after: SharingPolicyTests.ingested.get()) }

    private func allocate(_ policies: String, platform: String? = nil) throws -> Publication {
        let namespaces = platform.map { #", "platformNamespaces": \#($0)"# } ?? ""
        return try bench.run(
            "allocation", AllocateStage.kind,
            #"{"bill": ["bill"], "usage": ["usage"], "sharing": \#(policies)\#(namespaces)}"#)
    }

    /// `Worker idle usage shop 0.12`, of every pool but those that hold nothing.
    private func rows(_ allocation: Publication, _ metric: String = "EffectiveCost") throws -> [String] {
        let table = try Table(allocation, .distributions, ["Pool", "Split", "Namespace", metric])
        let costs = table.exact(metric)
        return (0..<table.count).map { row in
            let name = table.text("Namespace")[row] ?? "nobody"
            return "\(table.text("Pool")[row] ?? ""), \(table.text("Split")[row] ?? ""), \(name): \(costs[row])"
        }
    }

    private func rows(of pool: String, _ policy: String) throws -> [String] {
        let all = try rows(allocate(#"[{"pool": "\#(pool)", \#(policy)}]"#))
        return all.filter { $0.lowercased().hasPrefix("\(pool),") }.map { row in
            String(row.drop { $0 != "," }.dropFirst(2))
        }
    }

    private func refusal(_ policies: String, platform: String? = nil) throws -> String {
        let error = #expect(throws: (any Error).self) { try allocate(policies, platform: platform) }
        let told = try #require(error as? any ReckonError)
        return told.diagnostics.map(\.description).joined(separator: "\n")
    }

    @Test func withoutAPolicyUseCounts() throws {
        #expect(
            try rows(allocate("[]")) == [
                "Platform, usage, mail: 0.016071428571428571428571",
                "Platform, usage, shop: 0.021428571428571428571429",
                "Worker idle, usage, mail: 0.128571428571428571428571",
                "Worker idle, usage, shop: 0.171428571428571428571429",
                "Storage, usage, mail: 0.001071428571428571428571",
                "Storage, usage, shop: 0.001428571428571428571429",
                "Network, usage, mail: 0.03", "Network, usage, shop: 0.04",
            ])
    }

    @Test func usageAmongSomeNamespaces() throws {
        #expect(try rows(of: "network", #""split": "usage", "namespaces": ["sh?p"]"#) == ["usage, shop: 0.07"])
    }

    /// 0.30 x 2675 / 3800 and 0.30 x 1125 / 3800.
    @Test func directCostIsAWeight() throws {
        #expect(
            try rows(of: "worker idle", #""split": "cost""#) == [
                "cost, mail: 0.088815789473684210526316", "cost, shop: 0.211184210526315789473684",
            ])
    }

    @Test func evenPartsGoToAllThatWereSeen() throws {
        #expect(try rows(of: "network", #""split": "even""#) == ["even, mail: 0.035", "even, shop: 0.035"])
    }

    @Test func percentagesAreFollowedExactly() throws {
        #expect(
            try rows(of: "platform", #""split": "percentage", "percentages": {"shop": 62.5, "mail": 37.5}"#) == [
                "percentage, mail: 0.0140625", "percentage, shop: 0.0234375",
            ])
    }

    /// Amounts are EffectiveCost; the other costs follow in proportion. Billed, the node's 0.60 is 0.80.
    @Test func amountsLeaveTheRestBehind() throws {
        let policy = #"[{"pool": "worker idle", "split": "fixed", "amounts": {"shop": 0.05, "mail": 0.1}}]"#
        let allocation = try allocate(policy)
        #expect(
            try rows(allocation)[2...4] == [
                "Worker idle, fixed, nobody: 0.15", "Worker idle, fixed, mail: 0.1", "Worker idle, fixed, shop: 0.05",
            ])
        #expect(
            try rows(allocation, "BilledCost")[2...4] == [
                "Worker idle, fixed, nobody: 0.2", "Worker idle, fixed, mail: 0.133333333333333333333333",
                "Worker idle, fixed, shop: 0.066666666666666666666667",
            ])
    }

    @Test func amountsNeverGiveMoreThanThereIs() throws {
        #expect(
            try rows(of: "worker idle", #""split": "fixed", "amounts": {"shop": 12.50, "mail": 25}"#) == [
                "fixed, mail: 0.2", "fixed, shop: 0.1",
            ])
    }

    @Test func whatIsKeptStaysInThePool() throws {
        let allocation = try allocate(#"[{"pool": ["worker idle", "network"], "split": "keep"}]"#)
        #expect(
            try rows(allocation).filter { $0.contains("nobody") } == [
                "Worker idle, keep, nobody: 0.3", "Network, keep, nobody: 0.07",
            ])
        let residual = allocation.facts["bridges"]?.array?.first?["lines"]?.array?.last
        #expect(residual?["line"]?.string == "residual" && residual?["EffectiveCost"]?.string == "0.37")
    }

    @Test func theFirstPolicyThatFitsCounts() throws {
        let allocation = try allocate(
            """
            [{"pool": "network", "cluster": "elsewhere", "split": "even"},
             {"pool": "network", "cluster": "tiny", "split": "usage", "namespaces": ["mail"]},
             {"pool": ["storage", "platform"], "split": "keep"}]
            """)
        #expect(
            try rows(allocation).suffix(2) == ["Storage, keep, nobody: 0.0025", "Network, usage, mail: 0.07"])
        #expect(
            allocation.diagnostics.map(\.description) == [
                """
                warning[D314]: policy 1 of "sharing" never applies: no cluster "elsewhere" is in the telemetry
                  hint: compare its names with those of the bill and the telemetry
                """
            ])
    }

    @Test func theResultKeepsItsPolicies() throws {
        let allocation = try allocate(
            """
            [{"pool": "network", "cluster": "tiny", "split": "fixed", "amounts": {"shop": 12.50}, "why": "a contract"},
             {"pool": ["platform", "storage"], "split": "percentage", "percentages": {"shop": 60, "mail": 40}}]
            """)
        let sharing = try #require(allocation.facts["sharing"]?.array)
        #expect(sharing[0]["amounts"]?["shop"]?.string == "12.5" && sharing[0]["why"]?.string == "a contract")
        #expect(sharing[0]["split"]?.string == "fixed" && sharing[0]["cluster"]?.string == "tiny")
        #expect(sharing[1]["pools"]?.array?.map(\.string) == ["platform", "storage"])
        #expect(sharing[1]["percentages"]?["mail"]?.string == "40")
    }

    @Test(arguments: [
        (#""split": "usage", "namespaces": ["shpo"]"#, "fits no namespace; its pools stay as a residual"),
        (#""split": "even", "namespaces": ["kube-*"]"#, "fits no namespace; its pools stay as a residual"),
    ])
    func patternsThatFitNobodyLeaveAResidualAndAreSaid(policy: String, problem: String) throws {
        let allocation = try allocate(#"[{"pool": "network", \#(policy)}]"#)
        #expect(try rows(allocation).last?.hasSuffix("nobody: 0.07") == true)
        #expect(allocation.diagnostics.map(\.message) == [#"policy 1 of "sharing" \#(problem)"#])
    }

    @Test func thePartOfANameThatIsUnknownStaysBehind() throws {
        let allocation = try allocate(
            #"[{"pool": "network", "split": "percentage", "percentages": {"shpo": 10, "shop": 50, "mail": 40}}]"#)
        #expect(
            try rows(allocation).suffix(3) == [
                "Network, percentage, nobody: 0.007", "Network, percentage, mail: 0.028",
                "Network, percentage, shop: 0.035",
            ])
        #expect(
            allocation.diagnostics.map(\.message) == [
                #"policy 1 of "sharing" names a namespace that telemetry never saw: "shpo" in cluster "tiny"; its part stays as a residual"#
            ])
    }

    @Test(arguments: [
        (#""shop": 99.999"#, "99.999"), (#""shop": 0"#, "0"),
        (#""shop": 60, "mail": 40.000000000001"#, "100.000000000001"),
        (#""shop": 100, "mail": 100"#, "200"),
    ])
    func percentagesSumToExactlyAHundred(percentages: String, sum: String) throws {
        let message = try refusal(#"[{"pool": "network", "split": "percentage", "percentages": {\#(percentages)}}]"#)
        #expect(
            message == """
                options:1:110: error[D311]: the percentages sum to \(sum), expected exactly 100
                  hint: give the rest to a namespace, or use "split": "usage" with "namespaces"
                """)
    }

    @Test(arguments: [
        #"[{"pool": "network", "split": "keep"}, {"pool": "network", "split": "even"}]"#,
        #"[{"pool": "network", "split": "keep"}, {"pool": ["storage", "network"], "split": "even"}]"#,
        #"[{"pool": "network", "split": "keep"}, {"pool": "network", "cluster": "tiny", "split": "even"}]"#,
        #"[{"pool": "network", "cluster": "tiny", "split": "keep"}, {"pool": "network", "cluster": "tiny", "split": "even"}]"#,
        #"[{"pool": "network", "split": "even", "of": {"services": ["a"]}}, {"pool": "network", "split": "keep", "priority": 1}]"#,
        #"[{"pool": "network", "split": "even", "of": {"tags": {"a": "b"}}}, {"pool": "network", "split": "keep", "of": {"tags": {"a": "b"}}}]"#,
    ])
    func aPolicyThatCanNeverApplyIsRefused(policies: String) throws {
        let message = try refusal(policies)
        #expect(
            message.contains("error[D312]: an earlier policy shares the pool 'network' already, so this one would"))
    }

    @Test func platformNamespacesCannotReceive() throws {
        let policy = #"[{"pool": "network", "split": "fixed", "amounts": {"kube-system": 1}}]"#
        #expect(
            try refusal(policy).contains("error[D313]: 'kube-system' is a platform namespace and cannot receive"))
        let allocation = try allocate(policy, platform: "[]")
        #expect(try rows(allocation).last == "Network, fixed, kube-system: 0.07")
    }

    @Test(arguments: [
        #"[{"pool": "netwrok", "split": "keep"}]"#, #"[{"pool": [], "split": "keep"}]"#, #"[{"pool": "network"}]"#,
        #"[{"pool": "network", "split": "evenly"}]"#, #"[{"split": "keep"}]"#,
        #"[{"pool": ["network", "network"], "split": "keep"}]"#,
        #"[{"pool": "network", "split": "even", "percentages": {"shop": 100}}]"#,
        #"[{"pool": "network", "split": "keep", "namespaces": ["shop"]}]"#,
        #"[{"pool": "network", "split": "percentage"}]"#,
        #"[{"pool": "network", "split": "percentage", "percentages": {}}]"#,
        #"[{"pool": "network", "split": "percentage", "percentages": {"shop": 120, "mail": -20}}]"#,
        #"[{"pool": "network", "split": "fixed", "amounts": {"shop": -1}}]"#,
        #"[{"pool": "network", "split": "fixed", "amounts": {"shop": "12.50"}}]"#,
        #"[{"pool": "network", "split": "fixed", "amounts": {"shop": 1e30}}]"#,
        #"[{"pool": "network", "split": "usage", "namespaces": []}]"#,
        #"[{"pool": "network", "split": "usage", "namespaces": [""]}]"#,
        #"[{"pool": "network", "split": "cost", "window": "hour"}]"#,
        #"[{"pool": "network", "split": "even", "window": "hour"}]"#,
        #"[{"pool": "network", "split": "fixed", "amounts": {"shop": 1}, "window": "hour"}]"#,
        #"[{"pool": "network", "split": "keep", "window": "month"}]"#,
        #"[{"pool": "network", "split": "usage", "window": "week"}]"#,
        #"[{"pool": "network", "split": "keep", "of": {"service": ["x"]}}]"#,
        #"[{"pool": "network", "split": "keep", "of": {"services": []}}]"#,
        #"[{"pool": "network", "split": "keep", "priority": 1.5}]"#,
        #"[{"pool": "network", "split": "percentage", "percentages": {"shop": 100}, "labels": {"a": "b"}}]"#,
    ])
    func unfitOptionsAreRefused(policies: String) throws {
        #expect(try refusal(policies).hasPrefix("options:1:"))
    }

    /// Who is the platform decides what is direct, who receives, and what the report and its check show.
    @Test func platformNamespacesAreChosen() throws {
        let allocation = try allocate("[]", platform: #"["m?il", "kube-*"]"#)
        #expect(
            try rows(allocation) == [
                "Platform, usage, shop: 0.15", "Worker idle, usage, shop: 0.3", "Storage, usage, shop: 0.0025",
                "Network, usage, shop: 0.07",
            ])
        let lines = allocation.facts["bridges"]?.array?.first?["lines"]?.array ?? []
        let costs = lines.map { "\($0["line"]?.string ?? "") \($0["EffectiveCost"]?.string ?? "")" }
        #expect(costs.contains("direct 0.2675") && costs.contains("shared 0.15") && costs.contains("allocated 0.79"))
        let report = try bench.run("report", ReportStage.kind, #"{"allocation": "allocation", "bills": ["bill"]}"#)
        let table = try PublishedCSV("\(report.directory)/namespaces.csv")
        #expect(try table.rows.map { try table.value("Namespace", $0) } == ["shop"])
        let page = String(decoding: try FileSystem.read("\(report.directory)/index.html"), as: UTF8.self)
        #expect(page.contains("m.il|kube-.*"))
    }
}

import Allocation
import Billing
import Documents
import Kernel
import Model
import Reports
import Runner
import Telemetry
import Testing

/// Each way to part what is outside of clusters, on the tiny example's tax of 0.05. The pods of shop cost 0.15 and those
/// of mail 0.1125; what platform namespaces cost is in a pool.
struct OutsideRuleTests {
    private static let ingested = Result {
        let bench = try Bench("2026-06")
        try bench.run(
            "bill", IngestFocusStage.kind, #"{"source": "tiny", "files": ["Tests/Fixtures/tiny/bill-focus.csv"]}"#)
        try bench.run("usage", IngestOperatorStage.kind, TinyExampleTests.usage)
        return bench
    }

    private let bench: Bench

    init() throws { bench = try Bench("2026-06", after: OutsideRuleTests.ingested.get()) }

    private func allocate(_ rules: String) throws -> Publication {
        try bench.run(
            "allocation", AllocateStage.kind,
            #"{"bill": ["bill"], "usage": ["usage"], "teams": [{"label": "app"}], "outside": \#(rules)}"#)
    }

    /// `shop 0.03` of each piece outside.
    private func pieces(_ allocation: Publication, _ metric: String = "EffectiveCost") throws -> [String] {
        let table = try Table(allocation, .allocations, ["x_AllocationPart", "x_Team", metric])
        let costs = table.exact(metric)
        return (0..<table.count).filter { table.text("x_AllocationPart")[$0] == "Outside" }
            .map { "\(table.text("x_Team")[$0] ?? "nobody") \(costs[$0])" }
    }

    private func refusal(_ rules: String) throws -> String {
        let error = #expect(throws: (any Error).self) { try allocate(rules) }
        let told = try #require(error as? any ReckonError)
        return told.diagnostics.map(\.description).joined(separator: "\n")
    }

    @Test(arguments: [
        (#""split": "direct", "team": "finance""#, ["finance 0.05"]),
        (#""split": "percentage", "percentages": {"b": 37.5, "a": 62.5}"#, ["a 0.03125", "b 0.01875"]),
        (#""split": "percentage", "percentages": {"b": 0, "a": 100}"#, ["a 0.05"]),
        (
            #""split": "even", "teams": ["c", "a", "b"]"#,
            ["a 0.016666666666666666666667", "b 0.016666666666666666666667", "c 0.016666666666666666666666"]
        ),
        (#""split": "fixed", "amounts": {"b": 0.02, "a": 0.01}"#, ["nobody 0.02", "a 0.01", "b 0.02"]),
        (#""split": "fixed", "amounts": {"b": 0.3, "a": 0.1}"#, ["a 0.0125", "b 0.0375"]),
        (#""split": "fixed", "amounts": {"b": 0.01, "a": 0.01}, "per": "day""#, ["nobody 0.03", "a 0.01", "b 0.01"]),
        (#""split": "fixed", "amounts": {"a": 0}"#, ["nobody 0.05"]),
        (#""split": "cost""#, ["mail 0.021428571428571428571429", "shop 0.028571428571428571428571"]),
        (#""split": "cost", "teams": ["m*"]"#, ["mail 0.05"]),
        // No pod was seen on the day of the tax.
        (#""split": "cost", "teams": ["m*"], "per": "day""#, ["nobody 0.05"]),
        (#""split": "cost", "teams": ["other"]"#, ["nobody 0.05"]),
        (#""split": "keep""#, ["nobody 0.05"]),
    ])
    func chargesArePartedByTheRule(rule: String, expected: [String]) throws {
        #expect(try pieces(allocate("[{\(rule)}]")) == expected)
    }

    @Test(arguments: [
        (#""categories": ["Tax"]"#, true), (#""categories": ["Credit"]"#, false),
        (#""services": ["Amazon *"], "categories": ["T?x"]"#, true), (#""services": ["Amazon"]"#, false),
        (#""accounts": ["1", "900000000002"]"#, true), (#""regions": ["us-*"]"#, false),
        (#""providers": ["AWS"], "regions": ["eu-west-1"]"#, true), (#""resources": ["i-*"]"#, false),
        (#""tags": {"team": "*"}"#, false),
    ])
    func allConditionsMustHold(conditions: String, fits: Bool) throws {
        let allocation = try allocate(#"[{"split": "direct", "team": "a", \#(conditions)}]"#)
        #expect(try pieces(allocation) == [fits ? "a 0.05" : "nobody 0.05"])
        #expect(
            allocation.diagnostics.map(\.message)
                == (fits ? [] : [#""rule 1" of "outside" fits no charge that is left to it"#]))
    }

    @Test func theFirstRuleThatFitsCounts() throws {
        let allocation = try allocate(
            """
            [{"split": "tag", "tag": "team"}, {"split": "direct", "team": "finance", "categories": ["Tax"], "name": "tax"},
             {"split": "direct", "team": "rest"}]
            """)
        #expect(try pieces(allocation) == ["finance 0.05"])
        #expect(allocation.diagnostics.map(\.message).count == 2)
        let table = try Table(allocation, .allocations, ["x_AllocatedMethodDetails", "x_AllocatedMethodId", "x_Team"])
        let row = try #require((0..<table.count).first { table.text("x_Team")[$0] == "finance" })
        #expect(
            table.text("x_AllocatedMethodDetails")[row]
                == #"{"Elements":[{"AllocatedRatio":1}],"x_Kind":"Outside","x_Rule":"tax"}"#)
        #expect(table.text("x_AllocatedMethodId")[row] == "outside-rules/v1")
    }

    @Test func theResultKeepsItsRules() throws {
        let allocation = try allocate(
            """
            [{"split": "fixed", "amounts": {"a": 1.50}, "per": "day", "services": ["S*"], "tags": {"env": "p*"},
              "name": "support", "why": "a contract"}]
            """)
        let rule = try #require(allocation.facts["outside"]?.array?.first)
        #expect(
            String(decoding: PrettyJSON.line(JSONOut(rule)), as: UTF8.self)
                == #"{"name":"support","split":"fixed","services":["S*"],"tags":{"env":"p*"},"amounts":{"a":"1.5"},"per":"day","why":"a contract"}"#
        )
    }

    @Test(arguments: [
        (#"{"split": "percentage", "percentages": {"a": 99}}"#, "D311"),
        (#"{"split": "keep"}, {"split": "direct", "team": "a", "services": ["x"]}"#, "D316"),
        (
            #"{"split": "direct", "team": "a", "services": ["x"], "name": "n"}, {"split": "keep", "name": "n"}"#,
            "D317"
        ),
    ])
    func rulesThatCannotBeMeantAreRefused(rules: String, code: String) throws {
        #expect(try refusal("[\(rules)]").contains("error[\(code)]"))
    }
}

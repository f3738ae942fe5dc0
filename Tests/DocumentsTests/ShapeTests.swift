import Kernel
import Testing

@testable import Documents

struct ShapeTests {
    @Test func acceptsAValidJob() throws {
        let job = try SampleShapes.job.read(parse(SampleShapes.validJob))
        #expect(job["stages"]?.array?.count == 3)
    }

    @Test func fillsInDefaultsAtEveryDepth() throws {
        let job = try SampleShapes.job.read(parse(SampleShapes.validJob))
        let stages = try #require(job["stages"]?.array)
        #expect(text(stages[0]["retry"]) == #"{"attempts":5,"jitter":0.125,"backoffSeconds":30}"#)
        #expect(text(stages[0]["options"]?["compression"]) == #""gzip""#)
        #expect(text(stages[1]["options"]) == #"{"weights":{"web":1.5,"data":2},"strict":true}"#)
        #expect(
            text(stages[2])
                == #"{"id":"print","use":"report","retry":{"attempts":3,"backoffSeconds":30,"jitter":0},"options":{}}"#)
        #expect(stages[2]["retry"]?["attempts"]?.place == stages[2].place)
        #expect(job["seed"] == nil)
    }

    /// So that a digest of the completed job does not tell whether a default was written out.
    @Test func sayingADefaultChangesNothing() throws {
        let short = #"{"id": "a", "stages": [{"use": "report", "id": "x"}]}"#
        let long = """
            {"offset": 0, "stages": [{"options": {}, "id": "x", "retry": {"jitter": 0.0, "attempts": 3}, "use": "report"}],
             "id": "a", "destinations": []}
            """
        let digests = try [short, long].map { try CanonicalJSON.text(JSONOut(SampleShapes.job.read(parse($0)))) }
        #expect(digests[0] == digests[1])
    }

    @Test func tablesHaveNoMistakes() { #expect(ShapeAudit.findings(SampleShapes.job) == []) }

    @Test func auditFindsMistakesInTables() {
        let shape = ObjectShape(
            "bad", "a table with mistakes.",
            [
                .required("a", .boolean, ""), .required("a", .boolean, "twice"),
                .optional("b", .integer(1...3), default: 4, "default outside"),
                .optional("c", .oneOf(["x", "x"]), "twice"),
                .optional("d", .either([.text(), .identifier]), "same type"),
            ])
        #expect(
            ShapeAudit.findings(shape) == [
                "bad.a: there is no summary", "bad.a: the key is declared twice",
                "bad.b: the default is refused: bad.b 4 is outside 1-3", "bad.c: a value is listed twice",
                "bad.d: alternatives have the same JSON type", "bad: the summary ends with a full stop",
            ])
    }

    @Test(arguments: [
        ("satges", "stages"), ("Stages", "stages"), ("stage", "stages"), ("tenant", "tenants"), ("id_", "id"),
        ("sheduel", "schedule"), ("destinatoins", "destinations"),
    ])
    func proposesTheNearestName(typed: String, meant: String) {
        #expect(NearestName.of(typed, among: SampleShapes.job.fields.map(\.key)) == meant)
    }

    @Test(arguments: ["", "x", "zz", "offsetting", "cron", String(repeating: "s", count: 5000)])
    func proposesNothingFarAway(typed: String) {
        #expect(NearestName.of(typed, among: SampleShapes.job.fields.map(\.key)) == nil)
    }

    @Test func everyCodeIsExplainedOnce() {
        #expect(Set(DocumentCode.allCases.map(\.explanation)).count == DocumentCode.allCases.count)
        #expect(DocumentCode.allCases.allSatisfy { !$0.explanation.hasSuffix(".") && !$0.explanation.isEmpty })
        #expect(DocumentCode.outsideRange.code.description == "J104")
    }

    private func text(_ node: JSONNode?) -> String {
        node.map { String(decoding: PrettyJSON.line(JSONOut($0)), as: UTF8.self) } ?? "none"
    }
}

import Kernel
import Testing

@testable import Documents

/// The exact text of what a user reads about a document of the wrong shape.
struct ShapeMessageTests {
    @Test(arguments: [
        (#"[]"#, "job.json:1:1: error[J103]: expected an object for the job, found an array"),
        (#"{"id": "a"}"#, "job.json:1:1: error[J102]: missing key \"stages\" in the job\n  hint: the steps in order"),
        (
            #"{"id": "a", "satges": []}"#,
            "job.json:1:13: error[J101]: unknown key \"satges\" in the job\n  hint: did you mean \"stages\"?"
        ),
        (
            #"{"id": 5, "stages": [{"id": "x", "use": "report"}]}"#,
            "job.json:1:8: error[J103]: expected a string for id, found a number\n  hint: write it in quotes: \"5\""
        ),
        (
            #"{"id": "Nightly Run", "stages": [{"id": "x", "use": "report"}]}"#,
            "job.json:1:8: error[J106]: id \"Nightly Run\" is not an identifier\n  hint: expected \(IdentifierRule.description)"
        ),
        (
            #"{"id": "a", "stages": []}"#,
            "job.json:1:23: error[J107]: stages has 0 elements, expected 1-20"
        ),
    ])
    func saysAboutTheJob(source: String, expected: String) {
        #expect(findings(source) == expected)
    }

    /// Each text is the value of `stages`' only element.
    @Test(arguments: [
        (
            #"{"id": "x", "use": "ingest-fokus"}"#,
            "error[J105]: stages[0].use \"ingest-fokus\" is not one of the allowed values\n  hint: did you mean \"ingest-focus\"? allowed: \"ingest-focus\", \"allocate\", \"report\""
        ),
        (
            #"{"id": "x"}"#,
            "error[J102]: missing key \"use\" in stages[0]\n  hint: one of \"ingest-focus\", \"allocate\", \"report\": which stage runs"
        ),
        (
            #"{"id": "x", "use": 1}"#,
            "error[J103]: expected a string for stages[0].use, found a number\n  hint: write it in quotes: \"1\""
        ),
        (
            #"{"id": "x", "use": "ingest-focus"}"#,
            "error[J102]: missing key \"options\" in stages[0]\n  hint: it holds \"source\", \"month\": settings of the stage"
        ),
        (
            #"{"id": "x", "use": "report", "options": {"format": "html"}}"#,
            "error[J101]: unknown key \"format\" in stages[0].options\n  hint: no keys are allowed here"
        ),
        (
            #"{"id": "x", "use": "report", "tries": 3}"#,
            "error[J101]: unknown key \"tries\" in stages[0]\n  hint: allowed: \"use\", \"id\", \"retry\", \"options\""
        ),
        (
            #"{"id": "x", "use": "allocate", "options": {"strict": "true"}}"#,
            "error[J103]: expected true or false for stages[0].options.strict, found a string\n  hint: write it without quotes: true"
        ),
        (
            #"{"id": "x", "use": "allocate", "options": {"strict": null}}"#,
            "error[J103]: expected true or false for stages[0].options.strict, found null\n  hint: leave the key out instead of writing null"
        ),
        (
            #"{"id": "x", "use": "allocate", "options": {"weights": {"Web": 1}}}"#,
            "error[J109]: a key of stages[0].options.weights \"Web\" is not an identifier\n  hint: expected \(IdentifierRule.description)"
        ),
        (
            #"{"id": "x", "use": "allocate", "options": {"weights": {"web": -0.5}}}"#,
            "error[J104]: stages[0].options.weights[\"web\"] -0.5 is outside 0 to 1000000"
        ),
        (
            #"{"id": "x", "use": "allocate", "options": {"weights": {}}}"#,
            "error[J107]: stages[0].options.weights has 0 keys, expected 1-50"
        ),
        (
            #"{"id": "x", "use": "report", "retry": {"attempts": 11}}"#,
            "error[J104]: stages[0].retry.attempts 11 is outside 0-10"
        ),
        (
            #"{"id": "x", "use": "report", "retry": {"attempts": 1e30}}"#,
            "error[J104]: stages[0].retry.attempts 1e30 is outside 0-10"
        ),
        (
            #"{"id": "x", "use": "report", "retry": {"attempts": 1.5}}"#,
            "error[J103]: expected an integer for stages[0].retry.attempts, found 1.5"
        ),
        (
            #"{"id": "x", "use": "report", "retry": {"attempts": "3"}}"#,
            "error[J103]: expected an integer for stages[0].retry.attempts, found a string\n  hint: write it without quotes: 3"
        ),
        (
            #"{"id": "x", "use": "report", "retry": {"jitter": 0.1234}}"#,
            "error[J110]: stages[0].retry.jitter 0.1234 has more than 3 decimals"
        ),
        (
            #"{"id": "x", "use": "report", "retry": {"jitter": 0.0000000000000000000000001}}"#,
            "error[J110]: stages[0].retry.jitter 0.0000000000000000000000001 has more than 3 decimals"
        ),
        (
            #"{"id": "x", "use": "ingest-focus", "options": {"source": "s", "month": "2026-13"}}"#,
            "error[J106]: stages[0].options.month \"2026-13\" is not a month\n  hint: expected a year and a month such as 2026-04"
        ),
        (
            #"{"id": "x", "use": "ingest-focus", "options": {"source": "s", "month": "2026-04", "files": "a.csv"}}"#,
            "error[J103]: expected an array for stages[0].options.files, found a string\n  hint: one element is an array too: [...]"
        ),
        (
            #"{"id": "x", "use": "ingest-focus", "options": {"source": "s", "month": "2026-04", "files": ["a", "b", "a"]}}"#,
            "error[J108]: stages[0].options.files[2] repeats \"a\"\n  hint: the first is at line 1"
        ),
    ])
    func saysAboutAStage(stage: String, expected: String) {
        #expect(withoutPlaces(findings(#"{"id": "a", "stages": ["# + stage + "]}")) == expected)
    }

    /// Each text is one more member of a job that is valid without it.
    @Test(arguments: [
        (#""schedule": 5"#, "error[J103]: expected a string or an object for schedule, found a number"),
        (#""schedule": {"nth": 24}"#, "error[J104]: schedule.nth 24 is outside 1-23"),
        (#""schedule": "daily""#, "error[J107]: schedule has 5 characters, expected 9-200"),
        (
            #""schedule": "0 2 * * \u0000""#,
            "error[J106]: schedule holds the character U+0000\n  hint: take \\u0000 out"
        ),
        (#""offset": -6"#, "error[J104]: offset -6 is outside -5 to 5"),
        (
            #""seed": 9223372036854775808"#,
            "error[J104]: seed 9223372036854775808 is outside the range of 64-bit integers"
        ),
        (
            #""destinations": [{"kind": "fodler", "path": "/x"}]"#,
            "error[J105]: destinations[0].kind \"fodler\" is not one of the allowed values\n  hint: did you mean \"folder\"? allowed: \"folder\", \"bucket\""
        ),
        (
            #""destinations": [{"kind": "folder"}]"#,
            "error[J102]: missing key \"path\" in destinations[0]\n  hint: the folder"
        ),
        (
            #""destinations": [{"kind": "folder", "path": "/x", "bucket": "b"}]"#,
            "error[J101]: unknown key \"bucket\" in destinations[0]\n  hint: allowed: \"kind\", \"label\", \"path\""
        ),
        (
            #""destinations": [{"kind": "bucket", "bucket": "\ud83d\ude00\u001b[31m"}]"#, "no error"
        ),
        (
            #""tenants": ["\u202eemca\u001b[31m"]"#,
            "error[J106]: tenants[0] \"\\u{202e}emca\\u{1b}[31m\" is not an identifier\n  hint: expected \(IdentifierRule.description)"
        ),
    ])
    func saysAboutAMember(member: String, expected: String) {
        let source = #"{"id": "a", "stages": [{"id": "x", "use": "report"}], "# + member + "}"
        #expect(withoutPlaces(findings(source)) == expected)
    }

    @Test func reportsEverythingAtOnceInTheOrderOfTheFile() {
        let source = """
            {
              "id": "Nightly",
              "stages": [
                { "id": "read", "use": "ingest-focus", "options": { "sorce": "aws", "month": "April" } },
                { "id": "read", "use": "allocat" },
                { "use": "report", "retry": { "attempts": -1 } }
              ],
              "ofset": 1
            }
            """
        #expect(
            findings(source).split(separator: "\n").filter { !$0.hasPrefix("  ") } == [
                "job.json:2:9: error[J106]: id \"Nightly\" is not an identifier",
                "job.json:4:57: error[J101]: unknown key \"sorce\" in stages[0].options",
                "job.json:4:82: error[J106]: stages[0].options.month \"April\" is not a month",
                "job.json:5:13: error[J108]: stages[1].id repeats \"read\"",
                "job.json:5:28: error[J105]: stages[1].use \"allocat\" is not one of the allowed values",
                "job.json:6:5: error[J102]: missing key \"id\" in stages[2]",
                "job.json:6:47: error[J104]: stages[2].retry.attempts -1 is outside 0-10",
                "job.json:8:3: error[J101]: unknown key \"ofset\" in the job",
            ])
    }

    @Test func keepsOutAValueThatMayBeASecret() {
        let reference = NamedText(
            "a secret reference", "env:NAME or file:PATH", pattern: "^(env|file):.+$", quotesValue: false
        ) { $0.hasPrefix("env:") || $0.hasPrefix("file:") }
        let shape = ObjectShape("source", "a source", [.required("token", .string(.named(reference)), "access token")])
        #expect(
            message { try shape.read(parse(#"{"token": "sk_live_1234"}"#)) } == """
                job.json:1:11: error[J106]: token is not a secret reference
                  hint: expected env:NAME or file:PATH
                """)
    }

    @Test func reportsABoundedNumberOfFindings() throws {
        let keys = (0..<5000).map { "\"k\($0)\": 0" }.joined(separator: ",")
        let text = findings("{\(keys)}")
        #expect(text.split(separator: "\n").count { $0.hasPrefix("job.json") } == ShapeValidator.findingLimit)
    }

    private func findings(_ source: String) -> String { message { try SampleShapes.job.read(parse(source)) } }

    private func withoutPlaces(_ text: String) -> String {
        guard let start = text.ranges(of: "error[").first else { return text }
        return String(text[start.lowerBound...])
    }
}

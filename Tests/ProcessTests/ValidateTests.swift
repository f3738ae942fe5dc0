import TestSupport
import Testing

extension ProgramTests {
    /// Mistakes in job files are shown all at once, each with its line and column.
    @Suite struct Validate {
        @Test func aGoodJobIsGood() throws {
            let project = try Project("valid", job: Project.tiny)
            let answer = try project.run("validate")
            #expect(answer.exit == 0)
            #expect(answer.out == "Jobs/night.json: 5 stages, good\n")
            #expect(answer.err.isEmpty)
        }

        @Test func theJobsOfThisRepositoryAreGood() throws {
            let answer = try Reckon.run(["validate"], in: Checkout.root)
            #expect(answer.exit == 0, "\(answer.err)")
        }

        @Test func allMistakesAreShownAtOnce() throws {
            let project = try Project("invalid", job: Project.tiny)
            try project.folder.write(
                """
                {
                  "job": "night",
                  "tenant": "nobody",
                  "sumary": "a job with mistakes",
                  "stages": [
                    {"id": "bill", "use": "ingest-focis", "options": {"source": "Bill One", "files": ["a.csv"]}},
                    {"id": "usage", "use": "ingest-operator", "options": {"clusters": [{"id": "c", "podUsages": ["p"]}]}},
                    {"id": "usage", "use": "allocate", "options": {"bill": [], "usage": ["usage"], "resource": "gpu"}},
                    {"id": "report", "use": "report", "options": {"allocation": "x", "bills": ["bill"], "basis": 3}}
                  ]
                }

                """, to: "Jobs/night.json")
            let answer = try project.run("validate")
            #expect(answer.exit == 78)
            #expect(answer.out.isEmpty)
            let ingests = #""ingest-focus", "ingest-operator", "ingest-prometheus", "ingest-opencost""#
            let kinds = #"allowed: \#(ingests), "allocate", "export-focus", "report""#
            #expect(
                answer.err == """
                    Jobs/night.json:4:3: error[J101]: unknown key "sumary" in the job
                      hint: did you mean "summary"?
                    Jobs/night.json:6:27: error[J105]: stages[0].use "ingest-focis" is not one of the allowed values
                      hint: did you mean "ingest-focus"? \(kinds)
                    Jobs/night.json:7:84: error[J101]: unknown key "podUsages" in stages[1].options.clusters[0]
                      hint: did you mean "podUsage"?
                    Jobs/night.json:8:12: error[J108]: stages[2].id repeats "usage"
                      hint: the first is at line 7
                    Jobs/night.json:8:60: error[J107]: stages[2].options.bill has 0 elements, expected 1-100
                    Jobs/night.json:8:96: error[J105]: stages[2].options.resource "gpu" is not one of the allowed values
                      hint: did you mean "cpu"? allowed: "cpu", "memory", "blend"
                    Jobs/night.json:9:98: error[J103]: expected a string for stages[3].options.basis, found a number
                      hint: write it in quotes: "3"

                    """)
        }

        @Test func namesThatLeadNowhereAreFound() throws {
            let project = try Project("lost", job: Project.tiny)
            try project.folder.write(
                """
                {"job": "other", "tenant": "nobody", "stages": [
                  {"id": "allocation", "use": "allocate", "options": {"bill": ["bil"], "usage": ["later"]}},
                  {"id": "later", "use": "export-focus", "options": {"allocation": "allocation"}}
                ]}

                """, to: "Jobs/night.json")
            let answer = try project.run("validate", "night")
            #expect(answer.exit == 78)
            #expect(
                answer.err == """
                    Jobs/night.json:1:9: error[J202]: the file of job 'night' says it is job 'other'
                      hint: write "job": "night", or rename the file
                    Jobs/night.json:1:28: error[J203]: there is no tenant 'nobody'
                      hint: add Config/tenants/nobody.json
                    Jobs/night.json:2:64: error[J204]: no stage above this one is called 'bil'
                      hint: put a stage that publishes cost_lines above it
                    Jobs/night.json:2:82: error[J204]: no stage above this one is called 'later'
                      hint: put a stage that publishes usage_hours above it

                    """)
        }

        /// A stage that is refused by itself is still there for those that read it.
        @Test func aRefusedStageIsNotSaidToBeMissing() throws {
            let project = try Project("cascade", job: Project.tiny)
            try project.write(
                #"{"id": "a", "use": "ingest-focus", "options": {"source": "x", "files": ["in/{month}.csv"]}},"#
                    + "\n"
                    + #"{"id": "b", "use": "allocate", "options": {"bill": ["a"], "usage": ["c"]}}"#)
            let answer = try project.run("validate")
            #expect(answer.exit == 78)
            #expect(answer.err.contains("error[J207]"))
            #expect(!answer.err.contains("called 'a'"))
            #expect(answer.err.contains("called 'c'"))
        }

        /// Not only when the night comes; and a key that stands there is not shown.
        @Test func placesThatCannotHoldADeliveryAreFound() throws {
            let project = try Project("places", job: Project.tiny)
            func stage(_ id: String, _ location: String) -> String {
                #"{"id": "\#(id)", "use": "ingest-focus", "options": {"source": "a", "delivery": "#
                    + #"{"layout": "folder", "location": "\#(location)"}}}"#
            }
            try project.write(
                [stage("a", "s3://AKIAHUSH:hush@bills/x"), stage("b", "s3:/bills/x"), stage("c", "http://127.0.0.1/x")]
                    .joined(separator: ",\n"))
            let answer = try project.run("validate")
            #expect(answer.exit == 78)
            #expect(!answer.err.contains("hush"))
            let errors = answer.err.split(separator: "\n").filter { !$0.hasPrefix("  ") }
            #expect(
                errors == [
                    "Jobs/night.json:2:108: error[W102]: the location holds what could be a password, a key or a signature, and is not shown",
                    "Jobs/night.json:3:108: error[W101]: the location has no // after \"s3:\"",
                    "Jobs/night.json:4:108: error[W101]: the location begins with \"http://\"",
                ], "\(answer.err)")
        }

        @Test func stagesAndPathsThatCannotBeMeantAreFound() throws {
            let project = try Project("unmeant", job: Project.tiny)
            try project.folder.write(
                """
                {"job": "night", "tenant": "unmeant", "stages": [
                  {"id": "bill", "use": "ingest-focus", "options": {"source": "a", "files": ["in/bill.csv"]}},
                  {"id": "more", "use": "ingest-focus", "options": {"source": "b", "files": ["in/{perod}.csv"]}},
                  {"id": "allocation", "use": "allocate", "options": {"bill": ["bill"], "usage": ["bill"]}}
                ]}

                """, to: "Jobs/night.json")
            let answer = try project.run("validate", "night")
            #expect(answer.exit == 78)
            #expect(answer.err.contains("Jobs/night.json:3:78: error[J207]: '{perod}' means nothing in a path"))
            #expect(
                answer.err.contains(
                    "error[J206]: stage 'bill' is of kind ingest-focus and publishes no usage_hours"), "\(answer.err)")
        }

        @Test(arguments: [
            (
                "{",
                "1:2: error[J136]: the file ends inside the object that begins at line 1, column 1, expected a key in quotes"
            ),
            ("", "1:1: error[J135]: the file is empty, expected a JSON value"),
            (
                "{\"job\": \"night\",}",
                "1:16: error[J125]: a comma stands before the end of the object\n  hint: take it out"
            ),
            (
                "{\"job\": \"night\", \"job\": \"night\"}",
                "1:18: error[J131]: duplicate key \"job\"\n  hint: the first is at line 1; keep one of them"
            ),
            (
                "// comment\n{}",
                "1:1: error[J124]: comments are not allowed in JSON\n  hint: take it out, or use a key made for notes"
            ),
            ("[]", "1:1: error[J103]: expected an object for the job, found an array"),
        ])
        func whatIsNoJobIsSaid(text: String, message: String) throws {
            let project = try Project("no-json", job: Project.tiny)
            try project.folder.write(text, to: "Jobs/night.json")
            let answer = try project.run("validate")
            #expect(answer.exit == 78)
            // What the keys lack is said as well, where there is an object to speak of.
            #expect("\n\(answer.err)".contains("\nJobs/night.json:\(message)\n"))
        }
    }
}

import TestSupport
import Testing

extension ProgramTests {
    /// `reckon schedule`, as people ask it.
    @Suite struct Schedules {
        @Test func theNextSlotsOfAnExpression() throws {
            let answer = try Reckon.run(
                [
                    "schedule", "next", "30 2 * * *", "--zone", "Europe/Berlin", "--from", "2026-03-28", "--count", "2",
                ], in: Checkout.root)
            #expect(answer.exit == 0)
            #expect(answer.err.isEmpty)
            #expect(
                answer.out == """
                    local time                 UTC                   note
                    ───────────────────────────────────────────────────────────────────────────────────────
                    2026-03-28T02:30:00+01:00  2026-03-28T01:30:00Z
                    2026-03-29T03:00:00+02:00  2026-03-29T01:00:00Z  moved: 02:30 does not exist that night

                    """)
        }

        @Test func anExplanationTellsFieldsRulesAndNights() throws {
            let answer = try Reckon.run(
                [
                    "schedule", "explain", "0 6 1-7 * 1-5", "--zone", "Europe/Berlin", "--from",
                    "2026-01-01T00:00:00Z",
                ], in: Checkout.root)
            #expect(answer.exit == 0)
            #expect(answer.err.contains("expression:1:5: warning[C121]: it is due on day of month 1-7 and also"))
            #expect(answer.out.contains("day of week   1-5      Mon-Fri"))
            #expect(answer.out.contains("days: either: both day fields are restricted"))
            #expect(answer.out.hasSuffix("no change of the clocks concerns a slot in the coming year\n"))
        }

        @Test func theNightlyJobOfThisRepositoryIsDue() throws {
            let answer = try Reckon.run(
                [
                    "schedule", "next", "--job", "nightly", "--from", "2026-02-28T12:00:00Z", "--count", "1",
                    "--format",
                    "json",
                ], in: Checkout.root)
            #expect(answer.exit == 0, "\(answer.err)")
            #expect(answer.out.contains(#""instant": "2026-03-01T01:17:00Z""#))
            #expect(answer.out.contains(#""local": "2026-03-01T02:17:00+01:00""#))
            #expect(answer.out.contains(#""period": "2026-02""#))
        }

        /// A calendar ends: what is known before that is told, and where it ends.
        @Test func theEndOfACalendarIsAWarning() throws {
            let folder = try TemporaryFolder()
            try folder.write(#"{"tenant": "toys", "name": "Toys"}"#, to: "Config/tenants/toys.json")
            try folder.write(
                #"""
                {"calendar": "XX", "source": "made up", "weekend": ["sunday"], "covers": {"from": 2026, "to": 2026},
                 "holidays": []}
                """#, to: "Config/calendars/XX.json")
            try folder.write(
                """
                {"job": "monthly", "tenant": "toys", "schedule": {
                  "businessDay": {"nth": -1, "calendars": ["XX"], "zone": "UTC", "at": "06:00"}}, "stages": [
                  {"id": "bill", "use": "ingest-focus", "options": {"source": "x", "files": ["none.csv"]}}]}
                """, to: "Jobs/monthly.json")
            func ask(_ command: String, _ from: String) throws -> Reckon.Answer {
                try Reckon.run(["schedule", command, "--job", "monthly", "--from", from], in: folder.path)
            }
            for command in ["next", "explain"] {
                let answer = try ask(command, "2026-11-15")
                #expect(answer.exit == 0, "\(answer.err)")
                #expect(answer.out.contains("2026-11-30T06:00:00Z") && answer.out.contains("2026-12-31T06:00:00Z"))
                #expect(answer.err.hasPrefix("Config/calendars/XX.json: warning[C301]: "), "\(answer.err)")
            }
            #expect(try ask("explain", "2026-11-15").out.contains("job monthly: the last business day of each month"))
            #expect(try ask("next", "2027-01-15").exit == 78)
        }

        @Test func aPlanNamesTheNightsThatChangeASlot() throws {
            let project = try Project("plan-nights", job: Project.tiny)
            #expect(try !project.run("plan", "night", "--period", "2026-06").out.contains("nights of"))
            try project.folder.write(
                "{\"job\": \"night\", \"tenant\": \"plan-nights\", \"schedule\": {\"cron\": \"17 2 * * *\", "
                    + "\"zone\": \"Europe/Berlin\"},\n\"stages\": [\n\(Project.tiny)\n]}\n", to: "Jobs/night.json")
            let answer = try project.run("plan", "night", "--period", "2026-06")
            #expect(answer.exit == 0, "\(answer.err)")
            #expect(answer.out.contains("\nnights of the coming year on which clocks change a slot:\n"))
            #expect(answer.out.contains(" moved: 02:17 does not exist: clocks go from 02:00 to 03:00"))
        }

        @Test(
            arguments: [
                (["0 24 * * *"], 78, #"expression:1:3: error[C104]: hour 24 is outside 0-23 (in "0 24 * * *")"#),
                (["* * * * *", "--zone", "Nowhere"], 78, "error[C202]: there is no time zone 'Nowhere'"),
                (["--job", "nobody"], 66, "error[J201]"), ([], 64, "give a cron expression"),
                (["* * * * *", "--job", "nightly"], 64, "not both"), (["* * * * *", "--count", "0"], 64, "1-1000"),
                (["* * * * *", "--from", "tomorrow"], 64, "is no time"),
                (["--job", "nightly", "--zone", "UTC"], 64, "a job has its own zone"),
            ])
        func whatCannotBeAnsweredIsSaid(arguments: [String], exit: Int32, message: String) throws {
            let answer = try Reckon.run(["schedule", "next"] + arguments, in: Checkout.root)
            #expect(answer.exit == exit)
            #expect(answer.err.contains(message), "\(answer.err)")
        }
    }
}

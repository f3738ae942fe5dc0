import Foundation
import TestSupport
import Testing

extension ProgramTests {
    /// What is published, as a file for other tools.
    @Suite struct Exporting {
        private func published(_ tenant: String, job: String = Project.tiny) throws -> Project {
            let project = try Project(tenant, job: job)
            #expect(try project.night().exit == 0)
            return project
        }

        private let month = ["--period", "2026-06"]

        private func export(_ project: Project, _ arguments: String...) throws -> Reckon.Answer {
            try project.start(["export", "focus", "night"] + month + arguments).wait()
        }

        @Test func anAllocationBecomesAFile() throws {
            let project = try published("export-file")
            let answer = try export(project)
            #expect(answer.exit == 0, "\(answer.err)")
            let name = "night-2026-06-allocation-focus-1.2.csv"
            let text = try project.folder.read(name)
            #expect(answer.out == "\(name): \(text.split(separator: "\n").count - 1) rows of FOCUS 1.2\n")
            #expect(text.hasPrefix("AvailabilityZone,BilledCost,"))
            // The stage of the job wrote the same.
            let folder = "\(SharedHome.path)/published/export-file/night/2026-06/export/current"
            #expect(try text == String(contentsOf: URL(filePath: "\(folder)/focus-1.2.csv"), encoding: .utf8))
            let other = try export(
                project, "--version", "1.3", "--format", "parquet", "--bill", "--output", "b.parquet")
            #expect(other.out == "b.parquet: 6 rows of FOCUS 1.3\n", "\(other.err)")
            #expect(
                try Data(contentsOf: URL(filePath: "\(project.folder.path)/b.parquet")).prefix(4) == Data("PAR1".utf8))
            #expect(!project.folder.files.contains { $0.hasSuffix(".partial") })
        }

        @Test func aFileThatIsThereStays() throws {
            let project = try published("export-twice")
            try project.folder.write("mine\n", to: "f.csv")
            let refused = try export(project, "--output", "f.csv")
            #expect(refused.exit == 73)
            #expect(
                refused.err == """
                    f.csv: error[E521]: there is a file of that name, and it was left as it is
                      hint: choose another with --output, or replace it with --force

                    """)
            #expect(try project.folder.read("f.csv") == "mine\n")
            #expect(try export(project, "--output", "f.csv", "--force").exit == 0)
            #expect(try project.folder.read("f.csv").hasPrefix("AvailabilityZone,"))
        }

        @Test func placesWithoutAFileAreRefused() throws {
            let project = try published("export-places")
            for (output, message) in [
                ("in", "the output names a folder"), ("in/", "the output names a folder"),
                ("none/f.csv", "the folder of the output does not exist"), ("/dev/null", "the output is no plain file"),
            ] {
                for format in ["csv", "parquet"] {
                    let answer = try export(project, "--output", output, "--format", format, "--force")
                    #expect(answer.exit == 73)
                    #expect(answer.err.hasPrefix("\(output): error[E522]: \(message)\n"), "\(answer.err)")
                }
            }
        }

        @Test func standardOutputTakesCSV() throws {
            let project = try published("export-out")
            let whole = try export(project, "--output", "-")
            #expect(whole.exit == 0 && whole.err.isEmpty)
            #expect(try export(project, "--output", "f.csv").exit == 0)
            #expect(try project.folder.read("f.csv") == whole.out)
            let line = #""$RECKON" export focus night --period 2026-06 --output - "#
            let environment = ["RECKON_HOME": SharedHome.path]
            let gone = try Reckon.shell(
                line + #"| true; echo "${PIPESTATUS[0]}""#, in: project.folder.path, environment: environment)
            #expect(gone.out == "0\n" && gone.err.isEmpty, "\(gone.err)")
            let full = try Reckon.shell(line + "> /dev/full", in: project.folder.path, environment: environment)
            #expect(full.exit == 74)
            #expect(full.err.hasPrefix("error[E507]: standard output cannot be written: "), "\(full.err)")
        }

        @Test func aStageThatIsNotThereIsNamed() throws {
            let two = Project.tiny.replacing(
                #"{"id": "usage""#,
                with:
                    #"{"id": "more", "use": "ingest-focus", "options": {"source": "m", "files": ["in/bill-focus.csv"]}}, "#
                    + #"{"id": "usage""#)
            let project = try published("export-stages", job: two)
            for (arguments, message) in [
                (["--bill"], "2 stages of job 'night' publish bills\n  hint: choose one with --stage: bill, more"),
                (
                    ["--stage", "usage"],
                    "stage 'usage' of job 'night' publishes nothing to export\n  hint: stages that do: allocation, bill, more"
                ),
                (
                    ["--bill", "--stage", "allocation"],
                    "stage 'allocation' of job 'night' publishes no bill\n  hint: stages that do: bill, more"
                ),
            ] {
                let answer = try project.start(["export", "focus", "night"] + month + arguments).wait()
                #expect(answer.exit == 64)
                #expect(answer.err == "error[J210]: \(message)\n")
            }
            #expect(try export(project, "--stage", "more", "--output", "-").out.split(separator: "\n").count == 7)
            let none = try project.run("export", "focus", "night", "--period", "2026-05")
            #expect(none.exit == 66)
            #expect(
                none.err == """
                    error[E520]: stage 'allocation' of job 'night' has published no allocations for period 2026-05
                      hint: publish them with `reckon run night --period 2026-05`, or choose another --period

                    """)
        }

        @Test(arguments: [
            ["--version", "1.1"], ["--format", "xlsx"], ["--output", ""], ["--stage", "No!"],
            ["--format", "parquet", "--output", "-"],
        ])
        func aWrongCommandLineIs64(arguments: [String]) throws {
            let answer = try Reckon.run(["export", "focus", "night"] + arguments, in: "/")
            #expect(answer.exit == 64)
            #expect(answer.out.isEmpty)
            #expect(answer.err.contains("reckon export focus --help"), "\(answer.err)")
        }
    }
}

import Foundation
import TestSupport
import Testing

extension ProgramTests {
    /// Bills that are delivered again, and periods that are closed, from the command line.
    @Suite struct Restating {
        /// The tiny bill with another amount, one row less, and one of another account in another currency.
        private func change(_ project: Project) throws {
            var lines = try project.folder.read("in/bill-focus.csv").split(separator: "\n").map(String.init)
            lines[1] = "0.5" + lines[1].dropFirst(3)
            lines[5] = lines[5].replacing("900000000001", with: "900000000002").replacing(",USD,", with: ",EUR,")
            lines.removeLast()
            try project.folder.write(lines.map { $0 + "\n" }.joined(), to: "in/bill-focus.csv")
        }

        private static let summary = [
            "EUR: BilledCost +0.11, EffectiveCost +0.11, ListCost +0.11, ContractedCost +0.11, rows +1",
            "USD: BilledCost -0.06, EffectiveCost -0.16, ListCost -0.16, ContractedCost -0.16, rows -2",
        ]

        private static let findings = [
            "EUR Usage of 2026-06: BilledCost 0 -> 0.11 (+0.11), EffectiveCost 0 -> 0.11 (+0.11), ",
            "USD Tax of 2026-06: BilledCost 0.05 -> 0 (-0.05), EffectiveCost 0.05 -> 0 (-0.05), ",
            "USD Usage of 2026-06: BilledCost 0.99 -> 0.98 (-0.01), EffectiveCost 0.79 -> 0.68 (-0.11), ",
        ]

        private func history(_ project: Project) throws -> (restatements: [[String: Any]], closings: [[String: Any]]) {
            let answer = try project.run("restatements", "night", "--format", "json")
            #expect(answer.exit == 0, "\(answer.err)")
            let object = try JSONSerialization.jsonObject(with: Data(answer.out.utf8)) as? [String: [[String: Any]]]
            return (try #require(object?["restatements"]), try #require(object?["closings"]))
        }

        private func bytes(_ night: Night) throws -> [String: Data] {
            try night.directories.mapValues { folder in
                var all = Data()
                for name in TemporaryFolder.files(below: folder) {
                    all += Data(name.utf8) + (try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
                }
                return all
            }
        }

        @Test func aBillDeliveredTwiceChangesNothing() throws {
            let project = try Project("delivered-twice", job: Project.tiny)
            #expect(
                try project.run("restatements", "night").out
                    == "nothing that was published has changed, and no period was closed\n")
            let first = try project.night()
            try project.folder.write(project.folder.read("in/bill-focus.csv"), to: "in/bill-focus.csv")
            #expect(try project.night().all("unchanged"))
            #expect(try project.night("--force").digests == first.digests)
            #expect(try history(project).restatements.isEmpty)
        }

        @Test func aChangedBillIsToldAndKept() throws {
            let project = try Project("restated", job: Project.tiny)
            _ = try project.night()
            try change(project)
            let changed = try project.night()
            #expect(changed.exit == 0)
            for finding in Restating.findings {
                #expect(changed.err.contains("warning[D270]: the bill has changed: \(finding)"), "\(changed.err)")
            }
            #expect(changed.err.split(separator: "\n").count { $0.contains("D270") } == 3)
            let kept = try history(project).restatements
            #expect(kept.map { $0["summary"] as? [String] } == [Restating.summary])
            #expect(kept.map { $0["run"] as? String } == [changed.run])
            #expect(kept.map { $0["newDigest"] as? String } == [changed.digests["bill"]])
            let text = try project.run("restatements", "night", "--period", "2026-06").out
            #expect(text.contains("\(changed.run) restated stage bill of 2026-06"))
            #expect(text.contains(/2026-06  USD       Tax       rows +1 +0 +-1\n/), "\(text)")
            #expect(
                try project.run("restatements", "night", "--period", "2026-05").out
                    == "nothing that was published has changed, and no period was closed\n")
            // The report says it, and goes on saying it.
            let report = try #require(changed.directories["report"])
            let page = try String(contentsOfFile: "\(report)/index.html", encoding: .utf8)
            #expect(page.contains(Restating.summary[1]))
            #expect(try project.night("--force").digests == changed.digests)
        }

        @Test func aClosedPeriodIsKept() throws {
            let project = try Project("closed", job: Project.tiny)
            let early = try project.run("close", "night", "--period", "2026-06")
            #expect(early.exit == 66)
            #expect(early.err.hasPrefix("error[E511]: period 2026-06 of night cannot be closed: nothing has been publ"))
            let first = try project.night()
            let closed = try project.run("close", "night", "--period", "2026-06", "--note", "invoice 77")
            #expect(closed.exit == 0)
            #expect(closed.out == "period 2026-06 of night is closed; a run that would change it is refused\n")
            #expect(try project.run("close", "night", "--period", "2026-06").exit == 1)
            #expect(try project.night("--force").digests == first.digests)
            let before = try project.night()
            let (bytesBefore, reportBefore) = (
                try bytes(before), try project.run("report", "night", "--period", "2026-06").out
            )
            try change(project)
            let refused = try project.night()
            #expect(refused.exit == 65)
            #expect(
                refused.endings == [
                    "bill failed", "usage unchanged", "allocation not run", "export not run", "report not run",
                ])
            let difference = Restating.summary.joined(separator: "; ")
            #expect(
                refused.err.contains(
                    "error[E510]: period 2026-06 is closed, and stage 'bill' would change it: \(difference)\n"))
            #expect(refused.err.contains("`reckon reopen night --period 2026-06 --note WHY` lets it in"))
            #expect(try bytes(before) == bytesBefore)
            #expect(try project.run("report", "night", "--period", "2026-06").out == reportBefore)
            #expect(try project.run("status").out.contains("2026-06 closed"))
            #expect(try project.run("plan", "night", "--period", "2026-06").out.contains("\nclosed by "))
            #expect(try history(project).restatements.map { $0["outcome"] as? String } == ["refused"])
        }

        @Test func aReopenedPeriodTakesTheChange() throws {
            let project = try Project("reopened", job: Project.tiny)
            _ = try project.night()
            #expect(try project.run("reopen", "night", "--period", "2026-06", "--note", "why").exit == 1)
            _ = try project.run("close", "night", "--period", "2026-06")
            try change(project)
            #expect(try project.night().exit == 65)
            for note in [[], ["--note", ""], ["--note", "two\nlines"]] {
                let arguments = ["reopen", "night", "--period", "2026-06"] + note
                #expect(try project.start(arguments).wait().exit == 64)
            }
            let opened = try project.run("reopen", "night", "--period", "2026-06", "--note", "corrected by invoice 78")
            #expect(opened.exit == 0)
            let night = try project.night()
            #expect(night.exit == 0)
            #expect(night.endings.contains("bill published"))
            let (restatements, closings) = try history(project)
            #expect(restatements.map { $0["outcome"] as? String } == ["refused", "published"])
            #expect(closings.map { $0["event"] as? String } == ["closed", "reopened"])
            #expect(closings.map { $0["note"] as? String } == ["", "corrected by invoice 78"])
            #expect(closings.map { ($0["stages"] as? [Any])?.count } == [5, 0])
            let actor = try Reckon.shell("id -un", in: "/").out.trimmingCharacters(in: .newlines)
            #expect(closings.map { $0["actor"] as? String } == [actor, actor])
            #expect(try project.run("restatements", "night").out.contains("corrected by invoice 78"))
        }

        /// Killed at any moment, a change is written down once: when it is published.
        @Test func aKilledRunWritesNoHalfOfAChange() throws {
            let bill = """
                {"id": "bill", "use": "ingest-focus", "options": {"source": "month", "files": ["in/bill.csv"]}}
                """
            let project = try Project("killed-restating", job: bill, fixtures: "example-month")
            let unpacked = try Reckon.shell("zcat in/bill-2026-04.csv.gz > in/bill.csv", in: project.folder.path)
            #expect(unpacked.exit == 0)
            _ = try project.night(period: "2026-04")
            let cut = try Reckon.shell("sed -i '$ d' in/bill.csv", in: project.folder.path)
            #expect(cut.exit == 0)
            for delay: UInt32 in [50, 150, 250, 350, 500] {
                let running = try project.start(["run", "night", "--period", "2026-04"])
                usleep(delay * 1000)
                running.signal(SIGKILL)
                _ = try running.wait()
            }
            let night = try project.night(period: "2026-04")
            #expect(night.exit == 0)
            let kept = try history(project).restatements
            #expect(kept.map { $0["outcome"] as? String } == ["published"])
            #expect(kept.map { $0["newDigest"] as? String } == [night.digests["bill"]])
        }
    }
}

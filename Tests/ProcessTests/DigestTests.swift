import Foundation
import TestSupport
import Testing

extension ProgramTests {
    /// The digest of a night, as it is sent.
    @Suite struct Digests {
        /// What was sent of a night, and what it says.
        private struct Sent {
            let text: String
            let identity: String

            static func all(_ folder: TemporaryFolder) throws -> [Sent] {
                try folder.read("mails").components(separatedBy: "To: <").dropFirst().map { mail in
                    let identity = mail.components(separatedBy: "Message-ID: ").last?.prefix { $0 != "\n" }
                    return Sent(text: mail, identity: String(identity ?? ""))
                }
            }
        }

        /// A night that ends in this minute, so that what the test has done before lies in it.
        private func endNight(_ watched: Watched) throws {
            // A minute that was just over when the next `digest` looks.
            let clock = try Reckon.shell("date -u +%H:%M", in: "/").out.trimmingCharacters(in: .newlines)
            let settings = try watched.project.folder.read("Config/reckon.json")
            try watched.project.folder.write(
                settings.replacing("\"notify\": {", with: "\"notify\": {\"digest\": {\"at\": \"\(clock)\"}, "),
                to: "Config/reckon.json")
        }

        @Test func aNightIsSentOnceByEachWay() throws {
            let watched = try Watched("digested")
            try endNight(watched)
            let environment = ["HOOK": "\(watched.server.server)/hook/ok"]
            // Two hosts at the same time.
            let both = try (0..<2).map { _ in
                try watched.project.start(["digest", "--send"], environment: environment)
            }.map { try $0.wait() }
            for answer in both { #expect(answer.exit == 0, "\(answer.err)") }
            #expect(
                try watched.project.run("digest", "--send", environment: environment).out == "all nights were sent\n")
            #expect(try watched.project.run("digest", "--send", "--quiet", environment: environment).out.isEmpty)
            let posts = try watched.server.entries("hook")
            #expect(posts.count == 1 && posts[0].body.contains("night.digest"))
            let mails = try Sent.all(watched.project.folder)
            #expect(mails.count == 1)
            #expect(mails[0].identity == "<\(posts[0].header("idempotency-key") ?? "")@reckon.invalid>")
        }

        /// The way that fails is tried again, the other is not used twice; a process that dies after the mail went out
        /// sends the same again.
        @Test func aNightIsSentAtLeastOnceAndUnderOneName() throws {
            let watched = try Watched("redigested")
            let folder = watched.project.folder
            try endNight(watched)
            try folder.write("#!/bin/sh\ncat >> '\(folder.path)/mails'\nkill -9 $PPID\n", to: "send")
            let environment = ["HOOK": "\(watched.server.server)/hook/ok"]
            #expect(try watched.project.run("digest", "--send", environment: environment).exit == 128 + SIGKILL)
            try folder.write("#!/bin/sh\ncat > /dev/null\nexit 75\n", to: "send")
            let failed = try watched.project.run("digest", "--send", environment: environment)
            #expect(failed.exit == 69 && failed.err.hasPrefix("error[E577]: the digest of a night cannot be sent"))
            try folder.write("#!/bin/sh\ncat >> '\(folder.path)/mails'\n", to: "send")
            #expect(try watched.project.run("cron", "tick", environment: environment).exit == 0)
            let mails = try Sent.all(folder)
            #expect(mails.count == 2 && mails[0].identity == mails[1].identity, "\(mails)")
            #expect(try watched.server.entries("hook").count == 1)
        }

        /// A digest that was sent is no job that went well.
        @Test func aTickEndsAsItsJobsDo() throws {
            let watched = try Watched("ticked")
            try watched.breakBill()
            try endNight(watched)
            try watched.project.folder.write(
                """
                {"job": "night", "tenant": "ticked", "schedule": {"cron": "* * * * *"}, "stages": [
                  {"id": "bill", "use": "ingest-focus", "options": {"source": "x", "files": ["in/bill-focus.csv"]}}]}
                """, to: "Jobs/night.json")
            let answer = try watched.project.run(
                "cron", "tick",
                environment: [
                    "HOOK": "\(watched.server.server)/hook/ok", "PING": "\(watched.server.server)/ping/ok",
                ])
            #expect(answer.exit == 65, "\(answer.err)")
            #expect(try watched.server.entries("hook").contains { $0.body.contains("night.digest") })
        }

        /// Neither a tenant that is added nor another time of day makes a night that was sent a new one; the hours up to
        /// the new time are told of.
        @Test func nightsFollowEachOtherWhateverIsChanged() throws {
            let watched = try Watched("nights-follow")
            let folder = watched.project.folder
            let settings = try folder.read("Config/reckon.json")
            func end(_ minutesAgo: Int) throws -> String {
                let clock = try Reckon.shell("date -u -d '\(minutesAgo) minutes ago' +%Y-%m-%dT%H:%M:00Z", in: "/").out
                    .trimmingCharacters(in: .newlines)
                try folder.write(
                    settings.replacing(
                        "\"notify\": {",
                        with: "\"notify\": {\"digest\": {\"at\": \"\(clock.dropFirst(11).prefix(5))\"}, "),
                    to: "Config/reckon.json")
                return clock
            }
            let environment = ["HOOK": "\(watched.server.server)/hook/ok"]
            func send() throws -> [String] {
                let answer = try watched.project.run("digest", "--send", environment: environment)
                #expect(answer.exit == 0, "\(answer.err)")
                return try watched.server.entries("hook").map(\.body)
            }
            let first = try end(60)
            #expect(try send().count == 1)
            try folder.write(#"{"tenant": "a-new-one", "name": "New"}"#, to: "Config/tenants/a-new-one.json")
            #expect(try send().count == 1)
            let second = try end(30)
            let posts = try send()
            #expect(posts.count == 2, "\(posts)")
            let night = try #require(posts.last)
            #expect(night.contains("\"from\":\"\(first)\"") && night.contains("\"to\":\"\(second)\""), "\(night)")
            #expect(try send().count == 2)
            let none = try watched.project.run("digest", "--night", "0001-01-01")
            #expect(none.exit == 64 && none.err.contains("no night ends on 0001-01-01"), "\(none.err)")
        }
    }
}

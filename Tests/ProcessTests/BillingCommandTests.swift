import Foundation
import TestSupport
import Testing

extension ProgramTests {
    /// The commands about payments, as far as they go without a provider.
    @Suite struct Billing {
        private func project(_ tenant: String) throws -> Project {
            let project = try Project(tenant, job: Project.tiny)
            try FileManager.default.copyItem(
                atPath: "\(Checkout.root)/Config/payments.json",
                toPath: "\(project.folder.path)/Config/payments.json")
            return project
        }

        @Test func aDryRunNeedsNoKeyAndCallsNobody() throws {
            let answer = try project("billing-dry").run(
                "billing", "renew", "--dry-run", "--as-of", "2026-12-01")
            #expect(answer.exit == 0, "\(answer.err)")
            #expect(answer.out == "0 charges on 2026-12-01; nothing was done\n")
        }

        @Test func aDayWithoutADryRunIsRefused() throws {
            #expect(try project("billing-day").run("billing", "renew", "--as-of", "2026-12-01").exit == 64)
        }

        @Test(arguments: [("", "J647"), ("sk_live_0123456789abcdef", "J632"), ("nonsense-of-a-key", "J631")])
        func aKeyThatIsNoneStopsBeforeAnythingIsSentAndIsNotTold(key: String, code: String) throws {
            let project = try project("billing-key")
            let environment = ["PAYSTACK_SECRET_KEY": key, "RECKON_PAYSTACK_STAND_IN": "https://127.0.0.1:1"]
            for command in ["renew", "reconcile"] {
                let answer = try project.run("billing", command, environment: environment)
                #expect(answer.exit == 78, "\(answer.err)")
                #expect(answer.err.contains(code), "\(answer.err)")
                #expect(key.isEmpty || !(answer.out + answer.err).contains(key))
            }
        }

        @Test func aStandInElsewhereIsRefused() throws {
            let answer = try project("billing-elsewhere").run(
                "billing", "reconcile",
                environment: [
                    "PAYSTACK_SECRET_KEY": "sk_test_0123456789abcdef",
                    "RECKON_PAYSTACK_STAND_IN": "https://example.org",
                ])
            #expect(answer.exit == 78 && answer.err.contains("J633"), "\(answer.err)")
        }

        @Test func whoHasNoSubscriptionHasFree() throws {
            let answer = try project("billing-free").run("billing", "status")
            #expect(answer.exit == 0 && answer.out.contains("free"), "\(answer.err)")
        }

        @Test func whoHasNoSubscriptionCancelsNone() throws {
            let project = try project("billing-none")
            let answer = try project.run("billing", "cancel", "billing-none", "--dry-run")
            #expect(answer.exit == 64 && answer.err.contains("J651"), "\(answer.err)")
            let stranger = try project.run("billing", "cancel", "nobody")
            #expect(stranger.exit == 64 && stranger.err.contains("J641"), "\(stranger.err)")
        }

        @Test(arguments: [
            ("short", "a@b"), ("dots", "a@example..org"), ("two", "a@example.org b@example.org"),
            ("dash", "-a@example.org"), ("none", ""),
        ])
        func anEmailThatNoMailCouldGoToIsRefusedBeforeAnythingIsStored(name: String, email: String) throws {
            let tenant = "billing-email-\(name)"
            let project = try project(tenant)
            try project.folder.write(email, to: "email")
            let answer = try project.run(
                "billing", "checkout", tenant, "--tier", "starter", "--interval", "month", "--email", "email",
                environment: [
                    "PAYSTACK_SECRET_KEY": "sk_test_0123456789abcdef",
                    "RECKON_PAYSTACK_STAND_IN": "https://127.0.0.1:1",
                ])
            #expect(answer.exit == 64 && answer.err.contains("--email names a file"), "\(answer.err)")
        }

        @Test func doctorLooksAtTheMailProgramOfNotices() throws {
            let project = try project("billing-doctor")
            #expect(try !project.run("doctor").err.contains("J6"))
            let file = "\(project.folder.path)/Config/payments.json"
            let good = try String(contentsOfFile: file, encoding: .utf8)
            func doctor(_ program: String) throws -> Reckon.Answer {
                let mail = #""notices": { "sendmail": { "program": "\#(program)", "from": "pay@example.org" } }"#
                try project.folder.write(
                    good.replacing(#""notices": { "files": "billing/notices" }"#, with: mail),
                    to: "Config/payments.json")
                return try project.run("doctor")
            }
            let missing = try doctor("/nowhere/sendmail")
            #expect(missing.exit == 0 && missing.err.contains("warning[J634]"), "\(missing.err)")
            #expect(try !doctor("/bin/true").err.contains("J6"))
            let relative = try doctor("sendmail")
            #expect(relative.exit == 78 && relative.err.contains("absolute path"), "\(relative.err)")
        }

        @Test func aDeliveryIsOnTheDiskBeforeItIsAnswered() throws {
            let project = try project("billing-receive")
            let spool = "\(project.folder.path)/spool"
            // As a CGI without a body to read, and one that promises a byte and breaks the promise.
            let cgi = ["GATEWAY_INTERFACE": "CGI/1.1", "REQUEST_METHOD": "POST"]
            let good = try project.run(
                "billing", "receive", "--spool", spool, environment: cgi.merging(["CONTENT_LENGTH": "0"]) { $1 })
            #expect(good.out == "Status: 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "\(good.err)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: spool).count == 1)
            let bad = try project.run(
                "billing", "receive", "--spool", spool, environment: cgi.merging(["CONTENT_LENGTH": "1"]) { $1 })
            #expect(bad.out.hasPrefix("Status: 400 "), "\(bad.out)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: spool).count == 1)
            // A spool that cannot be written: nothing is on the disk, and nobody is told that it were.
            let file = "\(project.folder.path)/no-folder"
            try Data().write(to: URL(fileURLWithPath: file))
            let refused = try project.run(
                "billing", "receive", "--spool", file, environment: cgi.merging(["CONTENT_LENGTH": "0"]) { $1 })
            #expect(refused.out.hasPrefix("Status: 503 ") && refused.exit != 0, "\(refused.out)")
        }
    }
}

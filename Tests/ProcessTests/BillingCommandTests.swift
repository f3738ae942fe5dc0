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

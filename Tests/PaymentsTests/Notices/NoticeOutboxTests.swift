import Crypto
import Database
import Foundation
import Kernel
import Runner
import TestSupport
import Testing

@testable import Payments

/// The outbox of notices: what is handed on, how often, and what others get to see of it.
extension PaymentStoreTests {
    /// A mail program that adds what it gets to `mails`, and the arguments it was given to `arguments`.
    private static let good = """
        #!/bin/sh
        here="$(dirname "$0")"
        cat >> "$here/mails"
        echo "$@" >> "$here/arguments"
        """

    private func outbox(
        _ store: PostgresPaymentStore, _ folder: TemporaryFolder, script: String? = nil, name: String = "Harbor",
        days: Int64 = 0, after: @escaping () throws -> Void = {}
    ) throws -> NoticeOutbox {
        var mailer: NoticeOutbox.Mailer?
        if let script {
            try folder.write(script + "\n", to: "send")
            chmod("\(folder.path)/send", 0o755)
            let program = MailProgram(path: "\(folder.path)/send", clock: .system) { usleep(UInt32($0)) }
            mailer = { mail, name in
                try program.send(mail, in: folder.path, named: name)
                try after()
            }
        }
        return NoticeOutbox(
            store: store, rules: try Samples.rules(), folder: "\(folder.path)/notices",
            clock: .fixed(Instant(secondsSinceEpoch: 1_770_000_000 + days * 86_400)), name: { _ in name },
            from: "pay@example.com", mailer: mailer)
    }

    private func waiting(_ store: PostgresPaymentStore, _ tenant: TenantID) throws -> Int {
        var faults: [PaymentFault] = []
        return try store.waitingNotices(of: tenant, &faults).count + faults.count
    }

    /// A store with one subscription that a payment of failed.
    private func declined(
        _ id: String, _ tenant: TenantID, hasCard: Bool = true, vault: Vault? = nil
    ) throws -> PostgresPaymentStore {
        let store = store([tenant], vault: vault)
        var wanted = try account(id, tenant)
        if !hasCard { wanted.subscription.authorization = nil }
        try store.add(wanted)
        let sent = try attempt(wanted, 1)
        try store.update(wanted.subscription.id) { held in
            held.attempts = [sent]
            held.apply(
                .observed(try Samples.charge(sent, .failed, bank: "Insufficient Funds")), to: sent.reference,
                now: sent.sentAt, source: .renewal)
        }
        return store
    }

    private func identities(_ folder: TemporaryFolder) throws -> [Substring] {
        try folder.read("mails").split(separator: "\n").filter { $0.hasPrefix("Message-ID: ") }
    }

    @Test func aNoticeBecomesAFileAndAMailOnce() throws {
        let tenant = try #require(TenantID("told"))
        let store = try declined("told1", tenant)
        let folder = try TemporaryFolder()
        let outbox = try outbox(store, folder, script: Self.good)
        #expect(try waiting(store, tenant) == 1)
        let report = try outbox.run()
        #expect(report.handedOn == 1 && !report.needsPerson)
        #expect(try waiting(store, tenant) == 0)
        #expect(try outbox.run().handedOn == 0)
        let mail = try folder.read("mails")
        #expect(mail.contains("\nTo: <payer@example.org>\nSubject: reckon: a payment failed (told)\n"))
        #expect(mail.hasPrefix("From: <pay@example.com>\n"))
        #expect(mail.contains("The payment of 75000.00 NGN for the period from 2026-02-01 failed on 2026-02-01."))
        #expect(try identities(folder).count == 1)
        // The address is in the mail alone.
        #expect(try folder.read("arguments") == "-i -t\n")
        let path = "notices/test/told/told1_rk-told1-202602-a1_failed.txt"
        #expect(folder.files.filter { !"\(path)/".hasPrefix("\($0)/") }.sorted() == ["arguments", "mails", "send"])
        #expect(!(try folder.read(path)).contains("payer@example.org"))
        var status = stat()
        #expect(stat("\(folder.path)/\(path)", &status) == 0 && status.st_mode & 0o777 == 0o600)
    }

    @Test func aMailProgramThatFailsLosesNothing() throws {
        let tenant = try #require(TenantID("unmailed"))
        let store = try declined("unmailed1", tenant)
        let folder = try TemporaryFolder()
        let failed = try outbox(store, folder, script: "#!/bin/sh\necho payer@example.org >&2\nexit 75").run()
        #expect(failed.handedOn == 0 && failed.needsPerson)
        let path = "\(folder.path)/notices/test/unmailed/unmailed1_rk-unmailed1-202602-a1_failed.txt"
        #expect(failed.failures == ["the mail program ended with code 75": [path]])
        #expect(FileSystem.exists(path))
        #expect(try waiting(store, tenant) == 1)
        #expect(try outbox(store, folder, script: Self.good).run().handedOn == 1)
        #expect(try waiting(store, tenant) == 0)
    }

    @Test(arguments: [(137, 1), (67, 2)] as [(Int32, Int)])
    func aMailProgramThatHangsIsAskedOnce(status: Int32, calls wanted: Int) throws {
        let tenants = try [1, 2].map { try #require(TenantID("hanging-\(status)-\($0)")) }
        for (number, tenant) in tenants.enumerated() { _ = try declined("hang\(status)x\(number)", tenant) }
        let folder = try TemporaryFolder()
        var calls = 0
        let report = try NoticeOutbox(
            store: store(tenants), rules: try Samples.rules(), folder: folder.path,
            clock: .fixed(Instant(secondsSinceEpoch: 1_770_000_000)), name: { _ in "Harbor" }
        ) { _, _ in
            calls += 1
            throw MailFailure.status(status)
        }.run()
        #expect(calls == wanted && report.failures.values.reduce(0) { $0 + $1.count } == 2 && report.handedOn == 0)
    }

    /// A process that dies between the mail and its mark.
    private struct Death: Error {}

    @Test func deathAfterTheMailSendsItAgainWithTheSameIdentity() throws {
        let tenant = try #require(TenantID("twice"))
        let store = try declined("twice1", tenant)
        let folder = try TemporaryFolder()
        #expect(throws: Death.self) {
            try outbox(store, folder, script: Self.good) { throw Death() }.run()
        }
        #expect(try waiting(store, tenant) == 1)
        #expect(try outbox(store, folder, script: Self.good).run().handedOn == 1)
        let identities = try identities(folder)
        #expect(identities.count == 2 && Set(identities).count == 1)
    }

    @Test func anAddressThatNoMailCanGoToLeavesAFileForAPerson() throws {
        let tenant = try #require(TenantID("unreached"))
        let store = try declined("unreached1", tenant, hasCard: false)
        let folder = try TemporaryFolder()
        let report = try outbox(store, folder, script: Self.good).run()
        let path = "notices/test/unreached/unreached1_rk-unreached1-202602-a1_failed.txt"
        #expect(report.withoutAddress == ["\(folder.path)/\(path)"] && report.needsPerson)
        #expect(folder.files.contains(path) && !folder.files.contains("mails"))
        // A person has been told once.
        #expect(try !outbox(store, folder, script: Self.good).run().needsPerson)
    }

    @Test func filesAreEnoughAndTwoRunsDoNotMeet() throws {
        let tenant = try #require(TenantID("filed"))
        let store = try declined("filed1", tenant)
        let folder = try TemporaryFolder()
        let outbox = try outbox(store, folder)
        let busy = try store.alone("payment-notices/filed") { try outbox.run() }
        #expect(busy?.isElsewhere == true && busy?.handedOn == 0)
        #expect(try outbox.run().handedOn == 1)
    }

    @Test(arguments: [65, 67, 68] as [Int32])
    func aMailThatIsRefusedForGoodIsGivenUpAfterDays(status: Int32) throws {
        let tenant = try #require(TenantID("refused-\(status)"))
        let store = try declined("refused\(status)", tenant)
        // Grace lasts as long as that: what it tells stays true.
        try store.update(try #require(SubscriptionID("refused\(status)"))) { $0.subscription.hold = .disputed }
        let folder = try TemporaryFolder()
        let refusing = "#!/bin/sh\nexit \(status)"
        for days in [0, 13] as [Int64] {
            let report = try outbox(store, folder, script: refusing, days: days).run()
            #expect(report.failures.count == 1 && report.undeliverable.isEmpty && report.needsPerson)
        }
        // Another reason does not give up.
        #expect(try outbox(store, folder, script: "#!/bin/sh\nexit 75", days: 20).run().failures.count == 1)
        let last = try outbox(store, folder, script: refusing, days: NoticeOutbox.refusedDays).run()
        let file = "refused\(status)_rk-refused\(status)-202602-a1_failed"
        #expect(last.undeliverable == ["\(folder.path)/notices/test/\(tenant)/\(file).undeliverable.txt"])
        #expect(last.needsPerson && last.failures.isEmpty && last.handedOn == 0)
        #expect(folder.files.filter { $0.contains(file) } == ["notices/test/\(tenant)/\(file).undeliverable.txt"])
        #expect(try folder.read("notices/test/\(tenant)/\(file).undeliverable.txt").contains("75000.00 NGN"))
        let after = try outbox(store, folder, script: refusing, days: 15).run()
        #expect(!after.needsPerson && after.undeliverable.isEmpty)
    }

    @Test func newsThatIsOverIsNotMailed() throws {
        let tenant = try #require(TenantID("overtaken"))
        let store = try declined("overtaken1", tenant)
        let id = try #require(SubscriptionID("overtaken1"))
        let sent = try store.account(id).attempts[0]
        _ = try store.update(id) { held in
            held.apply(.observed(try Samples.charge(sent)), to: sent.reference, now: sent.sentAt, source: .listing)
        }
        let folder = try TemporaryFolder()
        let report = try outbox(store, folder, script: Self.good, days: 1).run()
        #expect(report.outOfDate == 1 && report.handedOn == 0 && !report.needsPerson)
        #expect(!folder.files.contains("mails") && !folder.files.contains { $0.hasSuffix(".txt") })
        #expect(try waiting(store, tenant) == 0)
    }

    @Test func aNoticeThatHasNoPriceLeavesTheOthersAlone() throws {
        let tenant = try #require(TenantID("unpriced"))
        let store = try declined("unpriced1", tenant)
        var other = try account("unpriced2", tenant)
        other.subscription.tier = try #require(TierID("gone"))
        other.subscription.state = .restricted
        try store.add(other)
        try store.update(other.subscription.id) {
            $0.notices = [Notice(.restricted, $0.subscription.id, about: "2026-02-01")]
        }
        let folder = try TemporaryFolder()
        let report = try outbox(store, folder, script: Self.good).run()
        #expect(report.handedOn == 1 && report.needsPerson)
        #expect(report.faults.map(\.subject) == ["notice unpriced2/2026-02-01/restricted"])
        // And so does a row that this version did not write.
        _ = try database.withTenant(tenant) { session in
            try session.execute("UPDATE payment_notices SET kind = 'of-tomorrow' WHERE subscription = 'unpriced2'")
        }
        let unread = try outbox(store, folder, script: Self.good).run()
        #expect(unread.faults.map(\.subject) == ["notice unpriced2/2026-02-01/restricted"])
    }

    @Test func aTenantWhoseKeyIsGoneHoldsBackNobodyElsesMail() throws {
        let (keyless, other) = (try #require(TenantID("a-key-gone")), try #require(TenantID("b-key-there")))
        let id = try #require(KeyID("gone"))
        let gone = Vault(
            KeyRings(installation: KeyRing(.installation, [KeyEntry(id, .environment("GONE_KEY"))])),
            limits: try KeyCacheLimits(environment: [:]), clock: .system
        ) { _ in Array(String(repeating: "fedcba9876543210", count: 4).utf8) }
        _ = try declined("keygone1", keyless, vault: gone)
        _ = try declined("keythere1", other)
        let folder = try TemporaryFolder()
        let both = store([keyless, other])
        let report = try outbox(both, folder, script: Self.good).run()
        #expect(report.handedOn == 1 && report.needsPerson)
        #expect(report.faults.map(\.subject) == ["notice keygone1/rk-keygone1-202602-a1/failed"])
        #expect(try folder.read("mails").contains("keythere1") && !(try folder.read("mails").contains("keygone1")))
        #expect(try waiting(both, keyless) == 1)
        // The key is back.
        #expect(try outbox(store([keyless], vault: gone), folder, script: Self.good).run().handedOn == 1)
        #expect(try folder.read("mails").contains("keygone1"))
    }

    @Test func aKeyThatIsGoneKeepsOneNoticeBackAndNotTheOthers() throws {
        let (keyless, other) = (try #require(TenantID("notice-keyless")), try #require(TenantID("notice-keyed")))
        _ = try declined("nokey1", keyless)
        _ = try declined("haskey1", other)
        let folder = try TemporaryFolder()
        let bare = Vault(KeyRings(installation: nil), limits: try KeyCacheLimits(environment: [:]), clock: .system) {
            _ in []
        }
        let report = try outbox(store([keyless, other], vault: bare), folder, script: Self.good).run()
        #expect(report.handedOn == 0 && report.faults.count == 2 && report.needsPerson)
        #expect(try outbox(store([keyless, other]), folder, script: Self.good).run().handedOn == 2)
    }
}

import Crypto
import Kernel
import TestSupport
import Testing

@testable import Payments

extension PaymentStoreTests {
    static let key = Secret("sk_test_a_key_for_webhooks")

    func delivery(_ body: String, at: String, signed: Bool = true) throws -> WebhookDelivery {
        let bytes = Array(body.utf8)
        let code = HMACSHA512(of: bytes, key: signed ? PaymentStoreTests.key : Secret("another")).description
        return WebhookDelivery(body: bytes, signature: code, receivedAt: try Samples.instant(at))
    }

    func body(_ reference: String, amount: Int = 7_500_000) -> String {
        """
        {"event":"charge.success","data":{"id":77,"domain":"test","status":"success","reference":"\(reference)",
        "amount":\(amount),"currency":"NGN","paid_at":"2026-02-01T03:00:00Z"}}
        """
    }

    @Test func theSpoolIsTakenOnceAndInTheRightOrderOfDoubts() throws {
        let tenant = try #require(TenantID("spooled"))
        let store = store([tenant])
        let wanted = try account("spooled1", tenant)
        try store.add(wanted)
        let sent = try attempt(wanted, 1)
        try store.update(wanted.subscription.id) { $0.attempts = [sent] }
        let folder = "\(try TemporaryFolder().path)/spool"
        let spool = WebhookSpool(folder: folder)
        let good = try delivery(body(sent.reference.text), at: "2026-02-01T04:00:00Z")
        let forged = try delivery(body(sent.reference.text, amount: 1), at: "2026-02-01T03:30:00Z", signed: false)
        let other = try delivery(
            "{\"event\":\"customeridentification.success\",\"data\":{}}", at: "2026-02-01T05:00:00Z")
        let broken = try delivery("not JSON", at: "2026-02-01T06:00:00Z")
        for (number, delivery) in [good, forged, good, other, broken].enumerated() {
            try spool.add(delivery, unique: "\(number)")
        }
        try FileSystem.write(Array("half".utf8), to: "\(folder)/20260201T070000Z-9.webhook")
        let intake = SpoolIntake(
            spool: spool, store: store, signatures: { [HMACSHA512(of: $0, key: PaymentStoreTests.key)] },
            clock: .fixed(Instant(secondsSinceEpoch: 1_770_000_000)))
        let report = try intake.run()
        let counts = report.counts
        #expect(counts.accepted == 2 && counts.repeated == 1 && counts.badSignature == 1 && counts.unreadable == 2)
        #expect(report.dead.map(\.why.code) == [PaymentCode.webhookUnreadable, PaymentCode.webhookUnreadable])
        #expect(report.needsPerson && report.trouble == nil)
        #expect(try intake.run().counts.total == 0)
        #expect(try FileSystem.names(in: "\(folder)/rejected").count == 1)
        #expect(try FileSystem.names(in: "\(folder)/dead").count == 2)
        let read = try store.account(wanted.subscription.id)
        #expect(read.attempts[0].state == .paid && read.subscription.state == .active)
        // A run that died before it had removed the file takes it again, and nothing follows.
        try spool.add(good, unique: "0")
        #expect(try intake.run().counts.repeated == 1)
        let webhooks = try WebhookInbox(database).webhooks(since: try Samples.instant("2026-02-01T00:00:00Z"))
        #expect(webhooks.filter { $0.verdict == .badSignature }.allSatisfy { $0.reference == nil })
        #expect(webhooks.contains { $0.reference == sent.reference && $0.verdict == .accepted })
        let repetitions = webhooks.filter { $0.reference == sent.reference && $0.verdict == .repeated }
        #expect(repetitions.map(\.event) == ["charge.success"])
    }
}

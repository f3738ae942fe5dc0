import Crypto
import Kernel
import Testing

@testable import Payments

struct WebhookTests {
    /// Stands in for HMAC-SHA512: 64 bytes that depend on all of key and body.
    private static func sign(_ key: String, _ body: [UInt8]) -> [UInt8] {
        Digest(of: Array(key.utf8) + body).bytes + Digest(of: body + Array(key.utf8)).bytes
    }

    private func delivery(_ body: String, key: String = "k2") -> WebhookDelivery {
        let hex = WebhookTests.sign(key, Array(body.utf8)).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return WebhookDelivery(
            body: Array(body.utf8), signature: hex.joined(), receivedAt: Instant(secondsSinceEpoch: 0))
    }

    private func intake() -> WebhookIntake {
        WebhookIntake { body in [WebhookTests.sign("k2", body), WebhookTests.sign("k1", body)] }
    }

    private let success = """
        {"event": "charge.success", "data": {"id": 5, "domain": "test", "status": "success", "amount": "7500000",
         "currency": "NGN", "reference": "rk-s1-202603-a1"}}
        """

    @Test func presentAndFormerKeysAreGood() throws {
        for key in ["k1", "k2"] {
            var intake = intake()
            guard case .accepted(let event) = intake.take(delivery(success, key: key)),
                case .charge(let charge) = event.content
            else {
                Issue.record("not accepted")
                return
            }
            #expect(charge.money == SubunitMoney(7_500_000, .naira))
        }
    }

    @Test func everyOtherSignatureIsBad() {
        var intake = intake()
        let good = delivery(success)
        #expect(intake.take(delivery(success, key: "k3")) == .badSignature)
        #expect(
            intake.take(WebhookDelivery(body: good.body, signature: nil, receivedAt: good.receivedAt)) == .badSignature)
        for signature in ["", String(repeating: "0", count: 128), good.signature!.uppercased(), good.signature! + "0"] {
            let forged = WebhookDelivery(body: good.body, signature: signature, receivedAt: good.receivedAt)
            #expect(intake.take(forged) == .badSignature)
        }
        let changed = WebhookDelivery(body: good.body + [0x20], signature: good.signature, receivedAt: good.receivedAt)
        #expect(intake.take(changed) == .badSignature)
        guard case .accepted = intake.take(good) else {
            Issue.record("a bad signature must not use up the good one")
            return
        }
    }

    @Test func repetitionsCountByBytesAndByMeaning() {
        var intake = intake()
        _ = intake.take(delivery(success))
        #expect(intake.take(delivery(success)) == .repeated)
        #expect(intake.take(delivery(success.replacing(#""id": 5"#, with: #""id":  5"#))) == .repeated)
        guard case .accepted = intake.take(delivery(success.replacing("a1", with: "a2"))) else {
            Issue.record("another payment")
            return
        }
    }

    @Test(arguments: [
        (
            #"{"event": "refund.processed", "data": {"status": "processed", "transaction_reference": "rk-s1-202603-a1", "amount": "500", "currency": "NGN"}}"#,
            "refund"
        ),
        (
            #"{"event": "refund.failed", "data": {"status": "failed", "transaction": {"reference": "rk-s1-202603-a1"}, "amount": 500, "currency": "NGN"}}"#,
            "refund"
        ),
        (
            #"{"event": "charge.dispute.create", "data": {"id": 9, "status": "awaiting-merchant-feedback", "transaction": {"reference": "rk-s1-202603-a1", "amount": 100, "currency": "NGN"}, "dueAt": "2026-04-01T10:00:00.000Z"}}"#,
            "dispute"
        ),
        (#"{"event": "subscription.expiring_cards", "data": [{"expiry_date": "12/26"}]}"#, "other"),
        (
            #"{"event": "invoice.payment_failed", "data": {"transaction": {}, "subscription": {"subscription_code": "SUB_x"}}}"#,
            "other"
        ),
        (#"{"event": "moon.landed", "data": {}}"#, "other"),
        (#"{"event": "charge.success", "data": {"id": 1}}"#, "unreadable"), (#"{"data": {}}"#, "unreadable"),
        ("not json", "unreadable"),
    ])
    func bodiesAreWhatTheyAre(body: String, kind: String) {
        var intake = intake()
        let found =
            switch intake.take(delivery(body)) {
            case .accepted(let event):
                switch event.content {
                case .charge: "charge"
                case .refund(let refund): refund.reference == AnswerTests.reference ? "refund" : "refund of nobody"
                case .dispute(let dispute): dispute.reference == AnswerTests.reference ? "dispute" : "dispute of nobody"
                case .other: "other"
                }
            case .repeated: "repeated"
            case .badSignature: "bad"
            case .unreadable: "unreadable"
            }
        #expect(found == kind)
    }
}

import Crypto
import Kernel
import Testing

@testable import Payments

struct WebhookTests {
    private func delivery(_ body: String, key: String = "k2") -> WebhookDelivery {
        let bytes = Array(body.utf8)
        return WebhookDelivery(
            body: bytes, signature: HMACSHA512(of: bytes, key: Secret(key)).description,
            receivedAt: Instant(secondsSinceEpoch: 0))
    }

    /// Remembers what was taken, as the inbox does.
    private struct Remembering {
        let intake = WebhookIntake { body in ["k2", "k1"].map { HMACSHA512(of: body, key: Secret($0)) } }
        var digests: Set<Digest> = []
        var meanings: Set<String> = []

        mutating func take(_ delivery: WebhookDelivery) throws -> WebhookIntake.Verdict {
            let verdict = try intake.take(delivery) { [digests, meanings] digest, meaning in
                digests.contains(digest) || meaning.map(meanings.contains) ?? false
            }
            if case .accepted(let event) = verdict {
                digests.insert(Digest(of: delivery.body))
                meanings.insert(event.meaning)
            }
            return verdict
        }
    }

    private func intake() -> Remembering { Remembering() }

    private let success = """
        {"event": "charge.success", "data": {"id": 5, "domain": "test", "status": "success", "amount": "7500000",
         "currency": "NGN", "reference": "rk-s1-202603-a1"}}
        """

    @Test func presentAndFormerKeysAreGood() throws {
        for key in ["k1", "k2"] {
            var intake = intake()
            guard case .accepted(let event) = try intake.take(delivery(success, key: key)),
                case .charge(let charge) = event.content
            else {
                Issue.record("not accepted")
                return
            }
            #expect(charge.money == SubunitMoney(7_500_000, .naira))
        }
    }

    @Test func everyOtherSignatureIsBad() throws {
        var intake = intake()
        let good = delivery(success)
        #expect(try intake.take(delivery(success, key: "k3")) == .badSignature)
        #expect(
            try intake.take(WebhookDelivery(body: good.body, signature: nil, receivedAt: good.receivedAt))
                == .badSignature)
        for signature in ["", String(repeating: "0", count: 128), good.signature!.uppercased(), good.signature! + "0"] {
            let forged = WebhookDelivery(body: good.body, signature: signature, receivedAt: good.receivedAt)
            #expect(try intake.take(forged) == .badSignature)
        }
        let changed = WebhookDelivery(body: good.body + [0x20], signature: good.signature, receivedAt: good.receivedAt)
        #expect(try intake.take(changed) == .badSignature)
        guard case .accepted = try intake.take(good) else {
            Issue.record("a bad signature must not use up the good one")
            return
        }
    }

    @Test func repetitionsCountByBytesAndByMeaning() throws {
        var intake = intake()
        _ = try intake.take(delivery(success))
        let event = try WebhookEvent(Array(success.utf8))
        #expect(try intake.take(delivery(success)) == .repeated(event))
        #expect(try intake.take(delivery(success.replacing(#""id": 5"#, with: #""id":  5"#))) == .repeated(event))
        guard case .accepted = try intake.take(delivery(success.replacing("a1", with: "a2"))) else {
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
        (
            #"{"event": "refund.processed", "data": {"status": "processed", "amount": 500, "currency": "NGN"}}"#,
            "unreadable"
        ),
        ("not json", "unreadable"),
    ])
    func bodiesAreWhatTheyAre(body: String, kind: String) throws {
        var intake = intake()
        let found =
            switch try intake.take(delivery(body)) {
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

    @Test func twoPartRefundsAreTwoEvents() throws {
        var intake = intake()
        func refund(_ own: String, _ status: String = "processed") -> String {
            """
            {"event": "refund.\(status)", "data": {"status": "\(status)", "amount": "500", "currency": "NGN",
             "transaction_reference": "rk-s1-202603-a1"\(own)}}
            """
        }
        func dispute(_ id: Int) -> String {
            """
            {"event": "charge.dispute.create", "data": {"id": \(id), "status": "pending",
             "transaction": {"reference": "rk-s1-202603-a1", "amount": 100, "currency": "NGN"}}}
            """
        }
        let bodies = [
            refund(#", "refund_reference": "R1""#), refund(#", "refund_reference": "R2""#),
            refund(#", "id": 1"#), refund(#", "id": 2"#), dispute(1), dispute(2),
        ]
        for body in bodies {
            guard case .accepted = try intake.take(delivery(body)) else {
                Issue.record("taken for a repetition: \(body)")
                continue
            }
            guard case .repeated = try intake.take(delivery(body.replacing("data\":", with: "data\" :"))) else {
                Issue.record("taken for another: \(body)")
                continue
            }
        }
    }
}

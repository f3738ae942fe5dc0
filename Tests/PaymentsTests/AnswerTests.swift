import Kernel
import Testing

@testable import Payments

struct AnswerTests {
    static let reference = Reference("rk-s1-202603-a1")!
    static let transaction = """
        {"id": 18446744073709551615, "domain": "test", "status": "STATUS", "reference": "rk-s1-202603-a1",
         "amount": 7500000, "currency": "NGN", "gateway_response": "Approved ", "paid_at": "2026-03-31T02:00:05.000Z",
         "createdAt": "2026-03-31T02:00:01.000Z", "requested_amount": 7500000, "fees": "212500", "metadata": "",
         "customer": {"id": 1, "email": "payer@example.org"},
         "authorization": {"authorization_code": "AUTH_x1", "card_type": "visa ", "exp_month": "12", "exp_year": "2030",
                           "reusable": true}}
        """

    private func charge(_ status: Int, _ body: String) -> ChargeAnswer {
        ChargeAnswer(httpStatus: status, body: Array(body.utf8), reference: AnswerTests.reference)
    }

    private func verify(_ status: Int, _ body: String) -> VerifyAnswer {
        VerifyAnswer(httpStatus: status, body: Array(body.utf8), reference: AnswerTests.reference)
    }

    private func good(_ status: String) -> String {
        """
        {"status": true, "message": "Charge attempted", "data": \
        \(AnswerTests.transaction.replacing("STATUS", with: status))}
        """
    }

    @Test func aTransactionIsReadInFull() throws {
        guard case .observed(let charge) = charge(200, good("success")) else {
            Issue.record("not observed")
            return
        }
        #expect(charge.id == UInt64.max && charge.reference == AnswerTests.reference && charge.status == .success)
        #expect(charge.money == SubunitMoney(7_500_000, .naira) && charge.requestedSubunits == 7_500_000)
        #expect(charge.bankAnswer == "Approved" && charge.isTest)
        #expect(charge.createdAt == (try Samples.instant("2026-03-31T02:00:01Z")))
        #expect(charge.authorization?.code.reveal() == "AUTH_x1" && charge.authorization?.isReusable == true)
        #expect(charge.authorization?.expiry == Month("2030-12"))
        #expect(!"\(charge)".contains("AUTH_x1") && !"\(charge)".contains("payer@"))
    }

    @Test(arguments: [
        ("success", ObservedCharge.Status.success), ("failed", .failed), ("abandoned", .abandoned),
        ("reversed", .reversed), ("ongoing", .ongoing), ("send_otp", .ongoing), ("open_url", .ongoing),
        ("pending", .pending), ("processing", .pending), ("queued", .pending), ("in-space", .other("in-space")),
    ])
    func twoHundredIsNotPaid(word: String, status: ObservedCharge.Status) {
        guard case .observed(let charge) = charge(200, good(word)) else {
            Issue.record("not observed")
            return
        }
        #expect(charge.status == status)
    }

    @Test func aChallengeIsAPageForThePayer() {
        let body = """
            {"status": true, "message": "Please, redirect your customer to the authorization url provided",
             "data": {"authorization_url": "https://checkout.example/x", "reference": "rk-s1-202603-a1",
                      "access_code": "x", "paused": true}}
            """
        #expect(charge(200, body) == .actionRequired(url: "https://checkout.example/x"))
    }

    @Test(arguments: [
        ("Duplicate Transaction Reference", ChargeAnswer.duplicate),
        ("Authorization code is invalid", .rejected(Decline(.hard, "Authorization code is invalid"))),
        ("Currency not supported by merchant", .rejected(Decline(.setup, "Currency not supported by merchant"))),
        ("Invalid Amount Sent", .rejected(Decline(.setup, "Invalid Amount Sent"))),
    ])
    func fourHundredSaysWhy(message: String, answer: ChargeAnswer) {
        #expect(charge(400, #"{"status": false, "message": "\#(message)", "code": "x", "type": "y"}"#) == answer)
    }

    /// Whatever does not say for certain that nothing happened leaves the attempt unknown.
    @Test(arguments: [
        (200, ""), (200, "<html>busy</html>"), (200, #"{"status": true}"#),
        (200, #"{"status": false, "message": "x"}"#),
        (200, #"{"status": true, "data": {"status": "success"}}"#), (200, #"{"status": true, "data": {"id": 1, "sta"#),
        (400, "<html>Bad Request</html>"), (400, ""), (400, #"{"status": true}"#), (403, "{}"), (404, "{}"), (302, ""),
        (500, #"{"status": false, "message": "error"}"#), (502, "<html>"), (503, ""), (504, ""), (0, ""), (202, "{}"),
    ])
    func whatIsNotCertainIsUnknown(status: Int, body: String) {
        guard case .unknown = charge(status, body) else {
            Issue.record("\(charge(status, body))")
            return
        }
    }

    @Test func onlyPaystackItselfSaysNotFound() {
        let missing = #"{"status": false, "message": "Transaction reference not found.", "meta": {"nextStep": "x"}}"#
        #expect(verify(400, missing) == .notFound && verify(404, missing) == .notFound)
        for (status, body) in [
            (404, "<html>404</html>"), (404, #"{"status": false, "message": "Not here"}"#), (500, missing),
        ] {
            guard case .unknown = verify(status, body) else {
                Issue.record("\(status) \(body)")
                continue
            }
        }
        #expect(verify(401, "") == .keyRefused && charge(401, "") == .keyRefused && charge(429, "") == .notProcessed)
    }

    @Test(arguments: [
        (#""amount": 7500000"#, #""amount": 7500000.5"#), (#""amount": 7500000"#, #""amount": -1"#),
        (#""amount": 7500000"#, #""amount": "lots""#), (#""amount": 7500000"#, #""amount": 99999999999999999999"#),
        (#""currency": "NGN""#, #""currency": "naira""#), (#""currency": "NGN""#, #""currency": null"#),
        (#""domain": "test""#, #""domain": "moon""#), (#""id": 18446744073709551615"#, #""id": 18446744073709551616"#),
        (#""id": 18446744073709551615"#, #""id": 1.5"#), (#""status": "success""#, #""status": 1"#),
    ])
    func whatDecidesAboutMoneyIsReadStrictly(old: String, new: String) {
        let body = good("success")
        #expect(body.contains(old))
        guard case .unknown = verify(200, body.replacing(old, with: new)) else {
            Issue.record("\(new) was read")
            return
        }
    }

    @Test(arguments: [
        #""metadata": {"subscription": "s1"}"#, #""metadata": "{\"subscription\": \"s1\"}""#, #""metadata": 0"#,
        #""metadata": null"#, #""metadata": "{broken""#, #""metadata": [1]"#,
    ])
    func metadataMayHaveAnyShape(metadata: String) {
        let body = good("success").replacing(#""metadata": """#, with: metadata)
        guard case .observed(let charge) = verify(200, body) else {
            Issue.record("not observed")
            return
        }
        #expect(charge.ownSubscription?.text == (metadata.contains("s1") ? "s1" : nil))
    }

    /// Truncated anywhere, an answer is unknown and never another answer.
    @Test func aTruncatedAnswerIsUnknown() {
        let body = Array(good("failed").utf8)
        for length in 0..<body.count {
            guard
                case .unknown = ChargeAnswer(
                    httpStatus: 200, body: Array(body[..<length]), reference: AnswerTests.reference)
            else {
                Issue.record("cut at \(length)")
                return
            }
        }
    }
}

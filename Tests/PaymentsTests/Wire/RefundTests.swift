import Documents
import Kernel
import Testing

@testable import Payments

extension WireTests {
    struct Refunds {
        private func paid(_ wire: WireCase, _ currency: Currency) throws -> RefundRequest {
            let request = try wire.request(currency)
            guard case .observed = try wire.provider.charge(request) else { throw Sandbox.Refused(answer: "unpaid") }
            let third = SubunitMoney(request.money.subunits / 3, currency)
            return RefundRequest(reference: request.reference, money: third, note: "reckon refund r1")
        }

        @Test(arguments: ["lost", "truncated", "html-after", "500-after"], [Currency.naira, .dollar])
        func aRefundWhoseAnswerIsLostIsKnownAgain(kind: String, currency: Currency) throws {
            let wire = try WireCase()
            let request = try paid(wire, currency)
            try wire.sandbox.fault(kind, path: "/refund", more: [.init("method", "POST")])
            guard case .unknown = try wire.provider.refund(request) else {
                Issue.record("taken for an answer")
                return
            }
            guard case .observed(let refund) = try wire.provider.refund(request) else {
                Issue.record("not known again")
                return
            }
            #expect(refund.money == request.money && refund.status == .pending)
            let listed = try wire.provider.refunds(of: request.reference)
            #expect(listed.end == .complete && listed.items == [refund])
        }

        @Test func noMoreIsGivenBackThanCame() throws {
            let wire = try WireCase()
            let first = try paid(wire, .naira)
            guard case .observed = try wire.provider.refund(first) else {
                Issue.record("not refunded")
                return
            }
            let whole = RefundRequest(reference: first.reference, money: WireCase.money(.naira), note: "r2")
            let foreign = RefundRequest(reference: first.reference, money: WireCase.money(.dollar), note: "r3")
            let unknown = RefundRequest(reference: try Samples.attempt(9).reference, money: first.money, note: "r4")
            for request in [whole, foreign, unknown] {
                guard case .rejected = try wire.provider.refund(request) else {
                    Issue.record("\(request.note) was not refused")
                    continue
                }
            }
            let count = try wire.sandbox.journal("request").count {
                $0.text("path") == "/refund" && $0.text("method") == "POST"
            }
            #expect(count == 1, "what is wrong is not sent")
        }

        @Test func withoutACompleteListNothingIsGivenBack() throws {
            let wire = try WireCase()
            let request = try paid(wire, .dollar)
            try wire.sandbox.fault("500", path: "/refund", more: [.init("method", "GET"), .init("times", 99)])
            #expect(try wire.provider.refund(request) == .notProcessed)
            let listed = try wire.provider.refunds(of: request.reference)
            #expect(listed.end != .complete && listed.items.isEmpty)
        }

        @Test func besideARefundThatArrivedAfterAllNothingIsSent() throws {
            let wire = try WireCase()
            let paid = try paid(wire, .naira)
            let notes = ["\(paid.reference)-r1", "\(paid.reference)-r2"]
            let first = RefundRequest(reference: paid.reference, money: paid.money, note: notes[0])
            var second = RefundRequest(reference: paid.reference, money: paid.money, note: notes[1])
            guard case .observed = try wire.provider.refund(first), case .rejected = try wire.provider.refund(second)
            else {
                Issue.record("both went out")
                return
            }
            second.acceptedNotes = [notes[0]]
            guard case .observed(let refund) = try wire.provider.refund(second) else {
                Issue.record("what is known keeps another from going out")
                return
            }
            #expect(refund.note == notes[1])
        }
    }
}

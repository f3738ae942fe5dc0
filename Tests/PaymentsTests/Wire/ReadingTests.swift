import Documents
import HTTP
import Kernel
import Testing

@testable import Payments

extension WireTests {
    struct Reading {
        @Test(arguments: ["lost", "reset-before", "truncated", "429", "500", "503"])
        func verifyAsksAgain(kind: String) throws {
            let wire = try WireCase()
            let request = try wire.request(.naira)
            _ = try wire.provider.charge(request)
            // Twice, since libcurl by itself sends again what dies on a connection that was used before.
            try wire.sandbox.fault(kind, path: "/transaction/verify/*", more: [.init("times", 2)])
            guard case .observed(let charge) = try wire.provider.verify(request.reference) else {
                Issue.record("not observed")
                return
            }
            #expect(charge.status == .success)
            #expect(!wire.clock.waits.isEmpty)
        }

        @Test(arguments: ["lost", "reset-before", "truncated", "429", "500", "503", "html", "redirect"])
        func verifyThatNobodyAnswersTellsNothing(kind: String) throws {
            let wire = try WireCase()
            try wire.sandbox.fault(kind, path: "/transaction/verify/*", more: [.init("times", 9)])
            guard case .unknown(let text) = try wire.provider.verify(Samples.attempt().reference) else {
                Issue.record("taken for an answer")
                return
            }
            #expect(!text.isEmpty)
        }

        @Test func aPageOfAProxyIsNoWordAboutAReference() throws {
            let wire = try WireCase()
            #expect(try wire.provider.verify(Samples.attempt().reference) == .notFound)
            let answer = VerifyAnswer(
                httpStatus: 404, body: Array("<html>".utf8), reference: try Samples.attempt().reference)
            guard case .unknown = answer else {
                Issue.record("taken for an answer")
                return
            }
        }

        @Test func aRefusedKeyIsRefusedEverywhere() throws {
            let wire = try WireCase()
            let request = try wire.request(.naira)
            try wire.sandbox.control("key")
            let (from, to) = (wire.clock.wall.now().advanced(bySeconds: -60), wire.clock.wall.now())
            #expect(try wire.provider.charge(request) == .keyRefused)
            #expect(try wire.provider.verify(request.reference) == .keyRefused)
            #expect(try wire.provider.transactions(from: from, to: to).end == .keyRefused)
            #expect(try wire.provider.settlements(from: from, to: to).end == .keyRefused)
            #expect(try wire.provider.refunds(of: request.reference).end == .keyRefused)
            #expect(
                try wire.provider.refund(RefundRequest(reference: request.reference, money: request.money, note: "n"))
                    == .keyRefused)
        }

        @Test func listsAreReadToTheirEnd() throws {
            let wire = try WireCase()
            try wire.sandbox.control("settings", ["page-cap": 2])
            for ordinal in 1...5 { _ = try wire.provider.charge(wire.request(.naira, ordinal: ordinal)) }
            let (from, to) = (wire.clock.wall.now().advanced(bySeconds: -60), wire.clock.wall.now())
            let listed = try wire.provider.transactions(from: from, to: to)
            #expect(listed.end == .complete && listed.items.count == 10)
            #expect(Set(listed.items.map(\.id)).count == 10)
            // Beyond what binary fractions tell apart.
            #expect(listed.items.allSatisfy { $0.id > 1 << 53 })
            // A time, and not a day: the same day before the first payment is another window.
            let early = try wire.provider.transactions(from: from, to: from.advanced(bySeconds: 59))
            #expect(early.end == .complete && early.items.isEmpty)
        }

        @Test(arguments: ["500", "html", "truncated", "redirect", "lost"])
        func aListThatBreaksOffSaysSo(kind: String) throws {
            let wire = try WireCase()
            try wire.sandbox.control("settings", ["page-cap": 2])
            for ordinal in 1...2 { _ = try wire.provider.charge(wire.request(.dollar, ordinal: ordinal)) }
            try wire.sandbox.fault(kind, path: "/transaction", more: [.init("nth", 2), .init("times", 9)])
            let (from, to) = (wire.clock.wall.now().advanced(bySeconds: -60), wire.clock.wall.now())
            let listed = try wire.provider.transactions(from: from, to: to)
            guard case .brokeOff(let text) = listed.end else {
                Issue.record("\(listed.end)")
                return
            }
            #expect(listed.items.count == 2 && !text.isEmpty)
        }

        @Test func aSettlementIsHeldAgainstItsPayments() throws {
            let wire = try WireCase()
            for ordinal in 1...3 { _ = try wire.provider.charge(wire.request(.naira, ordinal: ordinal)) }
            let settled = try Samples.attempt(2).reference.text
            try wire.sandbox.control(
                "settlement", ["currency": "NGN", "references": [.string(settled)], "gap": 100])
            try wire.sandbox.control("settings", ["page-cap": 2])
            try wire.sandbox.control("settlement", ["currency": "NGN"])
            let (from, to) = (wire.clock.wall.now().advanced(bySeconds: -60), wire.clock.wall.now())
            let listed = try wire.provider.settlements(from: from, to: to)
            #expect(listed.end == .complete && listed.items.map(\.lines.count).sorted() == [1, 5])
            var input = ReconciliationInput(
                attempts: [], charges: [], mode: .test, prefix: try #require(ReferencePrefix("rk")), from: from, to: to)
            input.settlements = listed.items
            let gaps = Reconciliation(input).findings().filter { $0.kind == .settlementGap }
            #expect(gaps.map(\.money) == [SubunitMoney(-100, .naira)])
            // Without all of its payments a settlement would show a gap that is none.
            try wire.sandbox.fault("500", path: "/settlement/*/transactions", more: [.init("times", 99)])
            let broken = try wire.provider.settlements(from: from, to: to)
            #expect(broken.items.isEmpty && broken.end != .complete)
        }

        @Test func requestsKeepBelowTheLimit() throws {
            let wire = try WireCase(throttle: Throttle(requests: 1, perSeconds: 1))
            for _ in 1...3 { _ = try wire.provider.verify(Samples.attempt().reference) }
            #expect(wire.clock.waits == [1_000_000, 1_000_000])
        }

        @Test func whatIsKeptOfCallsHoldsNoSecrets() throws {
            let wire = try WireCase()
            let request = try wire.request(.naira)
            _ = try wire.provider.charge(request)
            try wire.sandbox.fault("lost", path: WireCase.chargePath)
            _ = try wire.provider.charge(request)
            #expect(wire.calls.map(\.purpose).suffix(2) == ["paystack charge", "paystack charge"])
            #expect(wire.calls.map(\.status).suffix(2) == [200, nil])
            #expect(wire.calls.suffix(2).map(\.reference) == [request.reference.text, request.reference.text])
            #expect(wire.calls[wire.calls.count - 1].request == wire.calls[wire.calls.count - 2].request)
            let text = "\(wire.calls) \(request)"
            #expect(try !text.contains(wire.sandbox.key))
            #expect(!text.contains(WireCase.email) && !text.contains(request.card.code.reveal()))
        }
    }
}

import Documents
import Kernel
import Testing

@testable import Payments

extension WireTests {
    struct ChargeFaults {
        struct Fault: Sendable, CustomTestStringConvertible {
            enum Told { case unknown, notProcessed, duplicate }

            var kind: String
            /// Whether the money moved all the same.
            var isDone: Bool
            var told = Told.unknown
            var testDescription: String { kind }

            func fits(_ answer: ChargeAnswer) -> Bool {
                switch (told, answer) {
                case (.unknown, .unknown), (.notProcessed, .notProcessed), (.duplicate, .duplicate): true
                default: false
                }
            }
        }

        static let faults = [
            Fault(kind: "lost", isDone: true), Fault(kind: "reset-before", isDone: false),
            Fault(kind: "reset-after", isDone: true), Fault(kind: "held", isDone: false),
            Fault(kind: "twice", isDone: true, told: .duplicate),
            Fault(kind: "429", isDone: false, told: .notProcessed), Fault(kind: "500", isDone: false),
            Fault(kind: "500-after", isDone: true), Fault(kind: "503", isDone: false),
            Fault(kind: "503-after", isDone: true), Fault(kind: "html", isDone: false),
            Fault(kind: "html-after", isDone: true), Fault(kind: "truncated", isDone: true),
            Fault(kind: "redirect", isDone: false), Fault(kind: "slow", isDone: true),
        ]

        /// Answer, journal, verify, and the same call once more: one debit in the end, whatever happened.
        @Test(arguments: faults, [Currency.naira, .dollar])
        func noFaultChargesTwice(fault: Fault, currency: Currency) throws {
            let wire = try WireCase(chargeMilliseconds: fault.kind == "slow" ? 3000 : nil)
            let request = try wire.request(currency)
            let more = fault.kind == "slow" ? [JSONOut.Member("seconds", 30)] : []
            try wire.sandbox.fault(fault.kind, path: WireCase.chargePath, more: more)

            let answer = try wire.provider.charge(request)
            #expect(fault.fits(answer), "\(answer)")
            #expect(try wire.chargeCount(request.reference) == 1, "sent once, whatever happened")
            #expect(try wire.debits(request.reference).count == (fault.isDone ? 1 : 0))

            switch try wire.provider.verify(request.reference) {
            case .observed(let charge): #expect(fault.isDone && charge.status == .success)
            case .notFound: #expect(!fault.isDone)
            case .keyRefused, .unknown: Issue.record("verify did not tell")
            }
            let second = try wire.provider.charge(request)
            if fault.isDone {
                #expect(second == .duplicate)
            } else if case .observed(let charge) = second {
                #expect(charge.status == .success && charge.money == request.money)
            } else {
                Issue.record("\(second)")
            }
            try wire.sandbox.control("release")
            let debits = try wire.debits(request.reference)
            #expect(debits.count == 1)
            #expect(debits.first?.text("currency") == currency.description)
            #expect(debits.first?.wholeNumber("amount") == request.money.subunits)
        }

        @Test(arguments: [Currency.naira, .dollar]) func aChargeSaysWhatItIsFor(currency: Currency) throws {
            let wire = try WireCase()
            let request = try wire.request(currency)
            guard case .observed(let charge) = try wire.provider.charge(request) else {
                Issue.record("not observed")
                return
            }
            #expect(charge.status == .success && charge.money == request.money && charge.isTest)
            #expect(charge.reference == request.reference)
            let metadata = try wire.debits(request.reference).first?["metadata"]
            #expect(metadata?.text("subscription") == "s1")
            #expect(metadata?.text("period") == request.period.description)
        }

        @Test(arguments: [Currency.naira, .dollar]) func otherMoneyIsSeen(currency: Currency) throws {
            for kind in ["wrong-currency", "wrong-amount"] {
                let wire = try WireCase()
                var attempt = try Samples.attempt(money: WireCase.money(currency))
                let request = ChargeRequest(attempt, card: try wire.card(currency))
                try wire.sandbox.fault(kind, path: WireCase.chargePath)
                guard case .observed(let charge) = try wire.provider.charge(request) else {
                    Issue.record("\(kind) was not observed")
                    continue
                }
                _ = attempt.apply(.observed(charge), now: attempt.sentAt)
                #expect(attempt.state == .mismatched)
                switch attempt.mismatch {
                case .currency(let paid): #expect(kind == "wrong-currency" && paid.currency != currency)
                case .amount(let paid): #expect(kind == "wrong-amount" && paid.subunits < request.money.subunits)
                case nil: Issue.record("\(kind) was taken for paid")
                }
            }
        }

        @Test func whatIsNotPaidIsNotTakenForPaid() throws {
            let wire = try WireCase()
            func answer(_ ordinal: Int, _ kind: String, _ more: [JSONOut.Member] = []) throws -> ChargeAnswer {
                let request = try wire.request(.naira, ordinal: ordinal)
                try wire.sandbox.fault(kind, path: WireCase.chargePath, more: more)
                return try wire.provider.charge(request)
            }
            if case .observed(let charge) = try answer(1, "decline", [.init("text", "Insufficient Funds")]) {
                #expect(charge.status == .failed && charge.bankAnswer == "Insufficient Funds")
            } else {
                Issue.record("a decline is an answer with HTTP 200")
            }
            if case .observed(let charge) = try answer(2, "pending") {
                #expect(charge.status == .pending)
            } else {
                Issue.record("not pending")
            }
            if case .actionRequired(let url) = try answer(3, "needs-action") {
                #expect(url.hasPrefix("https://"))
            } else {
                Issue.record("a challenge is a page for the payer")
            }
            #expect(try wire.sandbox.journal("debit").count == 3, "those of the three first payments")
        }

        @Test(arguments: [
            ("Authorization code is invalid", Decline.Kind.hard), ("Currency not supported by merchant", .setup),
            ("Invalid Amount Sent", .setup),
            ("Email does not match Authorization code. Authorization may be inactive", .hard),
        ])
        func aRefusalLeavesTheReferenceFree(text: String, kind: Decline.Kind) throws {
            let wire = try WireCase()
            let request = try wire.request(.naira)
            try wire.sandbox.fault("reject", path: WireCase.chargePath, more: [.init("text", .string(text))])
            #expect(try wire.provider.charge(request) == .rejected(Decline(kind, text)))
            #expect(try wire.provider.verify(request.reference) == .notFound)
        }

        @Test func aRemovedCardIsRefusedForGood() throws {
            let wire = try WireCase()
            let request = try wire.request(.dollar)
            try wire.sandbox.control(
                "card", ["authorization_code": .string(request.card.code.reveal()), "active": .bool(false)])
            guard case .rejected(let decline) = try wire.provider.charge(request) else {
                Issue.record("charged a card that was removed")
                return
            }
            #expect(decline.kind == .hard)
        }
    }
}

import Database
import Foundation
import Kernel
import Synchronization
import Testing

@testable import HTTP
@testable import Payments

extension PaymentStoreTests {
    /// Takes refunds, loses answers, and lists what it took.
    private final class Counter: PaymentRefunds {
        var taken: [ObservedRefund] = []
        var losesAnswers = false
        /// Nothing is sent, and this is thrown.
        var trouble: HTTPError?
        private(set) var acceptedNotes: Set<String> = []

        func refunds(of reference: Reference) -> Listed<ObservedRefund> { Listed(taken, end: .complete) }

        func refund(_ request: RefundRequest) throws -> RefundAnswer {
            if let trouble { throw trouble }
            acceptedNotes = request.acceptedNotes
            if let made = taken.first(where: { $0.note == request.note }) { return .observed(made) }
            let refund = ObservedRefund(
                id: UInt64(taken.count + 1), reference: request.reference, money: request.money, status: .pending,
                note: request.note)
            taken.append(refund)
            return losesAnswers ? .unknown("timeout") : .observed(refund)
        }
    }

    private func paid(_ name: String) throws -> (TenantID, ChargeAttempt) {
        let tenant = try #require(TenantID(name))
        let wanted = try account(name, tenant)
        let store = store([tenant])
        try store.add(wanted)
        let sent = try attempt(wanted, 1)
        try store.update(wanted.subscription.id) { account in
            account.attempts = [sent]
            account.apply(.observed(try Samples.charge(sent)), to: sent.reference, now: sent.sentAt, source: .listing)
        }
        return (tenant, sent)
    }

    private func documents(_ tenant: TenantID) throws -> [InvoiceBook.Issued] {
        try database.withTenant(tenant, readOnly: true) { session in
            try InvoiceBook(session: session, tenant: tenant, mode: .test).documents()
        }
    }

    @Test func twoEqualPartsAreTwoRefunds() throws {
        let (tenant, payment) = try paid("parts")
        let (one, other) = (store([tenant], actor: "ada"), store([tenant], actor: "bola"))
        let provider = Counter()
        let approval = RefundApproval(store: other, provider: provider, clock: .fixed(payment.sentAt))
        for count in 1...2 {
            _ = try one.proposeRefund(of: payment.reference, subunits: 500, note: "half", now: payment.sentAt)
            #expect(throws: Failure.self) {
                try RefundApproval(store: one, provider: provider, clock: .fixed(payment.sentAt)).run(payment.reference)
            }
            #expect(try approval.run(payment.reference).1 == .taken)
            #expect(provider.taken.count == count)
        }
        provider.losesAnswers = true
        _ = try one.proposeRefund(of: payment.reference, subunits: 500, note: "third", now: payment.sentAt)
        #expect(throws: Failure.self) { try approval.run(payment.reference) }
        #expect(try approval.run(payment.reference).1 == .hadArrived)
        #expect(provider.taken.count == 3)
        // Sent, and never there: within the hour it may still be under way.
        let order = try one.proposeRefund(of: payment.reference, subunits: 500, note: "fourth", now: payment.sentAt)
        try other.approve(order, now: payment.sentAt)
        #expect(throws: Failure.self) { try approval.run(payment.reference) }
        let later = RefundApproval(
            store: other, provider: provider, clock: .fixed(payment.sentAt.advanced(bySeconds: 3601)))
        #expect(try later.run(payment.reference).1 == .neverArrived)
        #expect(provider.taken.count == 3)
    }

    @Test func anAccountKnowsWhatGoesBackOfItsPayments() throws {
        let (tenant, payment) = try paid("goesback")
        let store = store([tenant])
        func refunded() throws -> Set<Reference> { try store.update(payment.subscription) { $0.refunded } }
        #expect(try refunded().isEmpty)
        _ = try store.proposeRefund(of: payment.reference, subunits: 500, note: "part", now: payment.sentAt)
        #expect(try refunded() == [payment.reference])
        #expect(try store.account(payment.subscription).refunded == [payment.reference])
        try store.withdraw(try store.openRefund(of: payment.reference), now: payment.sentAt)
        #expect(try refunded().isEmpty)
        let refund = ObservedRefund(
            id: 1, reference: payment.reference, money: SubunitMoney(500, .naira), status: .processed, note: nil)
        #expect(try store.record(refund, source: .listing, now: payment.sentAt))
        #expect(try refunded() == [payment.reference])
    }

    /// A refund and an upgrade that credits the same money are decided one after the other.
    @Test func aRefundIsProposedAfterWhatIsBeingDecided() throws {
        let (tenant, payment) = try paid("inturn")
        let order = Mutex<[String]>([])
        let (isDeciding, isDecided) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        Thread.detachNewThread {
            defer { isDecided.signal() }
            do {
                try store([tenant]).update(payment.subscription) { account in
                    isDeciding.signal()
                    // Far longer than a proposal takes that waits for nobody.
                    Thread.sleep(forTimeInterval: 0.5)
                    order.withLock { $0.append("decided, \(account.refunded.count) refunded") }
                }
            } catch { order.withLock { $0.append("\(error)") } }
        }
        isDeciding.wait()
        _ = try store([tenant]).proposeRefund(of: payment.reference, subunits: 500, note: "x", now: payment.sentAt)
        order.withLock { $0.append("proposed") }
        isDecided.wait()
        #expect(order.withLock { $0 } == ["decided, 0 refunded", "proposed"])
    }

    @Test func aProposalIsTakenBack() throws {
        let (tenant, payment) = try paid("withdrawn")
        let store = store([tenant])
        let order = try store.proposeRefund(of: payment.reference, subunits: 500, note: "wrong", now: payment.sentAt)
        try store.withdraw(order, now: payment.sentAt)
        #expect(throws: Failure.self) { try store.withdraw(order, now: payment.sentAt) }
        #expect(throws: Failure.self) { try store.openRefund(of: payment.reference) }
        let whole = try store.proposeRefund(of: payment.reference, subunits: nil, note: "right", now: payment.sentAt)
        #expect(whole.money == payment.price.money)
        #expect(try store.refundOrders(of: tenant).map(\.state) == [.refused, .proposed])
    }

    @Test func aRefundThatFailsAfterItWasTakenMakesRoomForAnother() throws {
        let (tenant, payment) = try paid("failing")
        let (one, other) = (store([tenant], actor: "ada"), store([tenant], actor: "bola"))
        let order = try one.proposeRefund(of: payment.reference, subunits: nil, note: "all", now: payment.sentAt)
        try other.approve(order, now: payment.sentAt)
        try other.settle(order, as: .accepted, now: payment.sentAt)
        let failed = ObservedRefund(
            id: 71, reference: payment.reference, money: order.money, status: .failed, note: order.request.note)
        #expect(try one.record(failed, source: .listing, now: payment.sentAt))
        #expect(try !one.record(failed, source: .listing, now: payment.sentAt))
        #expect(try one.knownRefunds() == ["failed 71"])
        #expect(try one.refundOrders(of: tenant).map(\.state) == [.refused])
        #expect(try documents(tenant).count == 1, "no credit note for what did not go back")
        let again = try one.proposeRefund(of: payment.reference, subunits: nil, note: "all", now: payment.sentAt)
        #expect(again.ordinal == 2 && again.money == payment.price.money)
    }

    @Test func onlyInvoicedMoneyGetsACreditNote() throws {
        let (tenant, payment) = try paid("credited")
        let store = store([tenant])
        let second = try attempt(try account("credited", tenant), 2)
        try store.update(payment.subscription) { account in
            account.attempts.append(second)
            account.apply(
                .observed(try Samples.charge(second, id: 8)), to: second.reference, now: payment.sentAt,
                source: .listing)
        }
        func refund(_ attempt: ChargeAttempt, _ id: UInt64) -> ObservedRefund {
            ObservedRefund(id: id, reference: attempt.reference, money: attempt.price.money, status: .processed)
        }
        #expect(try store.attempt(second.reference)?.state == .surplus)
        #expect(try store.record(refund(second, 81), source: .listing, now: payment.sentAt))
        #expect(try documents(tenant).count == 1)
        #expect(try store.record(refund(payment, 82), source: .listing, now: payment.sentAt))
        #expect(try documents(tenant).count == 2)
        #expect(try store.knownRefunds() == ["processed 81", "processed 82"])
    }

    /// A subscription of the tenant's name whose payment came in the wrong currency.
    private func addPaidInDollars(_ store: PostgresPaymentStore, _ tenant: TenantID) throws -> ChargeAttempt {
        let wanted = try account(tenant.text, tenant)
        try store.add(wanted)
        let sent = try attempt(wanted, 1)
        try store.update(wanted.subscription.id) { account in
            account.attempts = [sent]
            account.apply(
                .observed(try Samples.charge(sent, money: SubunitMoney(4900, .dollar))), to: sent.reference,
                now: sent.sentAt, source: .listing)
        }
        return sent
    }

    @Test func wrongMoneyThatIsTakenForAPeriodIsInvoicedAsItCame() throws {
        let tenant = try #require(TenantID("granted"))
        let store = store([tenant])
        let sent = try addPaidInDollars(store, tenant)
        #expect(try documents(tenant).isEmpty)
        try store.release(sent.subscription, note: "looked", granting: false, now: sent.sentAt)
        try store.release(sent.subscription, note: "taken for it", granting: true, now: sent.sentAt)
        let issued = try documents(tenant)
        #expect(issued.count == 1 && issued[0].text.contains("\"49.00\"") && issued[0].text.contains("USD"))
    }

    @Test func aRefundThatArrivesAfterItWasGivenUpCounts() throws {
        let (tenant, payment) = try paid("arriving")
        let (one, other) = (store([tenant], actor: "ada"), store([tenant], actor: "bola"))
        let order = try one.proposeRefund(of: payment.reference, subunits: 500, note: "part", now: payment.sentAt)
        try other.approve(order, now: payment.sentAt)
        try other.settle(order, as: .refused, now: payment.sentAt)
        let arrived = ObservedRefund(
            id: 91, reference: payment.reference, money: order.money, status: .processed, note: order.request.note)
        #expect(try one.record(arrived, source: .listing, now: payment.sentAt))
        #expect(try one.refundOrders(of: tenant).map(\.state) == [.accepted])
        let rest = try one.proposeRefund(of: payment.reference, subunits: nil, note: "rest", now: payment.sentAt)
        #expect(rest.money.subunits == payment.price.money.subunits - 500)
        let provider = Counter()
        _ = try RefundApproval(store: other, provider: provider, clock: .fixed(payment.sentAt)).run(payment.reference)
        #expect(provider.acceptedNotes == [order.request.note])
        // One that was only ever withdrawn was never sent.
        #expect(try one.refundOrders(of: tenant).map(\.state) == [.accepted, .accepted])
    }

    @Test func whatWasNotSentMayBeProposedAgain() throws {
        let (tenant, payment) = try paid("unsent")
        let (one, other) = (store([tenant], actor: "ada"), store([tenant], actor: "bola"))
        _ = try one.proposeRefund(of: payment.reference, subunits: 500, note: "part", now: payment.sentAt)
        let provider = Counter()
        provider.trouble = HTTPError(.certificateRefused, "refused", sent: false)
        let approval = RefundApproval(store: other, provider: provider, clock: .fixed(payment.sentAt))
        #expect(throws: HTTPError.self) { try approval.run(payment.reference) }
        #expect(try one.refundOrders(of: tenant).map(\.state) == [.refused])
        provider.trouble = nil
        _ = try one.proposeRefund(of: payment.reference, subunits: 500, note: "part", now: payment.sentAt)
        #expect(try approval.run(payment.reference).1 == .taken)
        #expect(provider.taken.count == 1)
    }

    @Test func whatWentBackBeforeTheInvoiceGetsItsCreditNote() throws {
        let tenant = try #require(TenantID("early"))
        let store = store([tenant])
        let sent = try addPaidInDollars(store, tenant)
        for (id, status) in [(95, ObservedRefund.Status.processed), (96, .failed), (97, .processed)] {
            let refund = ObservedRefund(
                id: UInt64(id), reference: sent.reference, money: SubunitMoney(Int64(id), .dollar), status: status)
            #expect(try store.record(refund, source: .listing, now: sent.sentAt))
        }
        #expect(try documents(tenant).isEmpty)
        #expect(try store.takenPayments().isEmpty)
        try store.release(sent.subscription, note: "the rest is fine", granting: true, now: sent.sentAt)
        let issued = try documents(tenant)
        #expect(issued.count == 3)
        #expect(issued[1].text.contains("\"-0.95\"") && issued[1].text.contains("\"refund\":\"95\""))
        #expect(issued[2].text.contains("\"-0.97\""))
        #expect(try store.takenPayments() == [sent.reference])
        #expect(try self.store([tenant], mode: .live).takenPayments().isEmpty)
        #expect(try self.store([tenant], mode: .live).knownRefunds().isEmpty)
        #expect(try store.knownRefunds() == ["processed 95", "failed 96", "processed 97"])
    }
}

import Kernel

@testable import Payments

/// A provider that keeps its word about references, and fails in every way around it.
final class SimulatedProvider: PaymentProvider {
    struct Debit { var reference: Reference, money: SubunitMoney, subscription: SubscriptionID, period: BillingPeriod }
    struct InFlight { var request: ChargeRequest, arrives: Instant }

    let world: SimulatedWorld
    private(set) var charges: [Reference: ObservedCharge] = [:]
    private(set) var debits: [Debit] = []
    private var requests: [Reference: ChargeRequest] = [:]
    private var inFlight: [InFlight] = []
    private(set) var webhooks: [(ObservedCharge, due: Instant)] = []
    private var nextID: UInt64 = 1
    private(set) var callCount = 0

    init(world: SimulatedWorld) { self.world = world }

    func charge(_ request: ChargeRequest) throws -> ChargeAnswer {
        callCount += 1
        deliverInFlight()
        world.tell("charge \(request.reference), call \(request.call)")
        let answer = try answer(request)
        world.tell("  answer \(answer.event)")
        return answer
    }

    private func answer(_ request: ChargeRequest) throws -> ChargeAnswer {
        if world.strikes(30) { throw Crash() }
        if world.strikes(20) { return .notProcessed }
        if world.strikes(20) { return .unknown("HTTP 502") }
        if world.strikes(5) { return .keyRefused }
        if world.strikes(30) {
            // The line is dead for the caller, and the request still arrives.
            let seconds = Int64(world.random.below(59))
            inFlight.append(InFlight(request: request, arrives: world.time.advanced(bySeconds: seconds)))
            if world.random.happens(300) { throw Crash() }
            return .unknown("timeout")
        }
        var answer = process(request)
        // A transport that sends again on a dead connection.
        if world.strikes(30) { answer = process(request) }
        if world.strikes(40) { throw Crash() }
        if world.strikes(40) { return .unknown("no answer") }
        return answer
    }

    func verify(_ reference: Reference) throws -> VerifyAnswer {
        callCount += 1
        deliverInFlight()
        if world.strikes(20) { throw Crash() }
        if world.strikes(40) { return .unknown("HTML") }
        if world.strikes(5) { return .keyRefused }
        world.tell("verify \(reference): \(charges[reference]?.status as Any)")
        guard let charge = charges[reference] else { return .notFound }
        return .observed(charge)
    }

    private func process(_ request: ChargeRequest) -> ChargeAnswer {
        if charges[request.reference] != nil { return .duplicate }
        if world.strikes(60) {
            return .rejected(
                .byRejection(world.random.happens(500) ? "Authorization code is invalid" : "Invalid Amount Sent"))
        }
        var charge = ObservedCharge(
            id: nextID, reference: request.reference, status: .success, money: request.money, isTest: true,
            bankAnswer: "Approved", createdAt: world.time, paidAt: world.time)
        nextID += 1
        requests[request.reference] = request
        if world.strikes(150) {
            charge.status = .failed
            charge.bankAnswer = world.random.happens(150) ? "Stolen card" : "Insufficient Funds"
        } else if world.strikes(80) {
            charge.status = .pending
        } else if world.strikes(60) {
            charge.status = .abandoned
            charges[request.reference] = charge
            return .actionRequired(url: "https://checkout.example/\(charge.id)")
        } else if world.strikes(8) {
            charge.money = SubunitMoney(request.money.subunits, request.money.currency == .naira ? .dollar : .naira)
        } else if world.strikes(8) {
            charge.money = SubunitMoney(request.money.subunits - 1, request.money.currency)
        }
        charges[request.reference] = charge
        if charge.status == .success { debit(charge, request) }
        return .observed(charge)
    }

    private func debit(_ charge: ObservedCharge, _ request: ChargeRequest) {
        world.tell("  DEBIT \(request.reference) \(charge.money)")
        debits.append(
            Debit(
                reference: request.reference, money: charge.money, subscription: request.subscription,
                period: request.period))
        let copies = world.isFaulty ? world.random.below(3) : 1
        for _ in 0..<copies {
            let delay = Int64(world.random.below(72 * 3600))
            webhooks.append((charge, due: world.time.advanced(bySeconds: delay)))
        }
    }

    /// What is under way arrives within a minute, or has been lost.
    func deliverInFlight() {
        guard !inFlight.isEmpty else { return }
        let arrived = inFlight.filter { $0.arrives <= world.time }
        inFlight.removeAll { $0.arrives <= world.time }
        for message in arrived { _ = process(message.request) }
    }

    func takeDueWebhooks() -> [ObservedCharge] {
        let due = webhooks.filter { $0.due <= world.time }
        webhooks.removeAll { $0.due <= world.time }
        return due.map { $0.0 }
    }

    /// Banks decide, payers act or leave, before the next night.
    func settleOpen() {
        for reference in charges.keys.sorted() {
            guard var charge = charges[reference], let request = requests[reference] else { continue }
            switch charge.status {
            case .pending where !world.isFaulty || world.random.happens(700),
                .abandoned where charge.bankAnswer == "Approved":
                let succeeds = world.random.happens(600)
                if !succeeds, charge.status == .abandoned {
                    charge.bankAnswer = "left"
                } else {
                    charge.status = succeeds ? .success : .failed
                    charge.bankAnswer = succeeds ? "Approved" : "Insufficient Funds"
                    charge.paidAt = world.time
                }
                charges[reference] = charge
                if charge.status == .success { debit(charge, request) }
            default: break
            }
        }
    }
}

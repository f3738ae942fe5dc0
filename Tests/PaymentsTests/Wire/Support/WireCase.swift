import Documents
import HTTP
import Kernel
import Synchronization
import Testing

@testable import Payments

/// A sandbox that has forgotten everything, a clock that stands still on both sides, and a provider that calls it.
final class WireCase {
    static let email = "payer@example.org"
    static let chargePath = "/transaction/charge_authorization"

    let sandbox: Sandbox
    let clock: TestClock
    let provider: PaystackProvider
    private let kept: Kept

    /// All that the audit log would get.
    var calls: [PaystackCall] { kept.calls }

    private final class Kept { var calls: [PaystackCall] = [] }

    init(
        at now: String = "2026-01-31T02:00:00Z", chargeMilliseconds: Int? = nil, throttle: Throttle? = nil
    ) throws {
        sandbox = try .shared
        clock = TestClock(try Samples.instant(now))
        let kept = Kept()
        self.kept = kept
        var limits = PaystackLimits()
        if let chargeMilliseconds { limits.charging.totalMilliseconds = chargeMilliseconds }
        let client = try PaystackClient(
            server: PaystackServer(standIn: sandbox.place.base, authority: sandbox.place.authority),
            key: PaystackKey(Secret(sandbox.key), mode: .test), userAgent: "reckon/test", seed: 7, throttle: throttle,
            limits: limits, waiting: clock.waiting
        ) { kept.calls.append($0) }
        provider = PaystackProvider(client)
        try sandbox.control("reset")
        try sandbox.control("settings", ["currencies": ["NGN", "USD"]])
        try set(now)
    }

    /// Moves the clocks of both sides.
    func set(_ now: String) throws {
        clock.set(try Samples.instant(now))
        try sandbox.control("clock", ["now": .string(now)])
    }

    /// A card that was saved by a first payment.
    func card(_ currency: Currency, subscription: String = "first") throws -> CardAuthorization {
        let id = try #require(SubscriptionID(subscription))
        let period = try Samples.subscription().duePeriod
        let reference = Reference(try #require(ReferencePrefix("rk")), id, period.month, ordinal: 1)
        let page = try provider.initialize(
            CheckoutRequest(
                reference: reference, money: WireCase.money(currency), email: Secret(WireCase.email), subscription: id,
                period: period))
        guard case .page = page else { throw Sandbox.Refused(answer: "\(page)") }
        try sandbox.control("pay/\(reference)", ["card": "good"])
        guard case .observed(let charge) = try provider.verify(reference), let card = charge.authorization else {
            throw Sandbox.Refused(answer: "no card")
        }
        return card
    }

    /// The charge of `rk-s1-202603-a1`, or of another attempt of that period.
    func request(_ currency: Currency, ordinal: Int = 1) throws -> ChargeRequest {
        let card = try self.card(currency, subscription: "first\(ordinal)")
        return ChargeRequest(try Samples.attempt(ordinal, money: WireCase.money(currency)), card: card)
    }

    static func money(_ currency: Currency) -> SubunitMoney {
        SubunitMoney(currency == .naira ? 7_500_000 : 4900, currency)
    }

    func debits(_ reference: Reference) throws -> [JSONNode] {
        try sandbox.journal("debit").filter { $0.text("reference") == reference.text }
    }

    /// How often a charge arrived.
    func chargeCount(_ reference: Reference) throws -> Int {
        try sandbox.journal("request").count {
            $0.text("path") == WireCase.chargePath && $0.text("reference") == reference.text
        }
    }
}

/// A clock that only waiting and tests move.
final class TestClock: Sendable {
    private let state: Mutex<(now: Instant, waits: [Int64])>

    init(_ now: Instant) { state = Mutex((now, [])) }

    func set(_ now: Instant) { state.withLock { $0.now = now } }

    var waits: [Int64] { state.withLock { $0.waits } }

    var wall: WallClock { WallClock { [self] in state.withLock { $0.now } } }

    var waiting: Waiting {
        Waiting(clock: wall) { [self] wait in
            state.withLock {
                $0.now = Instant(microseconds: $0.now.microseconds + wait)
                $0.waits.append(wait)
            }
        }
    }
}

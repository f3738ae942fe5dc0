import Kernel
import TestSupport
import Testing

@testable import HTTP

struct RetryTests {
    @Test func readingIsTriedAgainAfterFaultsOnTheWay() throws {
        let test = try TestCase()
        let answer = try test.client(attempts: 5).send(.look(test.url("lost-once")))
        #expect(answer.status == 200)
        #expect(answer.attempts == 2)
        #expect(test.waitedSeconds == [2])
    }

    @Test func readingIsTriedAgainWhileTheServerIsBusy() throws {
        let test = try TestCase()
        let answer = try test.client(attempts: 5).send(.look(test.url("busy")))
        #expect(answer.attempts == 3)
        #expect(test.waitedSeconds.count == 2)
    }

    @Test func theLastAnswerIsReturnedWhenAttemptsAreUsedUp() throws {
        let test = try TestCase()
        let answer = try test.client(attempts: 3).send(.look(test.url("down")))
        #expect(answer.status == 503)
        #expect(answer.attempts == 3)
        #expect(try test.journal.count == 3)
    }

    @Test(arguments: ["lost-once", "busy", "down", "truncated", "close", "redirect"])
    func chargesThatMayHaveArrivedAreSentOnce(behaviour: String) throws {
        let test = try TestCase()
        let client = try test.client(attempts: 5)
        _ = try test.failure(.charge(test.url(behaviour)), client)
        #expect(try test.journal.map(\.method) == ["POST"])
        #expect(test.waitedSeconds.isEmpty)
    }

    @Test func limitedChargesAreSentAgainAfterTheServersWait() throws {
        let test = try TestCase()
        let answer = try test.client(attempts: 5).send(.charge(test.url("limited")))
        #expect(answer.status == 200)
        #expect(answer.attempts == 3)
        #expect(test.waitedSeconds.count == 2)
        #expect(test.waitedSeconds.allSatisfy { (7...8).contains($0) })
    }

    @Test func chargesThatSurelyDidNotArriveAreTriedAgain() throws {
        let test = try TestCase()
        let closed = try HTTPURL("https://127.0.0.1:1/charge")
        let error = try test.failure(.charge(closed), test.client([closed], attempts: 4))
        #expect(error?.code == .noConnection)
        #expect(test.waitedSeconds.count == 3)
    }

    /// libcurl repeats what dies on a connection that was used before. The journal shows that it does so for reading,
    /// and that a charge after the same preparation is sent once.
    @Test func libcurlRepeatsReadingOnADeadConnectionAndNeverACharge() throws {
        let test = try TestCase()
        let client = try test.client()
        let dying = try test.url("dying")
        for _ in 1...2 { #expect(try client.send(.look(dying)).status == 200) }
        #expect(try test.journal.map(\.number) == [1, 2, 1])

        let charge = try TestCase()
        _ = try client.send(.look(test.url("ok")))
        let sent = try client.send(.charge(charge.url("dying")))
        #expect(sent.status == 200)
        #expect(try charge.journal.map(\.method) == ["POST"])
        #expect(try charge.journal.map(\.number) == [1])
    }

    @Test func theSameSeedGivesTheSameWaits() {
        func waits(_ seed: UInt64) -> [Int64] {
            var policy = CallRetries(seed: seed)
            policy.attempts = 9
            var retries = Retries(policy, mayBeRepeated: true)
            let error = HTTPError(.timedOut, "test", sent: true)
            return (1...9).compactMap { _ in retries.wait(after: error) }
        }
        #expect(waits(1) == waits(1))
        #expect(waits(1) != waits(2))
        for (wait, seconds) in zip(waits(3), [2, 4, 8, 16, 32, 60, 60, 60] as [Int64]) {
            #expect((seconds * 1_000_000...seconds * 1_250_000).contains(wait))
        }
        #expect(waits(3).count == 8)
    }

    @Test func twoRequestsOfOneClientDoNotGoThroughTheSameWaits() {
        // So long at first that the random part is every number's own, and every wait is the longest one.
        var policy = CallRetries(seed: 1)
        policy.firstWaitSeconds = policy.longestWaitSeconds
        policy.attempts = 100
        let error = HTTPError(.timedOut, "test", sent: true)
        let waits = (UInt64(1)...2).map { number in
            var retries = Retries(policy, mayBeRepeated: true, number: number)
            return Set((1...99).compactMap { _ in retries.wait(after: error) })
        }
        // Two of 198 numbers below fifteen million may be equal by chance; of one stream, 98 are.
        #expect(waits[0].intersection(waits[1]).count < 10)
    }

    private static let now = Instant(secondsSinceEpoch: 1_775_000_000)

    private static func answer(_ status: Int, _ headers: [(String, String)] = []) -> HTTPAnswer {
        HTTPAnswer(
            status: status, headers: headers.map { .init(name: $0.0, value: $0.1) }, body: [])
    }

    @Test(arguments: [
        (200, true, false), (400, true, false), (401, true, false), (404, true, false), (408, true, true),
        (408, false, false), (429, true, true), (429, false, true), (500, true, true), (500, false, false),
        (501, true, false), (502, false, false), (503, true, true), (503, false, false), (504, true, true),
    ])
    func statusesThatAreTriedAgain(status: Int, mayBeRepeated: Bool, isAgain: Bool) {
        var retries = Retries(CallRetries(seed: 1), mayBeRepeated: mayBeRepeated)
        #expect((retries.wait(after: RetryTests.answer(status), now: RetryTests.now) != nil) == isAgain)
    }

    @Test(arguments: [
        (429, "retry-after", "7", 7 as Int64?), (429, "retry-after", "Tue, 31 Mar 2026 23:34:00 GMT", 40),
        (429, "retry-after", "Tue, 31 Mar 2026 23:00:00 GMT", 0), (429, "retry-after", "soon", nil),
        (429, "retry-after", "-5", nil), (429, "retry-after", "", nil),
        (429, "retry-after", "99999999999999999999", 1_000_000_000_000), (429, "ratelimit-reset", "30", 30),
        (429, "x-ratelimit-reset", "45", 45), (429, "x-ratelimit-reset", "1775000090", 90),
        (429, "x-ratelimit-reset", "1774999990", 0), (503, "retry-after", "9", 9), (503, "ratelimit-reset", "30", nil),
    ])
    func waitsThatServersAskFor(status: Int, name: String, value: String, seconds: Int64?) {
        let answer = RetryTests.answer(status, [(name, value)])
        let wait = ServerWait.microseconds(answer, isLimited: status == 429, now: RetryTests.now)
        #expect(wait == seconds.map { $0 * 1_000_000 })
    }

    @Test func serversThatAskForTooMuchPatienceAreNotWaitedFor() {
        var retries = Retries(CallRetries(seed: 1), mayBeRepeated: true)
        #expect(retries.wait(after: RetryTests.answer(429, [("retry-after", "121")]), now: RetryTests.now) == nil)
        let wait = retries.wait(after: RetryTests.answer(429, [("retry-after", "0")]), now: RetryTests.now)
        #expect((1_000_000...1_250_000).contains(wait ?? 0))
    }

    @Test func realWaitingReturns() {
        Waiting.sleeping(clock: .fixed(RetryTests.now)).pause(1)
    }
}

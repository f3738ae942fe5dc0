import Kernel
import Testing

@testable import HTTP

struct ThrottleTests {
    private func waits(_ throttle: Throttle, at seconds: [Int64]) -> [Int64] {
        var throttle = throttle
        return seconds.map { throttle.wait(now: Instant(microseconds: $0 * 1_000_000)) / 1000 }
    }

    @Test func requestsKeepTheirDistance() {
        #expect(waits(Throttle(requests: 1, perSeconds: 1), at: [0, 1, 1, 5, 5]) == [0, 0, 1000, 0, 1000])
        #expect(waits(Throttle(requests: 8, perSeconds: 1), at: [0, 0, 0]) == [0, 125, 250])
    }

    @Test func burstsAreLetThroughAndFilledUpAgain() {
        let throttle = Throttle(requests: 1, perSeconds: 2, burst: 3)
        #expect(waits(throttle, at: [0, 0, 0, 0, 6, 20, 20, 20, 20]) == [0, 0, 0, 2000, 0, 0, 0, 0, 2000])
    }

    @Test func aClockThatIsSetBackHoldsNobodyUp() {
        #expect(waits(Throttle(requests: 1, perSeconds: 1), at: [1000, 10, 11]) == [0, 0, 0])
    }
}

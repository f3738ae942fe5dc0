import Kernel

@testable import Payments

/// Kills the runner that meets it.
struct Crash: Error {}

/// The store is away: nothing was written, the run ends.
struct StoreDown: Error {}

/// What runners, store and provider share: one seed, the true time, and whether anything may fail.
final class SimulatedWorld {
    var random: Seeded
    /// The provider's clock. Runners see it through `clockOffsetSeconds`.
    var time: Instant
    var clockOffsetSeconds: Int64 = 0
    var uptimeSeconds: Int64 = 0
    var isFaulty = true
    /// Some histories are fair, some are storms: what meets rarely meets there.
    let storm: Int
    var violations: [String] = []
    /// Prints what happens, for one history that is looked at.
    var isTold = false

    init(seed: UInt64, time: Instant) {
        random = Seeded(seed: seed)
        storm = [1, 1, 2, 5][random.below(4)]
        self.time = time
    }

    func tell(_ line: @autoclosure () -> String) {
        if isTold { print(time, line()) }
    }

    func pass(seconds: Int64) {
        time = time.advanced(bySeconds: seconds)
        uptimeSeconds += seconds
    }

    var runnerClock: WallClock {
        WallClock(now: unsafeSendable { [self] in time.advanced(bySeconds: clockOffsetSeconds) })
    }

    /// A fault that happens in so many of a thousand cases, while faults happen at all.
    func strikes(_ perThousand: Int) -> Bool { isFaulty && random.happens(min(perThousand * storm, 600)) }
}

/// A simulation runs on one thread.
private func unsafeSendable(_ body: @escaping () -> Instant) -> @Sendable () -> Instant {
    struct Box: @unchecked Sendable { let body: () -> Instant }
    let box = Box(body: body)
    return { box.body() }
}

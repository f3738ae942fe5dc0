package import Kernel

/// What a pipeline that calls servers needs of the machine; handed in by the program.
package struct CallingMachine: Sendable {
    package let clock: WallClock
    package let monotonic: MonotonicClock
    package let pause: @Sendable (_ microseconds: Int64) -> Void
    package let environment: @Sendable (String) -> String?
    /// Who vouches for servers of which the configuration says nothing else.
    package let trust: TrustedRoots
    /// The program's version.
    package let version: String
    /// Spreads the waits of several runs.
    package let seed: UInt64

    package init(
        clock: WallClock, monotonic: MonotonicClock,
        pause: @escaping @Sendable (_ microseconds: Int64) -> Void,
        environment: @escaping @Sendable (String) -> String?, trust: TrustedRoots = .system, version: String,
        seed: UInt64
    ) {
        self.clock = clock
        self.monotonic = monotonic
        self.pause = pause
        self.environment = environment
        self.trust = trust
        self.version = version
        self.seed = seed
    }
}

package import HTTP
package import Kernel

/// What fetching telemetry needs of the machine; handed in by the program.
package struct TelemetryMachine: Sendable {
    package let clock: WallClock
    package let pause: @Sendable (_ microseconds: Int64) -> Void
    package let environment: @Sendable (String) -> String?
    /// Who vouches for servers of which the job says nothing else.
    package let trust: TrustedRoots
    /// The program's version.
    package let version: String
    /// Spreads the waits of several runs.
    package let seed: UInt64

    package init(
        clock: WallClock, pause: @escaping @Sendable (_ microseconds: Int64) -> Void,
        environment: @escaping @Sendable (String) -> String?, trust: TrustedRoots = .system, version: String,
        seed: UInt64
    ) {
        self.clock = clock
        self.pause = pause
        self.environment = environment
        self.trust = trust
        self.version = version
        self.seed = seed
    }
}

import HTTP
import Kernel
import Telemetry

extension TelemetryMachine {
    /// The clock, the environment and the trusted certificates of this machine.
    ///
    /// - Parameter seed: spreads the waits of several runs.
    static func thisMachine(seed: UInt64) -> TelemetryMachine {
        TelemetryMachine(
            clock: .system, pause: Waiting.sleeping(clock: .system).pause,
            environment: { Environment.value($0) }, version: Reckon.version, seed: seed)
    }
}

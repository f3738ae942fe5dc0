import HTTP
import Kernel

extension CallingMachine {
    /// The clocks, the environment and the trusted certificates of this machine.
    ///
    /// - Parameter seed: spreads the waits of several runs.
    static func thisMachine(seed: UInt64) -> CallingMachine {
        CallingMachine(
            clock: .system, monotonic: .system, pause: Waiting.sleeping(clock: .system).pause,
            environment: { Environment.value($0) }, version: Reckon.version, seed: seed)
    }
}

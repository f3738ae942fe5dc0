#if canImport(Glibc)
    import Glibc
#endif

/// The end of a process that this one has started, as the leader of a group of its own.
package enum ProcessEnd {
    private static let stepMicroseconds: Int64 = 20_000

    /// Waits for it.
    ///
    /// - Returns: its exit code, 128 and the signal's number when it was killed; nil when it took too long, and was
    ///   killed for that with those that it had started.
    package static func wait(
        for process: Int32, atMost limitMicroseconds: Int64, clock: MonotonicClock,
        pause: (_ microseconds: Int64) -> Void
    ) -> Int32? {
        let end = clock.nowMicroseconds() + limitMicroseconds
        var status: Int32 = 0
        while true {
            let ended = waitpid(process, &status, WNOHANG)
            if ended == process { break }
            if ended < 0, errno != EINTR { return -1 }
            if clock.nowMicroseconds() >= end {
                kill(-process, SIGKILL)
                while waitpid(process, &status, 0) < 0, errno == EINTR {}
                return nil
            }
            pause(stepMicroseconds)
        }
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }
}

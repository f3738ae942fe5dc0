#if canImport(Glibc)
    import Glibc
#endif

/// A lock on a file by `flock`: the kernel drops it when the process ends in any way.
///
/// The descriptor is close-on-exec, so that no child holds the lock on.
package final class FileLock: Sendable {
    package enum Kind: Sendable { case shared, exclusive }

    package enum Refusal: Error {
        /// The file cannot be made or opened; the number is that of the system.
        case unusable(Int32)
        /// Others held it for as long as was waited.
        case busy
    }

    private let descriptor: Int32

    /// Longer than anything that is done under a lock of this kind takes on a slow disk.
    package static let usualLimit = Duration.seconds(60)
    private static let stepMicroseconds: UInt32 = 5000

    /// Waits for the lock.
    package init(_ path: String, _ kind: Kind, atMost limit: Duration) throws(Refusal) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .unusable(errno) }
        let operation = (kind == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB
        let clock = MonotonicClock.system
        let (seconds, attoseconds) = limit.components
        let end = clock.nowMicroseconds() + seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        while flock(descriptor, operation) != 0 {
            // A file system without such locks has no use for waiting.
            guard errno == EWOULDBLOCK || errno == EINTR else { throw .unusable(errno) }
            if clock.nowMicroseconds() >= end { throw .busy }
            usleep(FileLock.stepMicroseconds)
        }
    }

    /// True when nobody else holds the lock, which is then ours alone. When false the lock may be lost.
    package func becomeExclusive() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    /// Back to sharing; only after `becomeExclusive` was true.
    package func becomeShared() { _ = flock(descriptor, LOCK_SH | LOCK_NB) }

    /// Gives the lock up before the end of this value.
    package func release() { _ = flock(descriptor, LOCK_UN) }

    deinit { close(descriptor) }

    /// Whether anybody holds the lock; false for a file that is not there.
    package static func isHeld(_ path: String) -> Bool {
        let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    /// Does something while nobody else holds the lock.
    ///
    /// - Throws: what `body` throws; exit 73 when there can be no lock, exit 75 when others do not give it up.
    package static func holding<Value>(
        _ path: String, atMost limit: Duration = usualLimit, _ body: () throws -> Value
    ) throws -> Value {
        let lock: FileLock
        do { lock = try FileLock(path, .exclusive, atMost: limit) } catch {
            switch error {
            case .unusable(let number):
                throw Failure(
                    .cannotWrite, KernelCode.cannotWrite, "cannot make a lock: \(String(cString: strerror(number)))",
                    at: Place(file: path), hint: "make the folder writable")
            case .busy:
                throw Failure(
                    .tryLater, KernelCode.lockBusy, "others did not give the lock up within \(limit)",
                    at: Place(file: path), hint: "see which reckon processes are at work, and whether one hangs",
                    isTransient: true)
            }
        }
        return try withExtendedLifetime(lock) { try body() }
    }
}

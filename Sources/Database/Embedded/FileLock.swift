internal import Glibc
import Kernel

/// A lock on a file by `flock`: the kernel drops it when the process ends in any way.
///
/// The descriptor is close-on-exec, so that no child (the server least of all) holds the lock on.
final class FileLock: Sendable {
    enum Kind { case shared, exclusive }

    private let descriptor: Int32

    /// Waits for the lock.
    init(_ path: String, _ kind: Kind, atMost limit: Duration) throws(DatabaseError) {
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw ServerFiles.failure("open", path) }
        let descriptor = descriptor
        let operation = (kind == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB
        guard MonotonicTime.wait(atMost: limit, until: { flock(descriptor, operation) == 0 }) else {
            throw DatabaseError(.startLockBusy, detail: path)
        }
    }

    /// True when nobody else holds the lock, which is then ours alone. When false the lock may be lost.
    func becomeExclusive() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    /// Back to sharing; only after `becomeExclusive` was true.
    func becomeShared() { _ = flock(descriptor, LOCK_SH | LOCK_NB) }

    /// Gives the lock up before the end of this value.
    func release() { _ = flock(descriptor, LOCK_UN) }

    deinit { close(descriptor) }

    /// Whether anybody holds the lock; false for a file that is not there.
    static func isHeld(_ path: String) -> Bool {
        let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_EX | LOCK_NB) != 0
    }
}

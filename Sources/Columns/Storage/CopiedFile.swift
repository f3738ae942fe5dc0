import Glibc
import Kernel

/// Copies of a store's files on this machine, which bear the time of what they were copied from.
enum CopiedFile {
    /// True for a regular file with the object's size and time.
    static func isSame(_ path: String, as object: StoredObject) -> Bool {
        guard let modified = object.modified, let found = status(path) else { return false }
        return found.byteCount == object.byteCount && found.modified == modified
    }

    /// Size and time of a regular file; nil when there is none.
    static func status(_ path: String) -> (byteCount: Int64, modified: Instant)? {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return (Int64(status.st_size), Instant(microseconds: microseconds(status.st_mtim)))
    }

    /// - Throws: exit 74.
    static func setModified(_ path: String, _ instant: Instant) throws(Failure) {
        let second = Instant.microsecondsPerSecond
        var seconds = instant.microseconds / second
        // Before 1970 the quotient is one too high.
        if instant.microseconds % second < 0 { seconds -= 1 }
        let time = timespec(
            tv_sec: Int(seconds), tv_nsec: Int(instant.microseconds - seconds * second) * 1000)
        guard unsafe utimensat(AT_FDCWD, path, [time, time], 0) == 0 else {
            throw writeFailure(errno, path)
        }
    }

    private static func microseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) * Instant.microsecondsPerSecond + Int64(time.tv_nsec) / 1000
    }
}

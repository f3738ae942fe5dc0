import Glibc

/// `O_TMPFILE | O_RDWR | O_CLOEXEC`; the first is not imported into Swift.
private let temporaryFlags: CInt = 0o20_000_000 | O_DIRECTORY | O_RDWR | O_CLOEXEC

/// A file without a disk: readers open it by its path.
package final class MemoryFile {
    private let descriptor: CInt
    package let path: String

    package init() {
        // Without a name from the start: nothing is left behind when a check ends the process.
        descriptor = open("/dev/shm", temporaryFlags, 0o600)
        precondition(descriptor >= 0, "no file in memory could be made")
        path = "/proc/self/fd/\(descriptor)"
    }

    deinit { close(descriptor) }

    /// Makes `bytes` all that the file holds.
    package func hold(_ bytes: [UInt8]) {
        precondition(ftruncate(descriptor, 0) == 0, "the file in memory could not be emptied")
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { rest in
                pwrite(descriptor, rest.baseAddress! + done, rest.count - done, done)
            }
            precondition(count > 0, "the file in memory could not be written")
            done += count
        }
    }
}

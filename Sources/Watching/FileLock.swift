import Glibc
import Kernel

/// A lock between processes on a file, waited for. The kernel drops it when the process ends in any way.
enum FileLock {
    static func holding<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw Failure(
                .cannotWrite, KernelCode.cannotWrite, "cannot make a lock: \(String(cString: strerror(errno)))",
                at: Place(file: path), hint: "make the folder writable")
        }
        // Closing the last descriptor gives the lock up.
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else {
                throw Failure(
                    .inputOutput, KernelCode.fileOperationFailed,
                    "cannot lock '\(path)': \(String(cString: strerror(errno)))")
            }
        }
        return try body()
    }
}

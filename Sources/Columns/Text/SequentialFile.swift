import Glibc
import Kernel

/// A regular file open for reading from its start, or a place in it, to its end.
struct SequentialFile: ~Copyable {
    let path: String
    /// Where reading began.
    let start: Int
    private let descriptor: CInt
    let size: Int
    private let modified: timespec
    private let unhurriedEnd: Int
    private(set) var byteCount = 0

    /// Bytes read at a time once the part that is wanted has been read: enough for the end of most records.
    private static let tailBytes = 1 << 14

    /// - Parameters:
    ///   - start: the first byte that is read.
    ///   - unhurriedEnd: where the part ends that is wanted; what lies behind it is read in small pieces.
    init(path: String, from start: Int = 0, unhurriedEnd: Int = .max) throws(Failure) {
        // Non-blocking, so that opening a named pipe does not wait for a writer; regular files do not care.
        let opened = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard opened >= 0 else { throw SequentialFile.cannotOpen(path, errno) }
        var status = stat()
        guard unsafe fstat(opened, &status) == 0 else {
            let cause = errno
            close(opened)
            throw SequentialFile.cannotOpen(path, cause)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(opened)
            throw SequentialFile.notAFile(path, status.st_mode)
        }
        self.path = path
        self.start = start
        self.unhurriedEnd = unhurriedEnd
        descriptor = opened
        size = Int(status.st_size)
        modified = status.st_mtim
        // Advice only: without it the file is read all the same.
        _ = posix_fadvise(opened, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    deinit { close(descriptor) }

    /// The first `count` bytes, fewer in a shorter file; what is read afterwards still begins at the start.
    borrowing func firstBytes(_ count: Int) throws(Failure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let found = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, count, 0) }
        guard found >= 0 else { throw readFailure(errno) }
        return Array(bytes.prefix(found))
    }

    /// Reads at most as much as fits; 0 at the end of the file only.
    mutating func read(into target: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
        unsafe precondition(!target.isEmpty, "a read without room would look like the end of the file")
        let position = start + byteCount
        let wanted = position < unhurriedEnd ? unhurriedEnd - position : SequentialFile.tailBytes
        while true {
            let count = unsafe pread(descriptor, target.baseAddress, min(target.count, wanted), position)
            if count > 0 {
                byteCount += count
                return count
            }
            if count == 0 {
                try checkUnchanged()
                return 0
            }
            let cause = errno
            guard cause == EINTR else { throw readFailure(cause) }
        }
    }

    private borrowing func readFailure(_ cause: CInt) -> Failure {
        Failure(
            .inputOutput, TextCode.readFailed, "reading failed at byte \(start + byteCount): \(systemMessage(cause))",
            at: Place(file: path), hint: "check the disk or the mount, then run again", isTransient: true)
    }

    /// A delivery that is still being copied would otherwise be taken for a short but complete one.
    private func checkUnchanged() throws(Failure) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw SequentialFile.cannotOpen(path, errno) }
        let same =
            Int(status.st_size) == size && start + byteCount == size && status.st_mtim.tv_sec == modified.tv_sec
            && status.st_mtim.tv_nsec == modified.tv_nsec
        guard same else {
            throw Failure(
                .tryLater, TextCode.changedWhileRead,
                "the file changed while it was read (\(size) bytes before, \(status.st_size) now)",
                at: Place(file: path), hint: "run again when the file is complete", isTransient: true)
        }
    }

    private static func cannotOpen(_ path: String, _ cause: CInt) -> Failure {
        switch cause {
        case ENOENT, ENOTDIR:
            return Failure(
                .missingInput, TextCode.missingFile, "the file does not exist", at: Place(file: path),
                hint: "check the path, and whether the delivery has arrived")
        case EACCES, EPERM:
            return Failure(
                .missingInput, TextCode.unreadableFile, "the file cannot be read: permission denied",
                at: Place(file: path), hint: "give the user that runs the job read permission on it")
        default:
            return Failure(
                .missingInput, TextCode.unreadableFile, "the file cannot be opened: \(systemMessage(cause))",
                at: Place(file: path), hint: "check the path and the file system it lies on")
        }
    }

    private static func notAFile(_ path: String, _ mode: mode_t) -> Failure {
        let kind =
            switch mode & S_IFMT {
            case S_IFDIR: "a directory"
            case S_IFIFO: "a named pipe"
            case S_IFSOCK: "a socket"
            default: "a device"
            }
        return Failure(
            .badInput, TextCode.notAFile, "a file is wanted here, this is \(kind)", at: Place(file: path),
            hint: "name the file itself")
    }
}

/// What the system calls an error, such as `No space left on device`.
func systemMessage(_ cause: CInt) -> String { unsafe String(cString: strerror(cause)) }

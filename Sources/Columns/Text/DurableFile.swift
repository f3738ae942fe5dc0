import Glibc
package import Kernel

/// A file that appears under its name complete or not at all, and survives a power cut once `commit` has returned.
///
/// It is written under a temporary name in the same folder, brought to the disk, and renamed over what was there. When
/// it is let go without `commit`, nothing is left behind; a killed process leaves a `.partial` file that nobody reads.
package final class DurableFile: ByteSink {
    package let path: String
    package private(set) var byteCount = 0

    private let temporaryPath: String
    private let folder: String
    /// Nil once closed.
    private var descriptor: CInt?

    /// - Throws: exit 73 when the folder is missing or must not be written to.
    package init(path: String) throws(Failure) {
        let name: Substring
        if let slash = path.lastIndex(of: "/") {
            folder = slash == path.startIndex ? "/" : String(path[..<slash])
            name = path[path.index(after: slash)...]
        } else {
            folder = "."
            name = path[...]
        }
        precondition(!name.isEmpty, "the path names a folder, not a file")
        self.path = path
        (temporaryPath, descriptor) = try DurableFile.createTemporary(folder, name, path)
    }

    deinit {
        guard let descriptor else { return }
        close(descriptor)
        // Best effort: there is nobody left to tell, and a left-over is harmless.
        unsafe unlink(temporaryPath)
    }

    package func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        guard let descriptor else { preconditionFailure("the file was closed before") }
        unsafe try writeAll(bytes, to: descriptor, name: path)
        byteCount += bytes.count
    }

    /// Makes the file appear, in place of any that is there.
    ///
    /// - Throws: exit 74 when the disk does not take it; then either file may stand, but never a part of one.
    package func commit() throws(Failure) {
        guard let open = descriptor else { preconditionFailure("the file was closed before") }
        guard fsync(open) == 0 else { throw writeFailure(errno, path) }
        guard unsafe rename(temporaryPath, path) == 0 else { throw writeFailure(errno, path) }
        descriptor = nil
        // Some file systems tell of a failed write only now.
        guard close(open) == 0 else { throw writeFailure(errno, path) }
        try DurableFile.synchronizeFolder(folder)
    }

    /// Brings the names in a folder to the disk: after a rename, a crash could otherwise bring the old file back.
    package static func synchronizeFolder(_ folder: String) throws(Failure) {
        let opened = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard opened >= 0 else { throw writeFailure(errno, folder) }
        let outcome = fsync(opened)
        let cause = errno
        close(opened)
        guard outcome == 0 else { throw writeFailure(cause, folder) }
    }

    private static func createTemporary(
        _ folder: String, _ name: Substring, _ path: String
    ) throws(Failure) -> (String, CInt) {
        // Numbered, because a process of the same number may be writing the same file from another container.
        for attempt in 0..<1000 {
            let candidate = "\(folder)/.\(name).\(getpid()).\(attempt).partial"
            let opened = unsafe open(candidate, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if opened >= 0 { return (candidate, opened) }
            guard errno == EEXIST else { throw cannotCreate(errno, path) }
        }
        throw Failure(
            .cannotWrite, TextCode.cannotCreate, "too many unfinished copies of the file lie beside it",
            at: Place(file: path), hint: "remove the hidden files that end in .partial")
    }

    private static func cannotCreate(_ cause: CInt, _ path: String) -> Failure {
        let place = Place(file: path)
        switch cause {
        case ENOENT, ENOTDIR:
            return Failure(
                .cannotWrite, TextCode.cannotCreate, "the file cannot be created: its folder does not exist", at: place,
                hint: "create the folder, or choose another path")
        case EACCES, EPERM, EROFS:
            return Failure(
                .cannotWrite, TextCode.cannotCreate, "the file cannot be created: \(systemMessage(cause))", at: place,
                hint: "give the user that runs the job write permission on the folder, or choose another path")
        case ENOSPC, EDQUOT:
            return Failure(
                .cannotWrite, TextCode.diskFull, "there is no space left to create the file", at: place,
                hint: "free space on the file system or raise the quota, then run again")
        default:
            return Failure(
                .cannotWrite, TextCode.cannotCreate, "the file cannot be created: \(systemMessage(cause))", at: place,
                hint: "check the path and the file system it lies on")
        }
    }
}

internal import Glibc
import Kernel

/// The few file calls the embedded server needs; errors name the path in the restricted detail only.
enum ServerFiles {
    struct Status {
        let owner: uid_t
        let group: gid_t
        /// The permission bits.
        let mode: mode_t
        let isFolder: Bool
        let size: Int64
    }

    /// Nil when nothing is there or it cannot be seen. Symbolic links are not followed.
    static func status(_ path: String) -> Status? {
        var entry = stat()
        guard unsafe lstat(path, &entry) == 0 else { return nil }
        return Status(
            owner: entry.st_uid, group: entry.st_gid, mode: entry.st_mode & 0o7777,
            isFolder: entry.st_mode & S_IFMT == S_IFDIR, size: Int64(entry.st_size))
    }

    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }
    static func isExecutable(_ path: String) -> Bool { unsafe access(path, X_OK) == 0 }

    /// Makes a folder and, when asked, its parents. One that is there already is left as it is.
    static func makeFolder(_ path: String, mode: mode_t, parents: Bool = false) throws(DatabaseError) {
        if parents, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            let parent = String(path[..<slash])
            if !exists(parent) { try makeFolder(parent, mode: 0o755, parents: true) }
        }
        if unsafe mkdir(path, mode) == 0 {
            // The process's umask may have taken bits away.
            guard unsafe chmod(path, mode) == 0 else { throw failure("chmod", path) }
        } else if errno != EEXIST || status(path)?.isFolder == false {
            throw failure("mkdir", path)
        }
    }

    /// Hands a folder to the server's account with mode 0700, without following a link put in its place.
    static func giveFolder(_ path: String, to account: ServerAccount) throws(DatabaseError) {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", path) }
        defer { close(descriptor) }
        guard fchown(descriptor, account.user, account.group) == 0, fchmod(descriptor, 0o700) == 0 else {
            throw failure("chown", path)
        }
    }

    /// Makes the names in a folder survive a crash of the machine.
    static func flushFolder(_ path: String) throws(DatabaseError) {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("fsync", path) }
    }

    /// Small files only: at most a megabyte is read.
    static func read(_ path: String) -> String? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return readAll(descriptor, limit: 1 << 20)
    }

    /// The last bytes of a file, for the restricted log.
    static func tail(_ path: String, bytes: Int64 = 8192) -> String {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        if let size = status(path)?.size, size > bytes { lseek(descriptor, off_t(size - bytes), SEEK_SET) }
        return readAll(descriptor, limit: Int(bytes)) ?? ""
    }

    static func readAll(_ descriptor: Int32, limit: Int) -> String? {
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while content.count < limit {
            let count = unsafe Glibc.read(descriptor, &buffer, 4096)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            guard count > 0 else { break }
            content += buffer.prefix(count)
        }
        return String(decoding: content, as: UTF8.self)
    }

    /// Replaces a small file: written beside it, flushed, renamed.
    static func write(_ text: String, to path: String, mode: mode_t) throws(DatabaseError) {
        let beside = path + ".new"
        let descriptor = unsafe open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure("open", beside) }
        defer { close(descriptor) }
        var text = text
        let written = text.withUTF8 { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) == $0.count }
        guard written, fchmod(descriptor, mode) == 0, fsync(descriptor) == 0, unsafe rename(beside, path) == 0 else {
            throw failure("write", path)
        }
    }

    static func entries(of folder: String) -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The path without links and dots; the path itself when it does not exist.
    static func canonical(_ path: String) -> String {
        guard let resolved = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    static func link(at path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 4097)
        let count = unsafe readlink(path, &buffer, 4096)
        guard count >= 0 else { return nil }
        return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func remove(_ path: String) { unsafe unlink(path) }

    /// Free bytes for an ordinary user; nil when it cannot be told.
    static func freeBytes(_ path: String) -> UInt64? {
        var volume = statvfs()
        guard unsafe statvfs(path, &volume) == 0 else { return nil }
        return UInt64(volume.f_bavail) * UInt64(volume.f_frsize)
    }

    /// Waits for a lock.
    static func lock(_ path: String, _ kind: FileLock.Kind, atMost limit: Duration) throws(DatabaseError) -> FileLock {
        do { return try FileLock(path, kind, atMost: limit) } catch {
            switch error {
            case .unusable(let number): throw failure("open", path, number: number)
            case .busy: throw DatabaseError(.startLockBusy, detail: path)
            }
        }
    }

    static func failure(
        _ call: String, _ path: String, code: StoreCode = .placeUnusable, number: Int32 = errno
    ) -> DatabaseError {
        let reason = unsafe String(cString: strerror(number))
        return DatabaseError(code, detail: "\(call) \(path): \(reason)")
    }
}

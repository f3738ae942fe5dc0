#if canImport(Glibc)
    import Glibc
#endif

/// The few file operations that publishing needs, each with an error a person can act on.
package enum FileSystem {
    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Makes the folder and those above it.
    package static func makeDirectory(_ path: String, mode: UInt32 = 0o755) throws(Failure) {
        if mkdir(path, mode) == 0 { return }
        switch errno {
        case EEXIST:
            guard isDirectory(path) else {
                throw cannotWrite(path, "a file stands where a folder is needed", hint: "move the file away")
            }
        case ENOENT:
            let parent = parentPath(path)
            guard parent != path else { throw failed("make folder", path) }
            try makeDirectory(parent, mode: mode)
            // Once more only: below a dangling link, or in /proc, the parent is there and the folder cannot be made.
            guard mkdir(path, mode) == 0 || errno == EEXIST else { throw failed("make folder", path) }
        case ENOTDIR:
            var obstacle = path
            while !exists(obstacle), parentPath(obstacle) != obstacle { obstacle = parentPath(obstacle) }
            throw cannotWrite(obstacle, "a file stands where a folder is needed", hint: "move the file away")
        default: throw failed("make folder", path)
        }
    }

    /// Makes sure that a folder that is not there could be made, as far as that shows without making it.
    package static func requireRoom(for path: String) throws(Failure) {
        var above = path
        while !exists(above), parentPath(above) != above { above = parentPath(above) }
        guard isDirectory(above) else {
            throw cannotWrite(above, "a file stands where a folder is needed", hint: "move the file away")
        }
        guard access(above, W_OK) == 0 else { throw failed("make folder", above) }
    }

    /// Makes sure that a file which is there can be written, without opening it.
    package static func requireWritable(_ path: String) throws(Failure) {
        guard !isDirectory(path) else {
            throw cannotWrite(path, "a folder stands where a file is needed", hint: "move the folder away")
        }
        guard access(path, W_OK) == 0 else { throw failed("write", path) }
    }

    package static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// True for a plain file, or a link to one; false for devices, pipes and folders, and where there is nothing.
    package static func isRegularFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Names in a folder, without `.` and `..`, in byte order; empty when there is no such folder.
    package static func names(in path: String) throws(Failure) -> [String] {
        guard let directory = opendir(path) else {
            if errno == ENOENT { return [] }
            throw failed("list folder", path)
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Relative paths of all files below a folder, in byte order.
    package static func files(below root: String) throws(Failure) -> [String] {
        var found: [String] = []
        var folders = [""]
        while let folder = folders.popLast() {
            for name in try names(in: root + "/" + folder) {
                let relative = folder.isEmpty ? name : folder + "/" + name
                if isDirectory(root + "/" + relative) { folders.append(relative) } else { found.append(relative) }
            }
        }
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Removes a file or a whole folder; nothing happens when there is none. Symbolic links are not followed.
    package static func remove(_ path: String) throws(Failure) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        if status.st_mode & S_IFMT == S_IFDIR {
            for name in try names(in: path) { try remove(path + "/" + name) }
            guard rmdir(path) == 0 else { throw failed("remove folder", path) }
        } else {
            guard unlink(path) == 0 else { throw failed("remove", path) }
        }
    }

    package static func rename(_ old: String, to new: String) throws(Failure) {
        guard Glibc.rename(old, new) == 0 else { throw failed("rename to", new) }
    }

    /// Makes `link` point to `target` in one step, so that no reader ever finds it missing.
    package static func replaceLink(_ link: String, target: String) throws(Failure) {
        let temporary = link + ".new"
        unlink(temporary)
        guard symlink(target, temporary) == 0 else { throw failed("make link", link) }
        try rename(temporary, to: link)
    }

    package static func linkTarget(_ link: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink(link, &buffer, buffer.count)
        guard count > 0 else { return nil }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Brings a file or folder to the disk.
    package static func synchronize(_ path: String) throws(Failure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failed("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failed("write to disk", path) }
    }

    /// Brings every file and folder below `root` to the disk.
    package static func synchronizeAll(below root: String) throws(Failure) {
        for name in try names(in: root) {
            let path = root + "/" + name
            if isDirectory(path) { try synchronizeAll(below: path) } else { try synchronize(path) }
        }
        try synchronize(root)
    }

    /// Writes a whole file; a half-written one never stands under its name.
    ///
    /// - Parameter mode: 0600 for what other accounts are not to read.
    package static func write(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o644) throws(Failure) {
        let temporary = path + ".partial"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failed("create", path) }
        defer { close(descriptor) }
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + offset, $0.count - offset) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failed("write", path) }
            offset += count
        }
        guard fsync(descriptor) == 0 else { throw failed("write to disk", path) }
        try rename(temporary, to: path)
    }

    /// Makes sure that an input file can be opened.
    ///
    /// - Throws: exit 66 when it cannot.
    package static func requireReadable(_ path: String) throws(Failure) {
        guard access(path, R_OK) != 0 else { return }
        let cause = errno
        throw Failure(
            .missingInput, cause == ENOENT ? KernelCode.missingFile : KernelCode.unreadableFile,
            "cannot open '\(path)': \(String(cString: strerror(cause)))",
            hint: "check the path in the job file and who may read it")
    }

    package static func read(_ path: String) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let status = errno == EACCES ? ExitStatus.notPermitted : .missingInput
            throw Failure(
                status, KernelCode.ownFileMissing, "cannot be opened: \(String(cString: strerror(errno)))",
                at: Place(file: path))
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw Failure(
                    .inputOutput, KernelCode.ownFileUnreadable, "cannot be read: \(String(cString: strerror(errno)))",
                    at: Place(file: path))
            }
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    /// Size, modification time and inode: a file that changes while it is read differs in one of them.
    package static func fingerprint(_ path: String) -> [Int64] {
        var status = stat()
        guard stat(path, &status) == 0 else { return [] }
        return [
            Int64(status.st_size), Int64(status.st_mtim.tv_sec), Int64(status.st_mtim.tv_nsec), Int64(status.st_ino),
        ]
    }

    package static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    package static func parentPath(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func failed(_ action: String, _ path: String) -> Failure {
        let code = errno
        let reason = String(cString: strerror(code))
        switch code {
        case EACCES, EPERM, EROFS, ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG:
            return cannotWrite(
                path, "cannot \(action) here: \(reason)",
                hint: "make the folder writable, or choose another with --home")
        case ENOSPC, EDQUOT:
            return cannotWrite(path, "cannot \(action): \(reason)", hint: "free some space; nothing was published")
        default:
            return Failure(
                .inputOutput, KernelCode.fileOperationFailed, "cannot \(action): \(reason)", at: Place(file: path))
        }
    }

    private static func cannotWrite(_ path: String, _ message: String, hint: String) -> Failure {
        Failure(.cannotWrite, KernelCode.cannotWrite, message, at: Place(file: path), hint: hint)
    }
}

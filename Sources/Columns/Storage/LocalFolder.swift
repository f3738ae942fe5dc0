import Glibc
package import Kernel

/// A folder of this machine, seen as a store. Nothing is copied.
package struct LocalFolder: ObjectStore {
    package let location: String

    /// - Parameter path: relative paths start at the working folder.
    package init(_ path: String) {
        var path = path[...]
        while path.count > 1, path.last == "/" { path.removeLast() }
        location = String(path)
    }

    /// Links to files count as the files they lead to. Links to folders below this one are not followed: a loop would
    /// show the same bill many times. Pipes, devices and links to nowhere are no files.
    package func list(_ folder: String) throws(Failure) -> [StoredObject] {
        if !folder.isEmpty { try ObjectPath.check(folder, in: location) }
        var found: [StoredObject] = []
        var folders = [folder]
        while let folder = folders.popLast() {
            for name in try names(folder) {
                let relative = folder.isEmpty ? name : "\(folder)/\(name)"
                let path = absolute(relative)
                if isRealFolder(path) {
                    folders.append(relative)
                } else if let status = CopiedFile.status(path) {
                    found.append(
                        StoredObject(path: relative, byteCount: status.byteCount, modified: status.modified))
                }
            }
        }
        return found.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    package func read(_ path: String, byteLimit: Int) throws(Failure) -> [UInt8] {
        try ObjectPath.check(path, in: location)
        var file = try SequentialFile(path: absolute(path))
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 64)
        defer { unsafe buffer.deallocate() }
        while true {
            let count = unsafe try file.read(into: buffer)
            if count == 0 { return bytes }
            unsafe bytes.append(contentsOf: buffer[..<count])
            guard bytes.count <= byteLimit else {
                let size = CopiedFile.status(absolute(path))?.byteCount ?? Int64(bytes.count)
                throw StoreFailure(location: absolute(path)).tooLarge(size, limit: byteLimit)
            }
        }
    }

    package func localCopy(of object: StoredObject, in folder: String) throws(Failure) -> String {
        try ObjectPath.check(object.path, in: location)
        let path = absolute(object.path)
        let failure = StoreFailure(location: path)
        guard let now = CopiedFile.status(path) else { throw failure.changed("went away") }
        guard now.byteCount == object.byteCount, object.modified == nil || now.modified == object.modified else {
            throw failure.changed("changed")
        }
        return path
    }

    private func absolute(_ relative: String) -> String {
        relative.isEmpty ? location : location == "/" ? "/\(relative)" : "\(location)/\(relative)"
    }

    private func isRealFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Names in a folder; none when there is no such folder.
    private func names(_ folder: String) throws(Failure) -> [String] {
        let path = absolute(folder)
        guard let directory = unsafe opendir(path) else {
            let cause = errno
            switch cause {
            case ENOENT: return []
            case EACCES, EPERM:
                throw Failure(
                    .notPermitted, TextCode.unreadableFile, "the folder cannot be listed: \(systemMessage(cause))",
                    at: Place(file: path), hint: "give the user that runs the job read permission on it")
            default:
                throw Failure(
                    .inputOutput, TextCode.readFailed, "the folder cannot be listed: \(systemMessage(cause))",
                    at: Place(file: path), hint: "check the path and the file system it lies on")
            }
        }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        errno = 0
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
            errno = 0
        }
        guard errno == 0 else {
            throw Failure(
                .inputOutput, TextCode.readFailed, "the folder cannot be listed: \(systemMessage(errno))",
                at: Place(file: path), hint: "check the disk or the mount, then run again", isTransient: true)
        }
        return names
    }
}

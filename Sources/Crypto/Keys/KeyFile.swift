#if canImport(Glibc)
    import Glibc
#endif

/// A file that holds one key and that its owner alone may touch.
package enum KeyFile {
    /// A key has 66 bytes at most; what is longer is another file.
    package static let byteLimit = 1024

    /// What the file holds. Rights are those of the file that was opened, whatever happens to its name meanwhile.
    ///
    /// - Parameter byteLimit: of a longer file nothing is read.
    package static func read(_ path: String, atMost byteLimit: Int = byteLimit) throws(KeyTrouble) -> [UInt8] {
        // A pipe in its place must not make the program wait.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let cause = errno
            throw cause == ENOENT ? .noFile : .unreadable(reason: unsafe String(cString: strerror(cause)))
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw .notRegularFile }
        let mode = status.st_mode & 0o777
        guard mode & 0o077 == 0 else { throw .exposed(mode: mode) }
        var bytes = [UInt8](repeating: 0, count: byteLimit + 1)
        var count = 0
        while count < bytes.count {
            let more = unsafe bytes.withUnsafeMutableBytes {
                unsafe Glibc.read(descriptor, $0.baseAddress! + count, $0.count - count)
            }
            if more < 0, errno == EINTR { continue }
            guard more >= 0 else {
                let cause = errno
                SecretBytes.erase(&bytes)
                throw .unreadable(reason: unsafe String(cString: strerror(cause)))
            }
            if more == 0 { break }
            count += more
        }
        guard count <= byteLimit else {
            SecretBytes.erase(&bytes)
            throw .noKey
        }
        // In place: a copy would leave the key behind in the memory of the longer array.
        bytes.removeLast(bytes.count - count)
        return bytes
    }
}

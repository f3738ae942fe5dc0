import Glibc

/// A file that is being written, as a descriptor.
struct OutputFile {
    let path: String
    let descriptor: Int32
    /// False for devices and pipes, which are neither synced nor removed.
    private let isRegular: Bool

    /// Creates the file, or empties the one that is there.
    init(_ path: String) throws {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw ParquetFailure(path: path).cannotCreate(systemError: errno) }
        var status = stat()
        isRegular = unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        self.path = path
        self.descriptor = descriptor
    }

    /// Returns when all bytes are on disk.
    func sync() throws {
        guard isRegular, fsync(descriptor) != 0 else { return }
        throw ParquetFailure(path: path).writeFailed(systemError: errno)
    }

    /// Only after `sync`: then there is nothing left that closing could lose.
    func close() {
        Glibc.close(descriptor)
    }

    func discard() {
        Glibc.close(descriptor)
        if isRegular { unsafe unlink(path) }
    }
}

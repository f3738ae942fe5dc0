import Glibc
package import Kernel

/// Opens files for reading, and looks at their first and last bytes.
package struct ParquetFile {
    private let failure: ParquetFailure

    init(_ path: String) {
        failure = ParquetFailure(path: path)
    }

    /// Whether a file begins as Parquet files do.
    ///
    /// - Throws: exit 66 when it is missing or unreadable, 65 when it is no regular file.
    package static func isParquet(_ path: String) throws(Failure) -> Bool {
        try SequentialFile(path: path).firstBytes(4) == Array("PAR1".utf8)
    }

    /// A descriptor of the file; the caller closes it.
    func descriptor() throws(Failure) -> Int32 {
        // Without O_NONBLOCK opening a pipe would wait for its other end.
        let descriptor = unsafe open(failure.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure.cannotOpen(systemError: errno) }
        do throws(Failure) {
            var status = stat()
            guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                throw failure.notARegularFile()
            }
            try checkEnds(of: descriptor, size: status.st_size)
        } catch {
            close(descriptor)
            throw error
        }
        return descriptor
    }

    private func checkEnds(of descriptor: Int32, size: Int) throws(Failure) {
        let start = try fourBytes(of: descriptor, at: 0)
        guard start == Array("PAR1".utf8) || start == Array("PARE".utf8) else { throw failure.notParquet() }
        let end = try fourBytes(of: descriptor, at: max(0, size - 4))
        guard end != Array("PARE".utf8) else { throw failure.encrypted() }
        // Marks, length of the footer, and a footer of at least one byte.
        guard size > 12, end == Array("PAR1".utf8) else { throw failure.cutOff() }
    }

    private func fourBytes(of descriptor: Int32, at position: Int) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = [0, 0, 0, 0]
        guard unsafe pread(descriptor, &bytes, 4, position) >= 0 else { throw failure.readFailed(systemError: errno) }
        return bytes
    }
}

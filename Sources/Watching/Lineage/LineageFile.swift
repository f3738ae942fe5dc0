import Glibc
import Kernel

/// A file to which events are added, one JSON object a line. Several programs may add to it at once: a line is written
/// in one piece.
struct LineageFile {
    let path: String

    func add(_ lines: [[UInt8]]) throws {
        try FileSystem.makeDirectory(FileSystem.parentPath(path))
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var last: UInt8 = 0
        let size = lseek(descriptor, 0, SEEK_END)
        // A line that a full disk or a power cut broke off must not swallow the next one.
        if size > 0, pread(descriptor, &last, 1, size - 1) == 1, last != UInt8(ascii: "\n") {
            try write([UInt8(ascii: "\n")], descriptor)
        }
        for line in lines { try write(line + [UInt8(ascii: "\n")], descriptor) }
    }

    private func write(_ bytes: [UInt8], _ descriptor: Int32) throws {
        var count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        while count < 0, errno == EINTR {
            count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        }
        guard count >= 0 else { throw failure(String(cString: strerror(errno))) }
        guard count == bytes.count else { throw failure("only \(count) of \(bytes.count) bytes had room") }
    }

    private func failure(_ reason: String) -> Failure {
        Failure(
            .cannotWrite, KernelCode.cannotWrite, "cannot add to the file: \(reason)", at: Place(file: path),
            hint: "make it writable, or free some space")
    }
}

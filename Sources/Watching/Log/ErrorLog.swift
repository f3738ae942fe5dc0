import Documents
package import Kernel

#if canImport(Glibc)
    import Glibc
#endif

/// `<home>/errors.log`: errors of commands outside of runs with what their messages leave out, in a file that only its
/// owner reads. JSON lines as in the log of a run; `reference` stands in the place of `run`.
package struct ErrorLog: Sendable {
    private let path: String
    private let limit: Int

    /// - Parameter limit: bytes after which the file gives way to a new one; the one before it is kept.
    package init(home: String, limit: Int = 8 << 20) {
        path = "\(home)/errors.log"
        self.limit = limit
    }

    /// - Parameters:
    ///   - command: its words, without values of options.
    ///   - detail: what the messages leave out.
    /// - Returns: false when it could not be written.
    package func add(
        _ error: any ReckonError, reference: RunID, command: String, detail: String, at now: Instant
    ) -> Bool {
        let head: [JSONOut.Member] = [
            .init("time", .string(now.description)), .init("reference", .string(reference.text)),
        ]
        let told: [JSONOut.Member] = [
            .init("event", .string("error")), .init("command", .string(command)),
            .init("exit", .integer(Int(error.exitStatus.rawValue))),
            .init("messages", .strings(error.diagnostics.map(\.description))),
        ]
        let kept: [JSONOut.Member] = [.init("event", .string("detail")), .init("detail", .string(detail))]
        return append([told, kept].map { PrettyJSON.line(.object(head + $0)) })
    }

    private func append(_ lines: [[UInt8]]) -> Bool {
        var status = stat()
        // Two processes that do this at once lose a page of old errors at worst.
        if stat(path, &status) == 0, status.st_size > limit { rename(path, older) }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let newline = UInt8(ascii: "\n")
        let text = Array(lines.map { $0.last == newline ? $0 : $0 + [newline] }.joined())
        // In one piece: others add to the file at the same time.
        return text.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } == text.count
    }

    private var older: String { "\(path).1" }

    /// The lines of one error; empty when it is not there.
    func lines(of reference: RunID) throws(Failure) -> [UInt8] {
        let mark = Array("\"reference\":\"\(reference)\"".utf8)
        var found: [UInt8] = []
        for path in [older, path] where FileSystem.exists(path) {
            for line in try FileSystem.read(path).split(separator: UInt8(ascii: "\n")) where line.contains(mark) {
                found += line + [UInt8(ascii: "\n")]
            }
        }
        return found
    }
}

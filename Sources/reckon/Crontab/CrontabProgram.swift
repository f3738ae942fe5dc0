import HTTP
import Kernel

#if canImport(Glibc)
    import Glibc
#endif

/// The host's `crontab`, which alone may touch the user's file.
struct CrontabProgram {
    let path: String

    /// More than any crontab that people can oversee.
    private static let limit = 1 << 20
    /// The first line of what it says is shown; the rest may be as long as it likes.
    private static let messageLimit = 4096
    /// It reads or writes one small file.
    private static let limitSeconds: Int64 = 30

    /// The user's crontab; empty when there is none.
    func read() throws(Failure) -> [UInt8] {
        let answer = try run(["-l"])
        if answer.status == 0 { return answer.output }
        // Said by the crontab of every cron that is about; a status of its own it has not.
        if answer.message.hasPrefix("no crontab for") { return [] }
        throw refused("does not show the crontab", answer.message)
    }

    func write(_ bytes: [UInt8]) throws(Failure) {
        let answer = try run(["-"], input: bytes)
        guard answer.status == 0 else { throw refused("does not take the new crontab", answer.message) }
    }

    private func refused(_ what: String, _ message: String) -> Failure {
        Failure(
            .unavailable, CommandCode.crontabFailed, "\(path) \(what)\(message.isEmpty ? "" : ": \(message)")",
            hint: "see whether `crontab -l` works for this account; --crontab names another program")
    }

    private struct Answer {
        let status: Int32
        let output: [UInt8]
        let message: String
    }

    /// Files, not pipes, so that nobody waits for the other to read.
    private func run(_ arguments: [String], input: [UInt8] = []) throws(Failure) -> Answer {
        let (standardInput, output, errors) = (try TemporaryFile(input), try TemporaryFile([]), try TemporaryFile([]))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (target, file) in [standardInput, output, errors].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, file.descriptor, Int32(target))
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        let words = ([path] + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        var process = pid_t()
        let failure = posix_spawnp(&process, path, &actions, &attributes, words + [nil], environ)
        guard failure == 0 else {
            throw Failure(
                .unavailable, CommandCode.crontabFailed, "cannot start \(path): \(String(cString: strerror(failure)))",
                hint: "install cron, or name its program with --crontab")
        }
        let limit = CrontabProgram.limitSeconds
        guard
            let status = ProcessEnd.wait(
                for: process, atMost: limit * 1_000_000, clock: .system,
                pause: Waiting.sleeping(clock: .system).pause)
        else { throw refused("does not end within \(limit) seconds", "") }
        let message = String(decoding: try errors.start(CrontabProgram.messageLimit), as: UTF8.self)
        return Answer(
            status: status, output: try output.whole(limit: CrontabProgram.limit),
            message: message.split(whereSeparator: \.isNewline).first.map { String($0) } ?? "")
    }
}

/// A file without a name, which is gone when nobody has it open.
private final class TemporaryFile {
    private let stream: UnsafeMutablePointer<FILE>

    init(_ bytes: [UInt8]) throws(Failure) {
        guard let stream = tmpfile() else { throw TemporaryFile.failed() }
        self.stream = stream
        guard fwrite(bytes, 1, bytes.count, stream) == bytes.count, fflush(stream) == 0,
            lseek(fileno(stream), 0, SEEK_SET) == 0
        else { throw TemporaryFile.failed() }
    }

    deinit { fclose(stream) }

    var descriptor: Int32 { fileno(stream) }

    /// So many bytes at most.
    func start(_ limit: Int) throws(Failure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count >= 0 else { throw TemporaryFile.failed() }
        return Array(bytes[..<count])
    }

    func whole(limit: Int) throws(Failure) -> [UInt8] {
        let bytes = try start(limit + 1)
        guard bytes.count <= limit else {
            throw Failure(.badInput, CommandCode.crontabFailed, "the crontab has more than \(limit) bytes")
        }
        return bytes
    }

    private static func failed() -> Failure {
        Failure(
            .inputOutput, CommandCode.crontabFailed,
            "a temporary file cannot be used: \(String(cString: strerror(errno)))", hint: "free some space in /tmp")
    }
}

package import Kernel

#if canImport(Glibc)
    import Glibc
#endif

/// Runs a program that takes a mail on its standard input, as `sendmail` does. Nothing of the mail is among its
/// arguments, which everybody sees.
package struct MailProgram: Sendable {
    private let path: String
    private let clock: MonotonicClock
    private let pause: @Sendable (_ microseconds: Int64) -> Void

    /// A local program hands the mail on and ends; one that waits for a server has to give up.
    private static let limitMicroseconds: Int64 = 30_000_000

    package init(
        path: String, clock: MonotonicClock, pause: @escaping @Sendable (_ microseconds: Int64) -> Void
    ) {
        self.path = path
        self.clock = clock
        self.pause = pause
    }

    /// - Parameters:
    ///   - mail: head and text.
    ///   - folder: on whose disk the mail lies while the program reads it. It has no name there, so that it is gone
    ///     when both have ended, however they end.
    package func send(_ mail: String, in folder: String, named name: String) throws(MailFailure) {
        try requireProgram()
        let file = try MailProgram.nameless("\(folder)/\(name).mail", holding: Array(mail.utf8))
        defer { close(file) }
        let process = try start(file)
        let status = ProcessEnd.wait(
            for: process, atMost: MailProgram.limitMicroseconds, clock: clock, pause: pause)
        guard status == 0 else { throw MailFailure.status(status ?? 128 + SIGKILL) }
    }

    package func requireProgram() throws(MailFailure) {
        guard path.hasPrefix("/"), access(path, X_OK) == 0 else { throw MailFailure.noProgram }
    }

    /// An open file without a name, to be read from its beginning.
    private static func nameless(_ path: String, holding bytes: [UInt8]) throws(MailFailure) -> Int32 {
        unlink(path)
        let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw MailFailure.noRoom(errno) }
        unlink(path)
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes { write(file, $0.baseAddress! + offset, $0.count - offset) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let cause = errno
                close(file)
                throw MailFailure.noRoom(cause)
            }
            offset += count
        }
        lseek(file, 0, SEEK_SET)
        return file
    }

    private func start(_ input: Int32) throws(MailFailure) -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        // In a group of its own: Ctrl-C at the terminal is for this program.
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        let words = [path, "-i", "-t"]
        let settings = ["PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL=C"]
        let arguments = words.map { (word: String) in strdup(word) }
        let environment = settings.map { (setting: String) in strdup(setting) }
        defer { for text in arguments + environment { free(text) } }
        var process = pid_t()
        let failure = posix_spawn(&process, path, &actions, &attributes, arguments + [nil], environment + [nil])
        guard failure == 0 else { throw MailFailure.notStarted(failure) }
        return process
    }
}

/// Why a mail was not handed on. Says nothing of the mail, nor of paths.
package enum MailFailure: Error, CustomStringConvertible {
    case noProgram
    case noRoom(Int32)
    case notStarted(Int32)
    case status(Int32)

    /// Another mail would fare no better: the program is not there, or had to be ended.
    package var isOfEveryMail: Bool {
        switch self {
        case .noProgram, .noRoom, .notStarted: true
        case .status(let status): status == 128 + SIGKILL
        }
    }

    /// The mail itself is refused, and would be again: by sysexits.h, what it holds (65), its address (67) or the
    /// address's host (68) is to blame.
    package var isForGood: Bool {
        if case .status(let status) = self { [65, 67, 68].contains(status) } else { false }
    }

    package var description: String {
        switch self {
        case .noProgram: "there is no program that can be run at the path that is configured"
        case .noRoom(let code): "the mail cannot be written for the mail program: \(String(cString: strerror(code)))"
        case .notStarted: "the mail program could not be started"
        case .status(let status): "the mail program ended with code \(status)"
        }
    }
}

import Glibc
import Kernel

/// Runs a program that takes a mail on its standard input, as `sendmail` does.
struct MailProgram {
    let path: String
    let machine: WatchMachine

    /// A local program hands the mail on and ends; one that waits for a server has to give up.
    private static let limitMicroseconds: Int64 = 30_000_000

    /// - Parameters:
    ///   - mail: head and text.
    ///   - folder: where the mail may lie while the program reads it.
    func send(_ mail: String, in folder: String, named name: String) throws {
        try requireProgram()
        let file = "\(folder)/\(name).mail"
        try FileSystem.write(Array(mail.utf8), to: file)
        defer { unlink(file) }
        let process = try start(file)
        let status = ProcessEnd.wait(
            for: process, atMost: MailProgram.limitMicroseconds, clock: machine.monotonic, pause: machine.pause)
        guard status == 0 else { throw MailFailure.status(status ?? 128 + SIGKILL) }
    }

    func requireProgram() throws {
        guard path.hasPrefix("/"), access(path, X_OK) == 0 else { throw MailFailure.noProgram }
    }

    private func start(_ input: String) throws -> pid_t {
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
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
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

enum MailFailure: Error {
    case noProgram
    case notStarted(Int32)
    case status(Int32)
}

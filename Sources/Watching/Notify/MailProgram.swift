import Glibc
import Kernel

/// Runs a program that takes a mail on its standard input, as `sendmail` does.
struct MailProgram {
    let path: String
    let machine: WatchMachine

    /// A local program hands the mail on and ends; one that waits for a server has to give up.
    private static let limitMicroseconds: Int64 = 30_000_000
    private static let stepMicroseconds: Int64 = 20_000

    /// - Parameters:
    ///   - mail: head and text.
    ///   - folder: where the mail may lie while the program reads it.
    func send(_ mail: String, in folder: String, named name: String) throws {
        try requireProgram()
        let file = "\(folder)/\(name).mail"
        try FileSystem.write(Array(mail.utf8), to: file)
        defer { unlink(file) }
        let process = try start(file)
        let status = wait(process)
        guard status == 0 else { throw MailFailure.status(status) }
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

    /// The exit code; 128 and the signal's number for a program that was killed, by us when it takes too long.
    private func wait(_ process: pid_t) -> Int32 {
        let end = machine.monotonic.nowMicroseconds() + MailProgram.limitMicroseconds
        var status: Int32 = 0
        while true {
            let ended = waitpid(process, &status, WNOHANG)
            if ended == process { break }
            if ended < 0, errno != EINTR { return -1 }
            if machine.monotonic.nowMicroseconds() >= end {
                kill(-process, SIGKILL)
                while waitpid(process, &status, 0) < 0, errno == EINTR {}
                break
            }
            machine.pause(MailProgram.stepMicroseconds)
        }
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }
}

enum MailFailure: Error {
    case noProgram
    case notStarted(Int32)
    case status(Int32)
}

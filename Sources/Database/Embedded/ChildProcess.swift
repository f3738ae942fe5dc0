internal import CSpawn
internal import Glibc
import Kernel

/// Starts programs cut off from this process: own session (the terminal's Ctrl-C does not reach them), default
/// signals, an empty environment, working directory `/`, and no descriptor but the three standard ones.
enum ChildProcess {
    private static let environment = ["PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"]

    /// Starts `arguments[0]`; both outputs go to the descriptor `output`.
    static func start(_ arguments: [String], input: Int32? = nil, output: Int32) throws(DatabaseError) -> pid_t {
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        unsafe sigemptyset(&none)
        var all = sigset_t()
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        let flags = reckon_spawn_setsid | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF)
        unsafe posix_spawnattr_setflags(&attributes, flags)

        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        if let input {
            unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 2)
        unsafe posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        unsafe posix_spawn_file_actions_addchdir_np(&actions, "/")

        var process = pid_t()
        let failure = unsafe withMutableCStrings(arguments) { arguments in
            unsafe withMutableCStrings(environment) { environment in
                unsafe posix_spawn(&process, arguments[0]!, &actions, &attributes, arguments, environment)
            }
        }
        guard failure == 0 else {
            let reason = unsafe String(cString: strerror(failure))
            throw DatabaseError(.serverDidNotStart, detail: "starting \(arguments[0]): \(reason)")
        }
        return process
    }

    /// Runs a program to its end. `input` must be short (a pipe's buffer): it is written before the output is read.
    static func run(_ arguments: [String], input: String = "") throws(DatabaseError) -> (status: Int32, output: String)
    {
        let forward = try pipe()
        let back = try pipe()
        defer { close(back.read) }
        let process: pid_t
        do {
            defer { close(back.write) }
            process = try start(arguments, input: forward.read, output: back.write)
        }
        var text = input
        precondition(text.utf8.count <= 4096, "input of a child process is longer than a pipe holds")
        _ = text.withUTF8 { unsafe write(forward.write, $0.baseAddress, $0.count) }
        close(forward.write)
        // Only now: writing to a pipe that a child has left would otherwise be a SIGPIPE.
        close(forward.read)
        let output = ServerFiles.readAll(back.read, limit: 1 << 20) ?? ""
        return (wait(process), output)
    }

    private static func pipe() throws(DatabaseError) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        guard unsafe pipe2(&ends, O_CLOEXEC) == 0 else { throw ServerFiles.failure("pipe", "") }
        return (ends[0], ends[1])
    }

    /// The exit code, or 128 + the signal's number.
    private static func wait(_ process: pid_t) -> Int32 {
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }

    /// True when a child of ours has ended (and is reaped by this), or was no child of ours.
    static func hasEnded(_ process: pid_t) -> Bool {
        var status: Int32 = 0
        return unsafe waitpid(process, &status, WNOHANG) != 0
    }
}

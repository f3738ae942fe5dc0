internal import Glibc
import Kernel

/// What `postmaster.pid` in the data folder says (src/include/utils/pidfile.h).
struct PostmasterFile: Equatable {
    let process: pid_t
    /// Line 8: `starting`, `stopping`, `ready` or `standby`.
    let status: String

    /// Nil when there is no such file, or one that was never written completely.
    init?(data folder: String) {
        guard let text = ServerFiles.read("\(folder)/postmaster.pid") else { return nil }
        self.init(text: text)
    }

    init?(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, let process = pid_t(first), process > 0 else { return nil }
        self.process = process
        status = lines.count > 7 ? String(lines[7].prefix { $0 != " " }) : "starting"
    }

    var isReady: Bool { status == "ready" }
}

/// Processes that work in the data folder: a server changes into it when it starts.
enum ServerProcesses {
    /// True when `process` is a live server of this folder, not some other program that got its number later.
    ///
    /// A dead child that nobody has reaped has no working directory, and so counts as dead.
    static func serves(_ process: pid_t, data folder: String) -> Bool {
        ServerFiles.link(at: "/proc/\(process)/cwd") == ServerFiles.canonical(folder)
    }

    static func all(data folder: String) -> [pid_t] {
        ServerFiles.entries(of: "/proc").compactMap { pid_t($0) }.filter { serves($0, data: folder) }
    }

    /// Ends processes whose postmaster was killed. They would end by themselves, but one that is busy may take long,
    /// and a new server refuses to start beside it.
    static func endOrphans(data folder: String) {
        for (signal, limit) in [(SIGTERM, Duration.milliseconds(200)), (SIGQUIT, .seconds(3)), (SIGKILL, .seconds(5))] {
            let orphans = all(data: folder)
            guard !orphans.isEmpty else { return }
            for process in orphans { kill(process, signal) }
            if MonotonicTime.wait(atMost: limit, until: { all(data: folder).isEmpty }) { return }
        }
    }
}

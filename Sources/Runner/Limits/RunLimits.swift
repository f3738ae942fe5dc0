package import Documents
import Kernel

#if canImport(Glibc)
    import Glibc
#endif

/// How much a run may take of the machine. Nil: as much as it wants.
///
/// A run that meets a limit stops between two batches with exit 75, before the machine stops it anywhere.
package struct RunLimits: Sendable {
    package var deadlineSeconds: Int?
    package var memoryMebibytes: Int?
    package var openFiles: Int?
    /// Free space of the home's disk below which the run stops.
    package var freeDiskMebibytes: Int?

    package init() {}

    package static let shape = ObjectShape(
        "limits", "how much a run may take of the machine; it stops between two batches with exit 75",
        [
            .optional("deadlineSeconds", .integer(1...604_800), "from the run's start to its end"),
            .optional("memoryMebibytes", .integer(64...1_048_576), "resident memory of the run's process"),
            .optional("openFiles", .integer(32...1_048_576), "files that the run's process holds open"),
            .optional(
                "freeDiskMebibytes", .integer(1...1_073_741_824), "free space that must be left on the home's disk"),
        ])

    init(_ node: JSONNode) {
        deadlineSeconds = node["deadlineSeconds"]?.int
        memoryMebibytes = node["memoryMebibytes"]?.int
        openFiles = node["openFiles"]?.int
        freeDiskMebibytes = node["freeDiskMebibytes"]?.int
    }

    /// What is exceeded now; nil when nothing is. A reading that the system does not give exceeds nothing.
    func exceeded(_ readings: RunReadings, home: String) -> Diagnostic? {
        if let limit = memoryMebibytes, let bytes = readings.residentBytes(), bytes / 1_048_576 >= Int64(limit) {
            return RunLimits.finding("the run takes \(bytes / 1_048_576) MiB of memory", limit, "memoryMebibytes")
        }
        if let limit = openFiles, let count = readings.openFiles(), count >= limit {
            return RunLimits.finding("the run holds \(count) files open", limit, "openFiles")
        }
        if let limit = freeDiskMebibytes, let bytes = readings.freeBytes(home), bytes / 1_048_576 < Int64(limit) {
            return RunLimits.finding("only \(bytes / 1_048_576) MiB are free in '\(home)'", limit, "freeDiskMebibytes")
        }
        return nil
    }

    static func deadlinePassed(_ seconds: Int) -> Diagnostic {
        finding("the run is not done after \(seconds) s", seconds, "deadlineSeconds")
    }

    private static func finding(_ message: String, _ limit: Int, _ key: String) -> Diagnostic {
        .error(
            RunnerCode.limitReached, "\(message); \"\(key)\" allows \(limit)",
            hint: "what was published stands; raise the limit in the job file, or run when the machine is less busy")
    }
}

/// What limits are measured by. A value, so that tests need no full disk.
package struct RunReadings: Sendable {
    package var monotonicMicroseconds: @Sendable () -> Int64
    package var sleep: @Sendable (_ microseconds: Int64) -> Void
    package var residentBytes: @Sendable () -> Int64?
    package var openFiles: @Sendable () -> Int?
    package var freeBytes: @Sendable (_ path: String) -> Int64?

    package init(
        monotonicMicroseconds: @escaping @Sendable () -> Int64, sleep: @escaping @Sendable (Int64) -> Void,
        residentBytes: @escaping @Sendable () -> Int64?, openFiles: @escaping @Sendable () -> Int?,
        freeBytes: @escaping @Sendable (String) -> Int64?
    ) {
        self.monotonicMicroseconds = monotonicMicroseconds
        self.sleep = sleep
        self.residentBytes = residentBytes
        self.openFiles = openFiles
        self.freeBytes = freeBytes
    }

    /// This process on this machine.
    package static let system = RunReadings(
        monotonicMicroseconds: MonotonicClock.system.nowMicroseconds,
        sleep: { microseconds in usleep(UInt32(clamping: microseconds)) },
        residentBytes: {
            // Pages, resident pages, …; the file is made up by the kernel and cannot be half-written.
            guard let text = try? FileSystem.read("/proc/self/statm"),
                let pages = String(decoding: text, as: UTF8.self).split(separator: " ").dropFirst().first
            else { return nil }
            return Int64(pages).map { $0 * Int64(sysconf(Int32(_SC_PAGESIZE))) }
        },
        openFiles: {
            // Where /proc is not there the limit cannot be watched.
            (try? FileSystem.names(in: "/proc/self/fd"))?.count
        },
        freeBytes: { path in
            var found = statvfs()
            guard statvfs(path, &found) == 0 else { return nil }
            return Int64(clamping: UInt64(found.f_bavail) * UInt64(found.f_frsize))
        })
}

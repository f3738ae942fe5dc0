import Kernel
import Runner
import Schedule

#if canImport(Glibc)
    import Glibc
#endif

/// This process on this machine, as the ledger names who runs.
enum ThisHost {
    /// The absolute path of this program.
    static var program: String { FileSystem.linkTarget("/proc/self/exe") ?? "reckon" }

    /// The time zone of the host's cron.
    ///
    /// - Throws: exit 78 when it does not show.
    static func zoneName() throws(Failure) -> String {
        try HostZone.name(
            link: FileSystem.linkTarget(HostZone.localtime), exists: FileSystem.exists(HostZone.localtime),
            variable: Environment.value("TZ"))
    }

    static var current: RunHost {
        var name = [CChar](repeating: 0, count: 256)
        let isKnown = gethostname(&name, name.count - 1) == 0
        let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return RunHost(name: isKnown ? text : "", process: Int64(getpid()), account: Account.name)
    }
}

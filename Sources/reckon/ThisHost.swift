import Runner

#if canImport(Glibc)
    import Glibc
#endif

/// This process on this machine, as the ledger names who runs.
enum ThisHost {
    static var current: RunHost {
        var name = [CChar](repeating: 0, count: 256)
        let isKnown = gethostname(&name, name.count - 1) == 0
        let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return RunHost(name: isKnown ? text : "", process: Int64(getpid()), account: Account.name)
    }
}

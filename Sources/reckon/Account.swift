#if canImport(Glibc)
    import Glibc
#endif

/// The account that runs the program, as the ledger names who closed a period.
enum Account {
    static var name: String {
        let user = getuid()
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        // Long enough for any line of a directory service; a longer one leaves the number.
        var buffer = [CChar](repeating: 0, count: 16_384)
        guard getpwuid_r(user, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name
        else {
            return "uid \(user)"
        }
        return String(cString: name)
    }
}

package import Kernel

#if canImport(Glibc)
    import Glibc
#endif

/// The lock by which processes of one account take turns at its crontab. An account has one for all its projects, so the
/// lock is in no project's home.
package struct CrontabLock: Sendable {
    package let path: String

    /// - Parameters:
    ///   - home: the account's own folder. One that is another account's, as `sudo` may leave it, or that others may write
    ///     to, is not used: who makes the file can keep the lock for ever.
    ///   - shared: a folder that everybody may write to; a folder in it, of this account alone, stands in for `home`.
    /// - Throws: exit 73 when somebody else has put something in the place of that folder.
    package init(home: String?, shared: String = "/tmp") throws(Failure) {
        if let home, CrontabLock.isOwn(home, following: true, hiding: 0o022) {
            path = "\(home)/.reckon-crontab.lock"
            return
        }
        let folder = "\(shared)/reckon-\(geteuid())-crontab"
        // What stands there already is looked at as well: anybody can make it first.
        if mkdir(folder, 0o700) != 0, errno != EEXIST {
            throw CrontabLock.unusable(folder, "cannot be made: \(String(cString: strerror(errno)))")
        }
        guard CrontabLock.isOwn(folder, following: false, hiding: 0o077) else {
            throw CrontabLock.unusable(folder, "is no folder of this account alone")
        }
        path = "\(folder)/lock"
    }

    package func holding<Value>(_ body: () throws -> Value) throws -> Value { try FileLock.holding(path, body) }

    /// A folder of this account's that it can write to, with none of the bits `hiding` in its mode.
    private static func isOwn(_ folder: String, following: Bool, hiding: mode_t) -> Bool {
        var status = stat()
        guard (following ? stat(folder, &status) : lstat(folder, &status)) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFDIR && status.st_uid == geteuid() && status.st_mode & hiding == 0
            && access(folder, W_OK) == 0
    }

    private static func unusable(_ folder: String, _ why: String) -> Failure {
        Failure(
            .cannotWrite, KernelCode.cannotWrite, "the folder for the lock of the crontab \(why)",
            at: Place(file: folder),
            hint: "let its owner or root remove it, or set HOME to a folder that only this account may write to")
    }
}

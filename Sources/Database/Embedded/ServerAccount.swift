internal import Glibc
import Kernel

/// The operating-system account the server runs as: our own, or an unprivileged one when we are root.
struct ServerAccount: Equatable {
    let user: uid_t
    let group: gid_t
    let name: String

    /// - Parameter existingOwner: who owns the data folder, when there is one; that account goes on.
    static func choose(existingOwner: uid_t?) throws(DatabaseError) -> ServerAccount {
        let own = geteuid()
        guard own == 0 else {
            guard let account = ServerAccount(user: own) else {
                throw DatabaseError(
                    .noServerAccount, message: "the user who runs this has no entry in the password file",
                    hint: "PostgreSQL needs one; add it, or set RECKON_DATABASE_URL")
            }
            return account
        }
        if let existingOwner, existingOwner != 0, let account = ServerAccount(user: existingOwner) { return account }
        // The package's own account first; nobody is on every system.
        guard let account = ServerAccount(name: "postgres") ?? ServerAccount(name: "nobody") else {
            throw DatabaseError(.noServerAccount)
        }
        return account
    }

    init?(user: uid_t) {
        guard let found = unsafe ServerAccount.lookUp({ unsafe getpwuid_r(user, $0, $1, $2, $3) }) else { return nil }
        self = found
    }

    init?(name: String) {
        guard let found = unsafe ServerAccount.lookUp({ unsafe getpwnam_r(name, $0, $1, $2, $3) }) else { return nil }
        self = found
    }

    private init(user: uid_t, group: gid_t, name: String) {
        self.user = user
        self.group = group
        self.name = name
    }

    private typealias Query = (
        UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
        UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
    ) -> Int32

    private static func lookUp(_ query: Query) -> ServerAccount? {
        var entry = unsafe passwd()
        var buffer = [CChar](repeating: 0, count: 16_384)
        var found: UnsafeMutablePointer<passwd>?
        guard unsafe query(&entry, &buffer, buffer.count, &found) == 0, unsafe found != nil else { return nil }
        return unsafe ServerAccount(user: entry.pw_uid, group: entry.pw_gid, name: String(cString: entry.pw_name))
    }

    /// The command with which root becomes this account; `setpriv` is part of util-linux, which every Debian has.
    func command(_ arguments: [String]) -> [String] {
        guard geteuid() == 0 else { return arguments }
        return [
            "/usr/bin/setpriv", "--reuid=\(user)", "--regid=\(group)", "--clear-groups", "--no-new-privs", "--",
        ] + arguments
    }

    /// Whether this account can pass through every folder on the way to `path`, by the permission bits.
    func canReach(_ path: String) -> Bool {
        var folder = ""
        for part in path.split(separator: "/") {
            folder += "/" + part
            var entry = stat()
            guard unsafe stat(folder, &entry) == 0 else { return true }
            let bit: mode_t =
                entry.st_uid == user ? 0o100 : (entry.st_gid == group ? 0o010 : 0o001)
            guard entry.st_mode & bit != 0 else { return false }
        }
        return true
    }
}

internal import Glibc
import Kernel

/// The folders of one embedded server.
///
/// ```
/// HOME/postgres/          ours; or /var/lib/reckon/postgres-<hash> when the server's account cannot reach HOME
///     data/               the server's, 0700
///     socket/             the server's, 0700; or /tmp/reckon-<uid>-<hash> when the path is too long for a socket
///     server.conf, access.conf, accounts.conf, server.log, gate.lock, users.lock, stopping
/// ```
package struct ServerPlace: Sendable, Equatable {
    package let home: String
    package let folder: String
    package let socketFolder: String

    package var data: String { "\(folder)/data" }
    package var log: String { "\(folder)/server.log" }
    /// True when the data is not below the home folder; `reckon doctor` says so.
    package var isOutsideHome: Bool { folder != ServerPlace.folder(inHome: home) }

    /// Held exclusively while the server is started or stopped.
    var gate: String { "\(folder)/gate.lock" }
    /// Held shared by every run that uses the server.
    var users: String { "\(folder)/users.lock" }
    /// There while the server is being stopped.
    var stopMark: String { "\(folder)/stopping" }
    var socket: String { "\(socketFolder)/.s.PGSQL.5432" }

    /// `sun_path` of sockaddr_un holds 108 bytes with the final zero.
    static let longestSocketPath = 107
    static let fallbackRoot = "/var/lib/reckon"

    private static func folder(inHome home: String) -> String { "\(home)/postgres" }
    private static func record(inHome home: String) -> String { "\(folder(inHome: home))/location" }

    /// Where the server of `home` lives or will live. Makes nothing.
    init(home: String, fallbackRoot: String = ServerPlace.fallbackRoot) throws(DatabaseError) {
        let home = ServerFiles.canonical(home)
        let folder = try ServerPlace.chooseFolder(home: home, fallbackRoot: fallbackRoot)
        self.home = home
        self.folder = folder
        let inside = "\(folder)/socket"
        let fits = inside.utf8.count + "/.s.PGSQL.5432".utf8.count <= ServerPlace.longestSocketPath
        socketFolder = fits ? inside : "/tmp/reckon-\(geteuid())-\(ServerPlace.hash(folder))"
    }

    private static func chooseFolder(home: String, fallbackRoot: String) throws(DatabaseError) -> String {
        let inside = folder(inHome: home)
        guard geteuid() == 0 else { return inside }
        if ServerFiles.exists("\(inside)/data") { return inside }
        let outside = "\(fallbackRoot)/postgres-\(hash(home))"
        if let recorded = ServerFiles.read(record(inHome: home))?.split(separator: "\n").first.map(String.init),
            recorded.hasPrefix("/")
        {
            let owner = ServerFiles.read("\(recorded)/home")
            // A home that was moved keeps its data; one that was copied gets data of its own.
            if owner == home || owner.map({ !ServerFiles.exists($0) }) ?? false { return recorded }
            return outside
        }
        let account = try ServerAccount.choose(existingOwner: nil)
        return account.canReach(home) ? inside : outside
    }

    /// The account that owns the data, or would.
    func account() throws(DatabaseError) -> ServerAccount {
        try ServerAccount.choose(existingOwner: ServerFiles.status(data)?.owner)
    }

    /// Makes the folders, except those of the data and the socket.
    func prepare(_ account: ServerAccount) throws(DatabaseError) {
        let isRoot = geteuid() == 0
        // The server's account must pass through to its own folders; their modes keep others out.
        let mode: mode_t = isRoot ? 0o711 : 0o700
        try ServerFiles.makeFolder(home, mode: 0o755, parents: true)
        try ServerFiles.makeFolder(ServerPlace.folder(inHome: home), mode: mode)
        if isOutsideHome {
            try ServerFiles.makeFolder(folder, mode: mode, parents: true)
            try ServerFiles.write("\(folder)\n", to: ServerPlace.record(inHome: home), mode: 0o644)
            try ServerFiles.write(home, to: "\(folder)/home", mode: 0o600)
        }
        guard ServerFiles.status(folder)?.owner == geteuid() else {
            throw DatabaseError(.placeUnusable, detail: "\(folder) belongs to another user")
        }
    }

    /// To be called under the gate: for a moment the new folder is not yet the server's.
    func prepareSocketFolder(_ account: ServerAccount) throws(DatabaseError) {
        if unsafe mkdir(socketFolder, 0o700) != 0, errno != EEXIST { throw ServerFiles.failure("mkdir", socketFolder) }
        // New, or left so by a run that was killed in between.
        if let status = ServerFiles.status(socketFolder), status.isFolder, status.owner == geteuid(), geteuid() == 0 {
            try ServerFiles.giveFolder(socketFolder, to: account)
        }
        guard socketFolderIsSafe(account) else { throw DatabaseError(.socketFolderUnsafe, detail: socketFolder) }
    }

    /// Anyone can make a folder of any name in /tmp: ours belongs to the server's account and admits no one else.
    func socketFolderIsSafe(_ account: ServerAccount) -> Bool {
        guard let status = ServerFiles.status(socketFolder) else { return false }
        return status.isFolder && status.owner == account.user && status.mode & 0o777 == 0o700
    }

    /// FNV-1a, 64 bits: a short name for a path, not a protection.
    static func hash(_ path: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in path.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let hex = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - hex.count) + hex
    }
}

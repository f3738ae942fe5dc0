internal import Glibc
import Kernel

/// A private PostgreSQL of the installed package, shared by all runs that use the same home folder.
///
/// Every run holds a shared lock on `users.lock` while it uses the server; the last one to leave gets the lock
/// exclusively and stops the server. The kernel drops the lock of a run that is killed, so a server that such a run left
/// behind is found running by the next one, used, and stopped at its end.
package final class EmbeddedServer: Sendable {
    package let place: ServerPlace
    private let account: ServerAccount
    private let lease: FileLock

    /// Long enough for another run to create the database; starting takes a tenth of a second.
    static let gateLimit = Duration.seconds(120)
    /// Recovery after a crash replays up to `max_wal_size` of log.
    static let startLimit = Duration.seconds(120)
    static let stopLimit = Duration.seconds(60)

    /// Uses the server of `home`, starting and if need be creating it.
    ///
    /// - Parameter searchPath: the PATH of the environment, for servers that are not from a Debian package.
    package static func start(home: String, searchPath: String = "") throws(DatabaseError) -> EmbeddedServer {
        try start(ServerPlace(home: home), searchPath: searchPath)
    }

    static func start(_ place: ServerPlace, searchPath: String = "") throws(DatabaseError) -> EmbeddedServer {
        let account = try place.account()
        try place.prepare(account)
        let gate = try ServerFiles.lock(place.gate, .exclusive, atMost: gateLimit)
        defer { withExtendedLifetime(gate) {} }
        try place.prepareSocketFolder(account)
        let lease = try ServerFiles.lock(place.users, .shared, atMost: gateLimit)
        let server = EmbeddedServer(place: place, account: account, lease: lease)
        try server.ensureRunning(searchPath: searchPath)
        return server
    }

    private init(place: ServerPlace, account: ServerAccount, lease: FileLock) {
        self.place = place
        self.account = account
        self.lease = lease
    }

    /// How the runner connects: bound by row security, owner of nothing.
    package var runtimeSettings: ConnectionSettings { settings(user: Roles.runtime) }
    /// How migrations connect.
    package var ownerSettings: ConnectionSettings { settings(user: Roles.owner) }
    /// The superuser, for `reckon doctor` and tests.
    var administratorSettings: ConnectionSettings { settings(user: ServerConfiguration.administrator) }

    private func settings(user: String) -> ConnectionSettings {
        ConnectionSettings(
            target: .socket(folder: place.socketFolder, user: user, database: ServerConfiguration.database))
    }

    /// Leaves the server; stops it when nobody else uses it. To be called once, after the last connection is closed.
    package func leave() throws(DatabaseError) {
        let gate = try ServerFiles.lock(place.gate, .exclusive, atMost: EmbeddedServer.gateLimit)
        defer { withExtendedLifetime(gate) {} }
        defer { lease.release() }
        if lease.becomeExclusive() { try stop() }
    }

    private func ensureRunning(searchPath: String) throws(DatabaseError) {
        if let running = runningProcess() {
            // One whose stop was begun may still answer, but not for long.
            let isBeingStopped = ServerFiles.exists(place.stopMark)
            let goesOn = isBeingStopped ? false : try waitUntilReady(running, isOurs: false)
            if goesOn, ServerFiles.exists(place.socket) { return }
            if goesOn || isBeingStopped {
                // Nobody can reach it, or soon nobody will: restarted, unless others still work with it.
                guard lease.becomeExclusive() else { throw DatabaseError(.socketLost, detail: place.socket) }
                try stop()
                lease.becomeShared()
            }
        }
        removeRemains()
        let installation = try chooseInstallation(searchPath: searchPath)
        if !ServerFiles.exists("\(place.data)/PG_VERSION") {
            try ServerCreation(place: place, account: account, installation: installation).create()
        }
        try writeConfiguration()
        let process = try launch(installation)
        guard try waitUntilReady(process, isOurs: true) else { throw endedWhileStarting() }
    }

    private func runningProcess() -> pid_t? {
        guard let file = PostmasterFile(data: place.data),
            ServerProcesses.serves(file.process, data: place.data)
        else { return nil }
        return file.process
    }

    /// After a crash: processes without a postmaster, and marks whose process number may by now be another program's,
    /// which would make PostgreSQL believe that it still runs. Safe because we hold the gate and no postmaster lives.
    private func removeRemains() {
        let marks = ["\(place.data)/postmaster.pid", place.socket, place.stopMark]
        guard marks.contains(where: ServerFiles.exists) else { return }
        ServerProcesses.endOrphans(data: place.data)
        for path in ["\(place.data)/postmaster.pid", place.socket, place.socket + ".lock", place.stopMark] {
            ServerFiles.remove(path)
        }
    }

    private func chooseInstallation(searchPath: String) throws(DatabaseError) -> PostgresInstallation {
        let installed = PostgresInstallation.installed(searchPath: searchPath)
        guard let newest = installed.last else { throw DatabaseError(.packageMissing) }
        guard let version = place.dataVersion else { return newest }
        guard let match = installed.first(where: { $0.majorVersion == version }) else {
            throw DatabaseError(
                .dataVersionMismatch,
                hint: "run `apt-get install postgresql-\(version)`, or move the data with pg_upgrade",
                detail: "data of version \(version), installed \(installed.map(\.majorVersion))")
        }
        return match
    }

    private func writeConfiguration() throws(DatabaseError) {
        var names = [account.name]
        if let own = ServerAccount(user: geteuid()), own != account { names.append(own.name) }
        let files = [
            ("server.conf", ServerConfiguration.settings(place)), ("access.conf", ServerConfiguration.access),
            ("accounts.conf", ServerConfiguration.accounts(names)),
        ]
        // Read by the server's account; they hold no secret.
        for (name, text) in files { try ServerFiles.write(text, to: "\(place.folder)/\(name)", mode: 0o644) }
    }

    private func launch(_ installation: PostgresInstallation) throws(DatabaseError) -> pid_t {
        if let size = ServerFiles.status(place.log)?.size, size > 8 << 20 {
            unsafe rename(place.log, place.log + ".1")
        }
        let log = unsafe open(place.log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard log >= 0 else { throw ServerFiles.failure("open", place.log) }
        defer { close(log) }
        let command = [installation.program("postgres"), "-D", place.data, "--config-file=\(place.folder)/server.conf"]
        return try ChildProcess.start(account.command(command), output: log)
    }

    /// False when the process ended instead.
    private func waitUntilReady(_ process: pid_t, isOurs: Bool) throws(DatabaseError) -> Bool {
        var ended = false
        let ready = MonotonicTime.wait(atMost: EmbeddedServer.startLimit) {
            ended = isOurs ? ChildProcess.hasEnded(process) : !ServerProcesses.serves(process, data: place.data)
            return ended || PostmasterFile(data: place.data).map { $0.process == process && $0.isReady } ?? false
        }
        guard ready else { throw notStarted(.startTimedOut) }
        return !ended
    }

    private func endedWhileStarting() -> DatabaseError {
        // Paths stay out of what may be shown to anybody.
        let log = ServerFiles.tail(place.log).replacing(place.folder, with: "…")
        let reason = EmbeddedServer.lastReason(in: log).map { ": \($0)" } ?? ""
        return notStarted(.serverDidNotStart, message: StoreCode.serverDidNotStart.message + reason)
    }

    private func notStarted(_ code: StoreCode, message: String? = nil) -> DatabaseError {
        let tail = ServerFiles.tail(place.log)
        if tail.contains("No space left on device") { return DatabaseError(.diskNearlyFull, detail: tail) }
        return DatabaseError(code, message: message, detail: tail)
    }

    /// What the server itself says to have failed at. It is our own server, with no data in what it says of its start.
    private static func lastReason(in log: String) -> String? {
        guard let line = log.split(separator: "\n").last(where: { $0.contains("FATAL:") }),
            let start = line.firstRange(of: "FATAL:")
        else { return nil }
        return String(line[start.upperBound...].drop(while: { $0 == " " }))
    }

    /// Fast shutdown: sessions are ended, everything is written; after the limit an immediate one.
    private func stop() throws(DatabaseError) {
        guard let process = runningProcess() else { return }
        // Whoever comes when we are killed here must not take the server for one that goes on. A disk that has no room
        // for the mark does not keep the server running.
        let mark = unsafe open(place.stopMark, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if mark >= 0 { close(mark) }
        for (signal, limit) in [(SIGINT, EmbeddedServer.stopLimit), (SIGQUIT, .seconds(10))] {
            kill(process, signal)
            let stopped = MonotonicTime.wait(atMost: limit) {
                _ = ChildProcess.hasEnded(process)
                return !ServerProcesses.serves(process, data: place.data)
            }
            guard !stopped else {
                ServerFiles.remove(place.stopMark)
                return
            }
        }
        throw DatabaseError(.stopTimedOut, detail: ServerFiles.tail(place.log))
    }
}

extension ServerPlace {
    /// The major version the data was made by; nil when there is no data yet.
    var dataVersion: Int? {
        ServerFiles.read("\(data)/PG_VERSION").flatMap { Int($0.prefix(while: \.isNumber)) }
    }
}

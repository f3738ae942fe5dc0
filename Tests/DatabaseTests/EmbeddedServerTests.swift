import Glibc
import Kernel
import TestSupport
import Testing

@testable import Database

/// The life of an embedded server: shared, killed, left behind, found again.
@Suite(.serialized) struct EmbeddedServerTests {
    let events = RecordedEvents()

    func connection(_ server: EmbeddedServer) throws -> Connection {
        let connection = try Connection(server.administratorSettings, security: events)
        connection.context = .system
        return connection
    }

    func process(_ server: EmbeddedServer) -> pid_t? {
        PostmasterFile(data: server.place.data)?.process
    }

    func isRunning(_ place: ServerPlace) -> Bool { !ServerProcesses.all(data: place.data).isEmpty }

    /// Another process that uses the server: it holds the shared lock, as a run does.
    func otherUser(of place: ServerPlace) throws -> pid_t {
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(null) }
        let user = try ChildProcess.start(
            ["/usr/bin/flock", "--shared", place.users, "/bin/sleep", "600"], output: null)
        let holds = MonotonicTime.wait(atMost: .seconds(20)) {
            ServerFiles.read("/proc/\(user)/task/\(user)/children").map { !$0.isEmpty } ?? false
        }
        guard holds else { throw TestFailure("the other process does not hold the lock") }
        return user
    }

    func kill9(_ user: pid_t) {
        kill(-user, SIGKILL)
        // Its own child holds the lock as well: both must be gone.
        _ = MonotonicTime.wait(atMost: .seconds(5)) { ChildProcess.hasEnded(user) && kill(-user, 0) != 0 }
    }

    @Test func runsShareAServerThatTheLastOneStops() throws {
        let home = try TemporaryFolder()
        // The first start, by four at once.
        nonisolated(unsafe) var servers = [EmbeddedServer?](repeating: nil, count: 4)
        let starters = (0..<4).map { index in
            Background { [path = home.path] in servers[index] = try EmbeddedServer.start(home: path) }
        }
        for starter in starters { try starter.join() }
        let running = servers.compactMap(\.self)
        #expect(running.count == 4)
        #expect(Set(running.compactMap(process)).count == 1)
        let place = running[0].place
        let first = try #require(process(running[0]))

        // Cut off from us: own session, none of our descriptors, none of our standard streams.
        #expect(getsid(first) == first)
        let descriptors = ServerFiles.entries(of: "/proc/\(first)/fd").compactMap {
            ServerFiles.link(at: "/proc/\(first)/fd/\($0)")
        }
        #expect(!descriptors.contains { $0.hasSuffix(".lock") })
        #expect(ServerFiles.link(at: "/proc/\(first)/fd/1") == place.log)
        #expect(ServerFiles.link(at: "/proc/\(first)/fd/2") == place.log)
        #expect(ServerFiles.status("/proc/\(first)")?.owner != 0)
        #expect(ServerFiles.status(place.socketFolder)?.mode == 0o700)

        for server in running.dropFirst() { try server.leave() }
        #expect(process(running[0]) == first)

        // Another process stays when we leave, and is then killed: nobody stops the server ...
        let user = try otherUser(of: place)
        try running[0].leave()
        #expect(isRunning(place))
        kill9(user)
        #expect(isRunning(place))
        #expect(EmbeddedServer.diagnose(home: home.path).map(\.code.number) == [361, 363])

        // ... until the next run, which takes it over.
        let next = try EmbeddedServer.start(home: home.path)
        #expect(process(next) == first)
        try next.leave()
        #expect(!isRunning(place))
        #expect(EmbeddedServer.diagnose(home: home.path).map(\.code.number) == [363])
        try crashesAndRemainsAreSurvived(home.path)
    }

    /// On the same data, which takes seconds to make.
    func crashesAndRemainsAreSurvived(_ home: String) throws {
        // kill -9 of the postmaster while a session is busy and another one is inside a transaction.
        var server = try EmbeddedServer.start(home: home)
        let place = server.place
        let kept = try connection(server)
        try kept.run("CREATE TABLE kept AS SELECT 1 AS a")
        try kept.run("BEGIN")
        try kept.run("INSERT INTO kept VALUES (2)")
        let busy = try connection(server)
        let query = Background { [busy] in _ = try? busy.run("SELECT count(*) FROM generate_series(1, 1000000000000)") }
        let victim = try #require(process(server))
        kill(victim, SIGKILL)
        _ = MonotonicTime.wait(atMost: .seconds(10)) { !ServerProcesses.serves(victim, data: place.data) }
        #expect(EmbeddedServer.diagnose(home: home).map(\.code.number) == [361, 363])
        let after = try EmbeddedServer.start(home: home)
        try query.join()
        #expect(try connection(after).run("SELECT a FROM kept").onlyRow().value(0, as: Int.self) == 1)
        try server.leave()
        #expect(isRunning(place))
        try after.leave()
        #expect(!isRunning(place))

        // The number in postmaster.pid is now another program's of the same account; a dead socket is in the way.
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(null) }
        let stranger = try ChildProcess.start(place.account().command(["/bin/sleep", "600"]), output: null)
        defer { kill9(stranger) }
        try ServerFiles.write(
            "\(stranger)\n\(place.data)\n0\n5432\n\n\n\nready   \n", to: "\(place.data)/postmaster.pid", mode: 0o644)
        try ServerFiles.write("", to: place.socket, mode: 0o777)
        try ServerFiles.write("\(stranger)\n", to: place.socket + ".lock", mode: 0o644)
        server = try EmbeddedServer.start(home: home)
        #expect(try connection(server).run("SELECT 1").rowCount == 1)
        #expect(kill(stranger, 0) == 0)

        // The socket is removed under a running server: restarted when nobody else uses it.
        let before = process(server)
        ServerFiles.remove(place.socket)
        let error = storeError { _ = try EmbeddedServer.start(home: home) }
        #expect(error?.code == .socketLost)
        #expect(error?.isTransient == true)
        let user = try otherUser(of: place)
        try server.leave()
        kill9(user)
        server = try EmbeddedServer.start(home: home)
        #expect(process(server) != before)
        #expect(try connection(server).run("SELECT 1").rowCount == 1)
        try server.leave()
        try aStopThatWasBegunIsFinished(home, place)
        try brokenDataIsToldAndNotHungOn(home, place)
    }

    func aStopThatWasBegunIsFinished(_ home: String, _ place: ServerPlace) throws {
        // A run that is killed while it stops the server, before and after the server hears of it.
        for signal in [0, 0, SIGINT, SIGINT, SIGINT, SIGINT] {
            var server: EmbeddedServer? = try EmbeddedServer.start(home: home)
            let first = try #require(server.flatMap(process))
            try ServerFiles.write("", to: place.stopMark, mode: 0o600)
            kill(first, signal)
            server = nil
            let next = try EmbeddedServer.start(home: home)
            #expect(process(next) != first)
            #expect(try connection(next).run("SELECT 1").rowCount == 1)
            #expect(!ServerFiles.exists(place.stopMark))
            try next.leave()
            #expect(!ServerFiles.exists(place.stopMark))
        }

        // Stopped by somebody else, who lets sessions end: whoever comes meanwhile waits for it.
        let server = try EmbeddedServer.start(home: home)
        let first = try #require(process(server))
        let session = try connection(server)
        kill(first, SIGTERM)
        #expect(MonotonicTime.wait(atMost: .seconds(10)) { PostmasterFile(data: place.data)?.status == "stopping" })
        nonisolated(unsafe) var next: EmbeddedServer?
        let starter = Background { [home] in next = try EmbeddedServer.start(home: home) }
        session.close()
        try starter.join()
        let started = try #require(next)
        #expect(process(started) != first)
        #expect(try connection(started).run("SELECT 1").rowCount == 1)
        try started.leave()
        try server.leave()
        #expect(!isRunning(place))
    }

    func brokenDataIsToldAndNotHungOn(_ home: String, _ place: ServerPlace) throws {
        #expect(rename("\(place.data)/PG_VERSION", "\(place.data)/kept") == 0)
        try ServerFiles.write("9\n", to: "\(place.data)/PG_VERSION", mode: 0o644)
        let mismatch = storeError { _ = try EmbeddedServer.start(home: home) }
        #expect(mismatch?.code == .dataVersionMismatch)
        #expect(mismatch?.description.contains("apt-get install postgresql-9") == true)
        #expect(EmbeddedServer.diagnose(home: home).map(\.code.number) == [355, 363])
        #expect(rename("\(place.data)/kept", "\(place.data)/PG_VERSION") == 0)

        chmod(place.data, 0o755)
        let findings = EmbeddedServer.diagnose(home: home)
        #expect(findings.map(\.code.number) == [351, 363])
        #expect(findings.first?.hint == "run `chmod 700 '\(place.data)'`")
        let refused = storeError { _ = try EmbeddedServer.start(home: home) }
        #expect(refused?.code == .serverDidNotStart)
        #expect(refused?.restrictedDetail?.contains("invalid permissions") == true)
        #expect(refused?.description.contains(home) == false)
        chmod(place.data, 0o700)
        #expect(!isRunning(place))
    }

    @Test func aHomeWithALongPathHasItsSocketInTmp() throws {
        let home = try TemporaryFolder()
        let long = home.path + "/" + String(repeating: "l", count: 100)
        try ServerFiles.makeFolder(long, mode: 0o755)
        let server = try EmbeddedServer.start(home: long)
        defer { rmdir(server.place.socketFolder) }
        #expect(server.place.socketFolder.hasPrefix("/tmp/reckon-\(geteuid())-"))
        #expect(server.place.socket.utf8.count <= ServerPlace.longestSocketPath)
        #expect(try connection(server).run("SELECT 1").rowCount == 1)
        try server.leave()
    }

    @Test(arguments: ["folder", "file", "link"]) func aSquattedSocketFolderIsRefused(kind: String) throws {
        let home = try TemporaryFolder()
        let long = home.path + "/" + String(repeating: "q", count: 100)
        try ServerFiles.makeFolder(long, mode: 0o755)
        let place = try ServerPlace(home: long)
        switch kind {
        case "folder":
            try ServerFiles.makeFolder(place.socketFolder, mode: 0o777)
            // Somebody else's; unprivileged, the mode alone tells.
            if geteuid() == 0 { chown(place.socketFolder, 12345, 12345) }
        case "file": try ServerFiles.write("", to: place.socketFolder, mode: 0o700)
        default: symlink(home.path, place.socketFolder)
        }
        defer {
            unlink(place.socketFolder)
            rmdir(place.socketFolder)
        }
        #expect(storeError { _ = try EmbeddedServer.start(home: long) }?.code == .socketFolderUnsafe)
        #expect(EmbeddedServer.diagnose(home: long).map(\.code.number) == [356, 363])
    }

    @Test(.enabled(if: geteuid() == 0, "only root runs the server as somebody else"))
    func aHomeThatTheServerCannotReachHasItsDataElsewhere() throws {
        let root = try TemporaryFolder()
        let hidden = root.path + "/hidden"
        try ServerFiles.makeFolder(hidden, mode: 0o700)
        let elsewhere = root.path + "/elsewhere"
        let place = try ServerPlace(home: hidden + "/home", fallbackRoot: elsewhere)
        #expect(place.isOutsideHome)
        let server = try EmbeddedServer.start(place)
        #expect(try connection(server).run("SELECT 1").rowCount == 1)
        try server.leave()
        #expect(ServerFiles.read(hidden + "/home/postgres/location") == place.folder + "\n")
        let note = try #require(
            EmbeddedServer.diagnose(
                home: hidden + "/home", searchPath: "", packageFolder: "/usr/lib/postgresql", fallbackRoot: elsewhere
            ).last)
        #expect(note.message.contains(place.folder))
        #expect(note.hint?.contains("cannot reach") == true)

        // A home that was moved keeps its data; a copy of it does not share them.
        let copied = try ChildProcess.run(["/bin/cp", "-r", hidden + "/home", hidden + "/copy"])
        #expect(copied.status == 0)
        #expect(try ServerPlace(home: hidden + "/copy", fallbackRoot: elsewhere).folder != place.folder)
        #expect(rename(hidden + "/home", hidden + "/moved") == 0)
        #expect(try ServerPlace(home: hidden + "/moved", fallbackRoot: elsewhere).folder == place.folder)
    }

    @Test func aMissingPackageIsToldWithItsCommand() throws {
        let home = try TemporaryFolder()
        let findings = EmbeddedServer.diagnose(
            home: home.path, searchPath: "/nowhere:relative", packageFolder: home.path)
        #expect(findings.first?.code.number == 350)
        #expect(findings.first?.hint?.contains("apt-get install postgresql") == true)
    }

    @Test func aServerIsFoundOnThePathToo() {
        let package = PostgresInstallation.installed(searchPath: "")
        #expect(!package.isEmpty)
        let found = PostgresInstallation.installed(
            searchPath: "/nowhere:\(package.last?.programs ?? "")", packageFolder: "/nowhere")
        #expect(found.last?.majorVersion == package.last?.majorVersion)
    }

    @Test(
        arguments: [
            ("", nil), ("x\n", nil), ("-5\n", nil), ("12", 12), ("12\n/data\n0\n5432\n/s\n\n1 2\nready   \n", 12),
        ] as [(String, pid_t?)])
    func theMarkOfAServerIsRead(text: String, process: pid_t?) {
        #expect(PostmasterFile(text: text)?.process == process)
        #expect(PostmasterFile(text: text)?.isReady ?? false == text.contains("ready"))
    }
}

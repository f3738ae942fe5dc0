import Kernel
import Runner
import Telemetry
import TestSupport
import Testing

/// What is said when a server gives nothing, and what a job may not say.
struct LiveRefusalTests {
    private static func failure(_ run: () throws -> some Any) throws -> Failure {
        do {
            _ = try run()
        } catch let failure as Failure { return failure }
        throw Missing("a failure")
    }

    @Test(arguments: [
        ("empty", "D507", Kernel.ExitStatus.missingInput, "from 2026-04-01T00:00:00Z to 2026-04-09T00:00:00Z", false),
        ("html", "D503", .unavailable, "is a page of HTML", false),
        ("cut", "D503", .unavailable, "the file ends in the middle of the answer", true),
        ("scalar", "D503", .unavailable, #"of the type "scalar""#, true),
        ("down", "D506", .unavailable, "the server still answers with status 503", true),
        ("bad", "D504", .unavailable, #"does not carry out the query ("bad_data")"#, false),
        ("error200", "D504", .unavailable, #"does not carry out the query ("internal")"#, false),
        ("never", "D505", .unavailable, "even a single moment is more than the server gives", false),
        ("token", "D501", .notPermitted, "does not let reckon in (status 401)", false),
        ("scope", "D501", .notPermitted, "does not let reckon in (status 401)", false),
        ("nowhere", "D502", .configuration, "there is no /api/v1/query_range at the address (status 404)", false),
        ("elsewhere", "W319", .configuration, "the server points elsewhere", false),
    ])
    func serversThatGiveNothing(
        behaviour: String, code: String, exit: Kernel.ExitStatus, words: String, isTransient: Bool
    ) throws {
        let source = try LiveSource("refused-\(behaviour)")
        let failure = try LiveRefusalTests.failure { try source.run(behaviour) }
        let finding = try #require(failure.diagnostics.first)
        #expect("\(finding.code)" == code)
        #expect(failure.exitStatus == exit)
        #expect(finding.message.contains(words), "\(finding.message)")
        #expect(finding.hint != nil)
        #expect(failure.isTransient == isTransient)
        // The server's words may name hosts.
        #expect(!failure.description.contains("db7"))
    }

    @Test func theServersWordsAreInTheRestrictedLog() throws {
        let failure = try LiveRefusalTests.failure { try LiveSource("words").run("bad") }
        #expect(failure.restrictedDetail?.contains("invalid parameter on host db7") == true)
    }

    @Test(arguments: [
        ("", ["TOKEN": "sesame"]), (#", "user": "42""#, ["TOKEN": "sesame"]),
    ])
    func tokensGoOverTLS(user: String, variables: [String: String]) throws {
        let source = try LiveSource("token\(user.utf8.count)", variables: variables)
        let trust = #", "certificates": "\#(source.standIn.place.authority)", "token": {"env": "TOKEN"}"#
        #expect(try source.run("token", server: trust + user, secure: true).rowCount > 0)
        // A certificate that nobody vouches for ends it before anything is sent.
        let failure = try LiveRefusalTests.failure {
            try source.run("token", server: #", "token": {"env": "TOKEN"}"#, secure: true)
        }
        #expect(failure.diagnostics.map { "\($0.code)" } == ["W313"])
    }

    @Test func aTokenMayStandInAFileOfItsOwner() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/token"
        try FileSystem.write(Array("sesame\n".utf8), to: path, mode: 0o600)
        let source = try LiveSource("token-file", variables: ["TOKEN_FILE": path])
        let trust = #", "certificates": "\#(source.standIn.place.authority)", "token": {"env": "TOKEN"}"#
        #expect(try source.run("token", server: trust, secure: true).rowCount > 0)
        // Tokens of Kubernetes are long; this one is read, sent and refused.
        try FileSystem.write([UInt8](repeating: UInt8(ascii: "x"), count: 3000), to: path, mode: 0o600)
        let again = #", "refreshDays": 1\#(trust)"#
        let refused = try LiveRefusalTests.failure { try source.run("token", server: again, secure: true) }
        #expect(refused.diagnostics.map { "\($0.code)" } == ["D501"])
        try FileSystem.remove(path)
        try FileSystem.write(Array("sesame\n".utf8), to: path, mode: 0o644)
        let exposed = try LiveRefusalTests.failure { try source.run("token", server: trust, secure: true) }
        #expect(exposed.diagnostics.map { "\($0.code)" } == ["J251"])
    }

    @Test func tenantsOfOneServer() throws {
        let source = try LiveSource("tenant")
        #expect(try source.run("scope", server: #", "scopeOrgId": "team-a""#).rowCount > 0)
    }

    @Test func aPeriodThatHasNotBegun() throws {
        let source = try LiveSource("future")
        let failure = try LiveRefusalTests.failure { try source.run(at: "2026-04-01T01:59:59Z") }
        #expect(failure.diagnostics.map { "\($0.code)" } == ["D508"])
        #expect(failure.exitStatus == .tryLater)
        #expect(try source.asked().isEmpty)
    }

    @Test(arguments: [
        (#"{"id": "a"}"#, "J250"),
        (#"{"id": "a", "files": ["x"], "server": {"url": "https://p.example.com"}}"#, "J250"),
        (#"{"id": "a", "server": {"url": "http://10.0.0.1:9090", "token": {"env": "T"}}}"#, "J252"),
        (#"{"id": "a", "server": {"url": "https://p.example.com", "user": "u"}}"#, "J251"),
        (#"{"id": "a", "server": {"url": "https://p.example.com"}, "stepSeconds": 7}"#, "J253"),
        (#"{"id": "a", "server": {"url": "https://p.example.com"}, "only": {"a-b": "c"}}"#, "J254"),
        (#"{"id": "a", "server": {"url": "http://p.example.com"}}"#, "J255"),
    ])
    func jobsThatCannotBe(cluster: String, code: String) throws {
        let failure = try LiveRefusalTests.failure {
            try Bench("2026-04").run(
                "usage", IngestPrometheusStage.kind(.offline), #"{"clusters": [\#(cluster)]}"#)
        }
        #expect(failure.diagnostics.map { "\($0.code)" } == [code])
        #expect(failure.exitStatus == .configuration)
        #expect(failure.diagnostics.first?.place != nil)
    }

    @Test func aTokenThatIsNotSet() throws {
        let failure = try LiveRefusalTests.failure {
            try LiveSource("unset").run(server: #", "token": {"env": "NO_SUCH"}"#, secure: true)
        }
        #expect(failure.diagnostics.first?.message == "the environment variable 'NO_SUCH' is not set")
    }
}

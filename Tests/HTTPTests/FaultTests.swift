import CCurl
import Kernel
import TestSupport
import Testing

@testable import HTTP

/// What goes wrong on the way, and whether the request may have arrived.
struct FaultTests {
    @Test(arguments: [
        ("reset", HTTPCode.connectionLost), ("close", .connectionLost), ("truncated", .truncated),
        ("broken-chunk", .truncated), ("redirect", .redirected), ("garbage", .notHTTP),
    ])
    func brokenAnswersAreErrorsAndTheRequestMayHaveArrived(behaviour: String, code: HTTPCode) throws {
        let test = try TestCase()
        let error = try #require(try test.failure(.charge(test.url(behaviour))))
        #expect(error.code == code, "\(error.restrictedDetail ?? "")")
        #expect(error.mayHaveArrived)
        #expect(try test.journal.count == 1)
    }

    @Test(arguments: ["announced", "endless", "headers"])
    func answersBeyondTheLimitAreCutOff(behaviour: String) throws {
        let test = try TestCase()
        var request = HTTPRequest.look(try test.url(behaviour))
        request.limits.bodyBytes = 100_000
        let error = try #require(try test.failure(request))
        #expect(error.code == .answerTooLarge, "\(error.restrictedDetail ?? "")")
        #expect(error.mayHaveArrived)
    }

    @Test func bodiesUpToTheLimitAreTaken() throws {
        let test = try TestCase()
        var request = HTTPRequest.look(try test.url("ok"))
        request.limits.bodyBytes = 15
        #expect(try test.client().send(request).body.count == 15)
        request.limits.bodyBytes = 14
        #expect(try test.failure(request)?.code == .answerTooLarge)
    }

    @Test(arguments: ["slow", "trickle"])
    func slowAnswersEndWithTheTotalLimit(behaviour: String) throws {
        let test = try TestCase()
        var request = HTTPRequest.charge(try test.url(behaviour))
        request.limits.totalMilliseconds = 400
        let error = try #require(try test.failure(request))
        #expect(error.code == .timedOut, "\(error.restrictedDetail ?? "")")
        #expect(error.mayHaveArrived)
    }

    @Test func silentServersEndWithTheIdleLimit() throws {
        let test = try TestCase()
        var request = HTTPRequest.look(try test.url("slow"))
        request.limits.idleSeconds = 1
        #expect(try test.failure(request)?.code == .timedOut)
    }

    @Test func connectionsThatAreNotMadeSurelyBroughtNothing() throws {
        let test = try TestCase()
        let closed = try HTTPURL("https://127.0.0.1:1/charge")
        let refused = try #require(try test.failure(.charge(closed), test.client([closed])))
        #expect(refused.code == .noConnection)
        #expect(!refused.mayHaveArrived)
    }

    /// By libcurl's numbers (libcurl-errors(3)): no test asks a real service of names.
    @Test(arguments: [
        (6, HTTPCode.unknownName, false), (7, .noConnection, false), (35, .noEncryption, false),
        (60, .certificateRefused, false), (77, .trustUnusable, false), (28, .timedOut, false),
        (52, .connectionLost, true),
        (55, .connectionLost, true), (56, .connectionLost, true), (18, .truncated, true), (63, .answerTooLarge, true),
        (8, .notHTTP, true), (1, .notHTTP, true), (43, .other, false),
    ])
    func libcurlsNumbersHaveCodesOfOurs(number: UInt32, code: HTTPCode, isOfAnswer: Bool) {
        #expect(HTTPCode.of(CURLcode(rawValue: number)) == code)
        #expect(code.isOfAnswer == isOfAnswer)
    }

    @Test func serversThatAcceptAndSayNothingDuringTLSSurelyGotNothing() throws {
        let test = try TestCase()
        // The port without TLS waits for a line of HTTP.
        let url = try test.url("ok", port: test.server.place.http)
        var request = HTTPRequest.charge(url)
        request.limits.totalMilliseconds = 400
        let error = try #require(try test.failure(request, test.client([url])))
        #expect([.timedOut, .noEncryption].contains(error.code), "\(error.restrictedDetail ?? "")")
        #expect(!error.mayHaveArrived)
    }

    @Test func certificatesOfOtherNamesAreRefused() throws {
        let test = try TestCase()
        let error = try #require(try test.failure(.charge(test.url("ok", port: test.server.place.wrongName))))
        #expect(error.code == .certificateRefused, "\(error.restrictedDetail ?? "")")
        #expect(!error.mayHaveArrived && !error.isTransient)
        #expect(try test.journal.isEmpty)
    }

    @Test func unknownAuthoritiesAreRefused() throws {
        let test = try TestCase()
        let error = try #require(try test.failure(.charge(test.url("ok")), test.client(trust: .system)))
        #expect(error.code == .certificateRefused, "\(error.restrictedDetail ?? "")")
        #expect(try test.journal.isEmpty)
    }

    @Test func oldVersionsOfTLSAreRefused() throws {
        let test = try TestCase()
        let error = try #require(try test.failure(.charge(test.url("ok", port: test.server.place.oldTLS))))
        #expect(error.code == .noEncryption, "\(error.restrictedDetail ?? "")")
        #expect(!error.mayHaveArrived)
        #expect(try test.journal.isEmpty)
    }

    @Test func missingFilesOfTrustAreSaidSo() throws {
        let test = try TestCase()
        let client = try test.client(trust: .file("/nonexistent/authority.pem"))
        let error = try #require(try test.failure(.charge(test.url("ok")), client))
        #expect(error.code == .trustUnusable, "\(error.restrictedDetail ?? "")")
        #expect(error.exitStatus == .configuration)
        #expect(try test.journal.isEmpty)
    }

    @Test func errorsNameThePurposeAndNoSecret() throws {
        let test = try TestCase()
        let url = try test.url("reset").appending(["ada@example.org"], query: [("token", "marker_query")])
        let error = try #require(try test.failure(.charge(url)))
        #expect(error.description.hasPrefix("error[W316]: charge: the connection to the server was lost"))
        var dumped = ""
        dump(error, to: &dumped)
        dump(HTTPRequest.charge(url), to: &dumped)
        for text in ["\(error)", error.restrictedDetail ?? "", dumped, "\(HTTPRequest.charge(url))", "\(url)"] {
            #expect(!text.contains("marker") && !text.contains("ada"), "\(text)")
        }
    }
}

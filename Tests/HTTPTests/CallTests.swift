import Kernel
import TestSupport
import Testing

@testable import HTTP

struct CallTests {
    @Test func answersComeWithStatusHeadersAndBody() throws {
        let test = try TestCase()
        let answer = try test.client().send(.look(test.url("ok")))
        #expect(answer.status == 200)
        #expect(String(decoding: answer.body, as: UTF8.self) == #"{"status":true}"#)
        #expect(answer.header("content-type") == "application/json")
        #expect(answer.header("x-blank") == "two words")
        #expect(answer.attempts == 1)
    }

    @Test func statusesOfRefusalAreAnswers() throws {
        let test = try TestCase()
        #expect(try test.client().send(.look(test.url("unheard-of"))).status == 404)
    }

    @Test func headersAndBodyArriveAsTheyWereGiven() throws {
        let test = try TestCase()
        let body = #"{"text":"\#u{0}zero and ü"}"#
        let request = HTTPRequest(
            .post, try test.url("echo").appending(["a/b", "ä"], query: [("from", "2026-04-01T00:00:00Z")]),
            purpose: "test",
            headers: [
                .bearer(Secret("key")), HTTPHeader("Content-Type", "application/json"), HTTPHeader("X-Empty", ""),
            ],
            body: Array(body.utf8))
        _ = try test.client().send(request)
        let entry = try #require(try test.journal.first)
        #expect(entry.method == "POST")
        #expect(entry.target == "/\(test.name)/echo/a%2Fb/%C3%A4?from=2026-04-01T00%3A00%3A00Z")
        #expect(Array(entry.body.unicodeScalars.map { UInt8($0.value) }) == Array(body.utf8))
        #expect(entry.header("authorization") == "Bearer key")
        #expect(entry.header("content-type") == "application/json")
        #expect(entry.header("x-empty") == "")
        #expect(entry.header("user-agent") == "reckon/test")
        #expect(entry.header("expect") == nil)
    }

    @Test func emptyAndLargeBodiesAreSentWhole() throws {
        let test = try TestCase()
        let client = try test.client()
        for count in [0, 3 << 20] {
            let body = [UInt8](repeating: UInt8(ascii: "z"), count: count)
            #expect(try client.send(HTTPRequest(.post, test.url("ok"), purpose: "test", body: body)).status == 200)
        }
        #expect(try test.journal.map(\.body.utf8.count) == [0, 3 << 20])
        #expect(try test.journal.allSatisfy { $0.header("content-type") == nil && $0.header("expect") == nil })
    }

    @Test func interimAnswersAreNotTheAnswer() throws {
        let test = try TestCase()
        let answer = try test.client().send(.look(test.url("interim")))
        #expect(answer.status == 200)
        #expect(answer.header("x-early") == nil)
        #expect(answer.header("x-late") == "yes")
        #expect(answer.body == Array("late".utf8))
    }

    @Test func readingKeepsItsConnectionAndChargesNeverShareOne() throws {
        let test = try TestCase()
        let client = try test.client()
        let look = HTTPRequest.look(try test.url("ok"))
        let charge = HTTPRequest.charge(try test.url("ok"))
        for request in [look, look, charge, charge, look] { _ = try client.send(request) }
        let connections = try test.journal.map(\.connection)
        #expect(connections[0] == connections[1])
        #expect(connections[4] == connections[0])
        #expect(Set(connections).count == 3)
    }

    @Test func transcriptsHoldAllButSecrets() throws {
        let request = HTTPRequest.charge(try HTTPURL("https://api.example.org/charge"))
        #expect(
            String(decoding: request.transcript, as: UTF8.self)
                == "POST https://api.example.org/charge\r\nAuthorization: ***\r\n\r\n{\"amount\":5000}")
        let answer = HTTPAnswer(
            status: 200, headers: [.init(name: "x-id", value: "7")], body: [0x7B, 0x7D])
        #expect(String(decoding: answer.transcript, as: UTF8.self) == "200\r\nx-id: 7\r\n\r\n{}")
    }
}

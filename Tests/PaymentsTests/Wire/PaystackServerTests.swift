import Documents
import HTTP
import Kernel
import Testing

@testable import Payments

struct PaystackServerTests {
    @Test(arguments: ["https://127.0.0.1:8443", "https://localhost:8443/", "https://127.8.0.1"])
    func aStandInIsOnThisMachine(address: String) throws {
        let server = try PaystackServer(standIn: address, authority: "/authority.pem")
        #expect(server.isStandIn && server.throttle(.test) == nil)
    }

    @Test(arguments: [
        "http://127.0.0.1:8443", "https://api.paystack.co", "https://127.0.0.1.example.org", "https://127.1",
        "https://10.0.0.1", "https://localhost.example.org", "https://128.0.0.1", "https://user@127.0.0.1", "127.0.0.1",
        "https://[::1]:8443", "https://0127.0.0.1:1", "https://127.0.0.0x1", "",
    ])
    func anyOtherPlaceIsRefused(address: String) throws {
        let failure = #expect(throws: Failure.self) { try PaystackServer(standIn: address, authority: "/a.pem") }
        #expect(failure?.diagnostics.map(\.code) == [PaymentCode.standInElsewhere])
    }

    @Test func keysAreOfTheModeThatTheRulesName() throws {
        let text = "sk_test_0123456789abcdef"
        #expect(try PaystackKey(Secret(text), mode: .test).mode == .test)
        let other = #expect(throws: Failure.self) { try PaystackKey(Secret(text), mode: .live) }
        #expect(other?.diagnostics.map(\.code) == [PaymentCode.keyOfOtherMode])
        for wrong in ["", "sk_test_", "pk_test_0123456789abcdef", text + "\n", "Bearer " + text] {
            let failure = #expect(throws: Failure.self) { try PaystackKey(Secret(wrong), mode: .test) }
            #expect(failure?.diagnostics.map(\.code) == [PaymentCode.keyUnreadable])
            #expect(!"\(failure as Any)".contains("0123456789abcdef"))
        }
    }

    @Test func aLiveKeyStaysAwayFromStandIns() throws {
        let server = try PaystackServer(standIn: "https://127.0.0.1:1", authority: "/authority.pem")
        let key = try PaystackKey(Secret("sk_live_0123456789abcdef"), mode: .live)
        let waiting = Waiting(clock: .fixed(Instant(secondsSinceEpoch: 0))) { _ in }
        #expect(throws: Failure.self) {
            try PaystackClient(
                server: server, key: key, userAgent: "reckon/test", seed: 1, throttle: nil, waiting: waiting
            ) { _ in }
        }
    }

    @Test func timesAreSentInFull() throws {
        #expect(try Samples.instant("2026-04-01T02:17:00Z").paystackText == "2026-04-01T02:17:00.000Z")
        #expect(Instant(microseconds: 1_999_999).paystackText == "1970-01-01T00:00:01.999Z")
        #expect(Instant(microseconds: -1).paystackText == "1969-12-31T23:59:59.999Z")
    }
}

struct PagePositionTests {
    private func meta(_ text: String) throws -> JSONNode {
        try JSONText.parse(Array(text.utf8), file: "meta", limits: .answer)
    }

    @Test func aCursorLeadsToTheEnd() throws {
        for end in [#"{"next": null}"#, #"{"next": ""}"#] {
            var position = PagePosition(usesCursor: true)
            #expect(try position.advance(past: meta(#"{"next": "abc", "perPage": "50"}"#), rows: 50) == .more)
            #expect(position.query.contains { $0 == ("next", "abc") })
            #expect(try position.advance(past: meta(end), rows: 1) == .complete)
        }
    }

    @Test func aCursorThatComesBackEndsTheList() throws {
        var position = PagePosition(usesCursor: true)
        #expect(try position.advance(past: meta(#"{"next": "abc"}"#), rows: 50) == .more)
        #expect(try position.advance(past: meta(#"{"next": "abc"}"#), rows: 50) == .brokeOff("a cursor comes back"))
    }

    @Test func numbersOfPagesAreHeldAgainstTheTotal() throws {
        var position = PagePosition(usesCursor: false)
        let first = #"{"page": 1, "pageCount": 2, "total": 3, "perPage": "2"}"#
        #expect(try position.advance(past: meta(first), rows: 2) == .more)
        var short = position
        let last = #"{"page": 2, "pageCount": 2, "total": 3}"#
        #expect(try position.advance(past: meta(last), rows: 1) == .complete)
        #expect(try short.advance(past: meta(last), rows: 0) == .brokeOff("2 of 3 rows came"))
    }

    @Test func aListByPagesIsNotAtItsEndForWantOfACursor() throws {
        var position = PagePosition(usesCursor: false)
        let first = #"{"next": null, "page": 1, "pageCount": 2, "total": 3}"#
        #expect(try position.advance(past: meta(first), rows: 2) == .more)
        let last = #"{"next": null, "page": 2, "pageCount": 2, "total": 3}"#
        #expect(try position.advance(past: meta(last), rows: 1) == .complete)
        // One that is given is followed, to its own end.
        var other = PagePosition(usesCursor: false)
        #expect(try other.advance(past: meta(#"{"next": "abc", "page": 1, "pageCount": 2}"#), rows: 2) == .more)
        #expect(try other.advance(past: meta(#"{"next": null}"#), rows: 1) == .complete)
    }

    @Test(arguments: ["{}", #"{"page": 2, "pageCount": 2}"#, #"{"next": 5.5, "page": {}}"#, #"{"next": {}}"#])
    func whatDoesNotTellIsNoEnd(text: String) throws {
        var position = PagePosition(usesCursor: true)
        let step = try position.advance(past: meta(text), rows: 1)
        #expect(step != .complete)
        var other = PagePosition(usesCursor: true)
        #expect(other.advance(past: nil, rows: 1) != .complete)
    }
}

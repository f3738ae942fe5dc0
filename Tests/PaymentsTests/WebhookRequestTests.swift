import Testing

@testable import Payments

struct WebhookRequestTests {
    private func refusal(_ head: String) -> WebhookRequest.Refusal? {
        do {
            _ = try WebhookRequest(head: Array(head.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test func aRequestIsReadWhateverTheCaseOfItsNames() throws {
        let request = try WebhookRequest(
            head: Array("POST /paystack HTTP/1.1\r\nHost: a\r\nX-PAYSTACK-signature: abc\r\nContent-length: 12".utf8))
        #expect(request.bodyLength == 12 && request.signature == "abc")
    }

    @Test(arguments: [
        ("", WebhookRequest.Refusal.malformed),
        ("GET / HTTP/1.1\r\nContent-Length: 1", .notPost),
        ("POST / HTTP/1.1", .lengthRequired),
        ("POST / SMTP\r\nContent-Length: 1", .malformed),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 1", .lengthRequired),
        ("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1", .malformed),
        ("POST / HTTP/1.1\r\nContent-Length: -1", .malformed),
        ("POST / HTTP/1.1\r\nContent-Length: +1", .malformed),
        ("POST / HTTP/1.1\r\nContent-Length: 1048577", .tooLarge),
        ("POST / HTTP/1.1\r\nContent-Length: 99999999999999999999", .malformed),
        ("POST / HTTP/1.1\r\nnonsense\r\nContent-Length: 1", .malformed),
        ("POST / HTTP/1.1\r\nContent-Length: 1\r\nX: " + String(repeating: "x", count: 40_000), .headTooLarge),
    ])
    func aRequestThatIsNoneIsRefused(_ head: String, _ wanted: WebhookRequest.Refusal) {
        #expect(refusal(head) == wanted)
    }
}

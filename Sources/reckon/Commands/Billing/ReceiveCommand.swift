import ArgumentParser
import Kernel
import Payments
import Runner

#if canImport(Glibc)
    import Glibc
#endif

struct ReceiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receive",
        abstract: "Take one webhook from standard input into the spool, for inetd or as a CGI; holds no key.")

    /// How long a sender may take for a whole request.
    private static let seconds = 20

    @Option(help: "Folder of the spool; default: billing/spool below the home.")
    var spool: String?

    @OptionGroup var options: ProjectOptions

    func run() throws {
        var input = RequestInput(seconds: ReceiveCommand.seconds)
        let isCGI = Environment.value("GATEWAY_INTERFACE") != nil
        do {
            let request = try isCGI ? ReceiveCommand.cgiRequest() : input.head()
            let body = try input.body(request.bodyLength)
            let folder = try spool ?? "\(options.project().home)/billing/spool"
            try WebhookSpool(folder: folder).add(
                WebhookDelivery(body: body, signature: request.signature, receivedAt: WallClock.system.now()),
                unique: String(UInt64.random(in: .min ... .max), radix: 16))
            answer(200, "OK", isCGI)
        } catch let refusal as WebhookRequest.Refusal {
            answer(refusal.rawValue, refusal.phrase, isCGI)
        } catch let error as any ReckonError {
            // The sender tries again later; the reason is for us.
            Terminal.tell(error)
            answer(503, "Service Unavailable", isCGI)
            throw ExitCode(error.exitStatus.rawValue)
        }
    }

    private static func cgiRequest() throws(WebhookRequest.Refusal) -> WebhookRequest {
        try WebhookRequest(
            method: Environment.value("REQUEST_METHOD") ?? "", length: Environment.value("CONTENT_LENGTH"),
            signature: Environment.value("HTTP_X_PAYSTACK_SIGNATURE"))
    }

    private func answer(_ status: Int, _ phrase: String, _ isCGI: Bool) {
        let first = isCGI ? "Status: \(status) \(phrase)" : "HTTP/1.1 \(status) \(phrase)"
        // The line end that `print` adds ends the head.
        Terminal.print("\(first)\r\nContent-Length: 0\r\nConnection: close\r\n\r")
    }
}

/// Standard input, read up to limits and within a time.
private struct RequestInput {
    private var rest: [UInt8] = []
    private let deadline: Int64

    init(seconds: Int) { deadline = MonotonicClock.system.nowMicroseconds() + Int64(seconds) * 1_000_000 }

    /// Reads up to the empty line.
    mutating func head() throws(WebhookRequest.Refusal) -> WebhookRequest {
        while true {
            if let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = Array(rest[..<end.lowerBound])
                rest = Array(rest[end.upperBound...])
                return try WebhookRequest(head: head)
            }
            guard rest.count <= WebhookRequest.headLimit else { throw .headTooLarge }
            guard read() else { throw .malformed }
        }
    }

    /// Exactly so many bytes; fewer are no request.
    mutating func body(_ count: Int) throws(WebhookRequest.Refusal) -> [UInt8] {
        while rest.count < count {
            guard read() else { throw .malformed }
        }
        return Array(rest[..<count])
    }

    /// False at the end, and when the time is up.
    private mutating func read() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let left = (deadline - MonotonicClock.system.nowMicroseconds()) / 1000
            guard left > 0 else { return false }
            var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, Int32(left))
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { return false }
            let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest.append(contentsOf: buffer[..<count])
            return true
        }
    }
}

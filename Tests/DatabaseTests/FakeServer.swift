import Glibc
import Kernel
import Synchronization
import TestSupport

@testable import Database

/// A server of the test's own on a UNIX socket: it speaks enough of the protocol (version 3.0, "Message Formats") to
/// answer statements by a script, and records every statement that arrives on the wire.
final class FakeServer: @unchecked Sendable {
    enum Reply {
        /// One row, text columns.
        case row([String])
        case tag(String)
        case error(state: String)
        case hangUp
    }

    let folder: TemporaryFolder
    private let listener: Int32
    private let parameters: [(String, String)]
    private let script: (String) -> Reply
    private let recorded = Mutex<[String]>([])
    private var thread: Background?

    var statements: [String] { recorded.withLock { $0 } }
    var settings: ConnectionSettings {
        ConnectionSettings(target: .socket(folder: folder.path, user: "reckon_runtime", database: "reckon"))
    }

    init(version: String = "15.18", parameters: [(String, String)] = [], _ script: @escaping (String) -> Reply) throws {
        folder = try TemporaryFolder()
        self.parameters = [("server_version", version), ("client_encoding", "UTF8")] + parameters
        self.script = script
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: "\(folder.path)/.s.PGSQL.5432".utf8) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0, listen(listener, 8) == 0 else { throw TestFailure("listen") }
        thread = Background { [unowned self] in
            while true {
                let client = accept(self.listener, nil, nil)
                guard client >= 0 else { return }
                self.serve(client)
                close(client)
            }
        }
    }

    /// Must be called: ends the thread.
    func stop() throws {
        shutdown(listener, Int32(SHUT_RDWR))
        try thread?.join()
        close(listener)
    }

    private func serve(_ client: Int32) {
        guard let length = readInteger(client), read(client, count: length - 4) != nil else { return }
        var hello = message("R", Int32(0).bytes)
        for (name, value) in parameters { hello += message("S", name.zeroEnded + value.zeroEnded) }
        hello += message("K", Int32(1).bytes + Int32(2).bytes) + ready("I")
        send(client, hello)
        var state: Character = "I"
        var answer: [UInt8] = []
        while let kind = read(client, count: 1), let length = readInteger(client),
            let body = read(client, count: length - 4)
        {
            switch Character(Unicode.Scalar(kind[0])) {
            case "P":
                // Statement name, text, parameter types.
                let sql = String(decoding: body.dropFirst().prefix { $0 != 0 }, as: UTF8.self)
                recorded.withLock { $0.append(sql) }
                guard let reply = answers(sql, &state) else { return }
                answer = reply
            case "S":
                send(client, answer + ready(state))
            case "X": return
            default: break
            }
        }
    }

    private func answers(_ sql: String, _ state: inout Character) -> [UInt8]? {
        if sql.hasPrefix("BEGIN") { state = "T" }
        if sql == "COMMIT" || sql == "ROLLBACK" { state = "I" }
        let accepted = message("1", []) + message("2", [])
        switch script(sql) {
        case .row(let values):
            var description = Int16(values.count).bytes
            var row = Int16(values.count).bytes
            for value in values {
                let isNumber = value.allSatisfy(\.isNumber) && !value.isEmpty
                let bytes = isNumber ? Int64(value)!.bytes : Array(value.utf8)
                description += "c".zeroEnded + Int32(0).bytes + Int16(0).bytes + Int32(isNumber ? 20 : 25).bytes
                description += Int16(-1).bytes + Int32(-1).bytes + Int16(1).bytes
                row += Int32(bytes.count).bytes + bytes
            }
            return accepted + message("T", description) + message("D", row) + message("C", "SELECT 1".zeroEnded)
        case .tag(let tag): return accepted + message("n", []) + message("C", tag.zeroEnded)
        case .error(let code):
            if state == "T" { state = "E" }
            return message(
                "E", "SERROR".zeroEnded + "VERROR".zeroEnded + "C\(code)".zeroEnded + "Mmarker_secret".zeroEnded + [0])
        case .hangUp: return nil
        }
    }

    private func ready(_ state: Character) -> [UInt8] { message("Z", [state.asciiValue!]) }

    private func message(_ kind: Character, _ body: [UInt8]) -> [UInt8] {
        [kind.asciiValue!] + Int32(body.count + 4).bytes + body
    }

    private func read(_ client: Int32, count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var buffer = [UInt8](repeating: 0, count: count - bytes.count)
            let got = recv(client, &buffer, buffer.count, 0)
            guard got > 0 else { return nil }
            bytes += buffer.prefix(got)
        }
        return bytes
    }

    private func readInteger(_ client: Int32) -> Int? {
        read(client, count: 4).map { $0.reduce(0) { $0 << 8 | Int($1) } }
    }

    private func send(_ client: Int32, _ bytes: [UInt8]) {
        _ = Glibc.send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}

extension FixedWidthInteger {
    fileprivate var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendBigEndian(self)
        return bytes
    }
}

extension String {
    fileprivate var zeroEnded: [UInt8] { Array(utf8) + [0] }
}

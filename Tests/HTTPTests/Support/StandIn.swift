import Foundation
import Synchronization
import Testing

@testable import HTTP

/// `Tests/Tools/http-stand-in/serve`, one for the whole process. It ends when this process does, with its input.
final class StandIn: Sendable {
    struct Place: Decodable {
        var https: UInt16
        var wrongName: UInt16
        var oldTLS: UInt16
        var http: UInt16
        var authority: String
        var journal: String

        private enum CodingKeys: String, CodingKey {
            case https, http, authority, journal
            case wrongName = "wrong-name"
            case oldTLS = "old-tls"
        }
    }

    /// A request that arrived.
    struct Entry: Decodable {
        var method: String
        var target: String
        var headers: [[String]]
        var body: String
        var connection: Int
        var number: Int

        func header(_ name: String) -> String? { headers.first { $0[0] == name }?[1] }
    }

    let place: Place
    /// Kept open for as long as the server is to run.
    private let input: Pipe

    private static let started = Result { try StandIn() }

    static var shared: StandIn {
        get throws { try started.get() }
    }

    private init() throws {
        let folder = try TemporaryFolder.make()
        let program = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../Tools/http-stand-in/serve")
        let process = Process()
        let output = Pipe()
        input = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", program.path, folder]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = output.fileHandleForReading.availableData
        place = try JSONDecoder().decode(Place.self, from: line)
    }

    func journal(of name: String) throws -> [Entry] {
        let lines = try Data(contentsOf: URL(filePath: place.journal)).split(separator: UInt8(ascii: "\n"))
        // Bodies may be large; those of other tests are not parsed.
        let start = Data(#"{"case": "\#(name)","#.utf8)
        return try lines.filter { $0.starts(with: start) }.map { try JSONDecoder().decode(Entry.self, from: $0) }
    }
}

/// A folder that is removed when the process ends.
enum TemporaryFolder {
    static func make() throws -> String {
        var template = Array("/tmp/reckon-http-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        made.withLock { $0.append(path) }
        atexit {
            // What cannot be removed stays below /tmp; no test depends on it.
            for path in TemporaryFolder.made.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
        }
        return path
    }

    private static let made = Mutex<[String]>([])
}

import Foundation

/// `Tests/Tools/http-stand-in/serve` or another of its kind: a server on loopback that writes down what it is sent. It ends with its input, when
/// nobody holds this any more or when this process ends.
package final class StandIn: Sendable {
    package struct Place: Decodable, Sendable {
        package let https: UInt16
        package let wrongName: UInt16
        package let oldTLS: UInt16
        package let http: UInt16
        package let authority: String
        fileprivate let journal: String

        private enum CodingKeys: String, CodingKey {
            case https, http, authority, journal
            case wrongName = "wrong-name"
            case oldTLS = "old-tls"
        }
    }

    /// A request that arrived.
    package struct Entry: Decodable, Sendable {
        package let method: String
        /// Path and query.
        package let target: String
        /// Names in lower case.
        package let headers: [[String]]
        package let body: String
        package let connection: Int
        package let number: Int

        package func header(_ name: String) -> String? { headers.first { $0[0] == name }?[1] }
    }

    package let place: Place
    /// Kept open for as long as the server is to run.
    private let input = Pipe()

    /// - Parameters:
    ///   - tool: the folder below Tests/Tools.
    ///   - arguments: what it is told beside a folder of its own.
    package init(_ tool: String = "http-stand-in", _ arguments: [String] = []) throws {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            [
                "python3", "\(Checkout.root)/Tests/Tools/\(tool)/serve", try TemporaryFolder().path,
            ] + arguments
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        place = try JSONDecoder().decode(Place.self, from: output.fileHandleForReading.availableData)
    }

    // Closed already: then it has ended.
    deinit { try? input.fileHandleForWriting.close() }

    /// Without TLS.
    package var server: String { "http://127.0.0.1:\(place.http)" }

    /// With TLS; who calls must trust `place.authority`.
    package var secureServer: String { "https://127.0.0.1:\(place.https)" }

    /// What was sent to `/name/…`, in order.
    package func entries(_ name: String) throws -> [Entry] {
        let lines = try Data(contentsOf: URL(filePath: place.journal)).split(separator: UInt8(ascii: "\n"))
        // Bodies may be large; those of other tests are not parsed.
        let start = Data(#"{"case": "\#(name)","#.utf8)
        return try lines.filter { $0.starts(with: start) }.map { try JSONDecoder().decode(Entry.self, from: $0) }
    }
}

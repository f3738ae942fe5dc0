import Foundation

/// `Tests/Tools/http-stand-in/serve` for one test: a server on loopback that writes down what it is sent. It ends with
/// its input.
final class StandIn {
    struct Entry: Decodable {
        let method: String
        /// Path and query.
        let target: String
        let headers: [[String]]
        let body: String

        func header(_ name: String) -> String? { headers.first { $0[0].lowercased() == name }?[1] }
    }

    private struct Place: Decodable {
        let http: UInt16
        let journal: String
    }

    private let place: Place
    private let input = Pipe()
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "\(Project.repository)/Tests/Tools/http-stand-in/serve", folder.path]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        place = try JSONDecoder().decode(Place.self, from: output.fileHandleForReading.availableData)
    }

    deinit { try? input.fileHandleForWriting.close() }

    var server: String { "http://127.0.0.1:\(place.http)" }

    /// What was sent to `/name/…`, in order.
    func entries(_ name: String) throws -> [Entry] {
        try Data(contentsOf: URL(filePath: place.journal)).split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Entry.self, from: $0)
        }.filter { $0.target.hasPrefix("/\(name)/") }
    }
}

import Foundation
import TestSupport
import Testing

/// Texts kept beside the tests, several to a file: `## name`, then the text. `RECKON_UPDATE_GOLDENS=1` writes the files
/// anew; read what changed before you keep it.
enum Goldens {
    private static func path(_ file: String) -> String { "\(Checkout.root)/Tests/NightTests/Goldens/\(file)" }

    static let areWritten = ProcessInfo.processInfo.environment["RECKON_UPDATE_GOLDENS"] == "1"

    static func write(_ sections: [(name: String, text: String)], to file: String) throws {
        let text = sections.map { "## \($0.name)\n\($0.text)\n" }.joined(separator: "\n")
        try Data(text.utf8).write(to: URL(filePath: path(file)))
    }

    static func read(_ file: String) throws -> [String: String] {
        let text = String(decoding: try Data(contentsOf: URL(filePath: path(file))), as: UTF8.self)
        var sections: [String: String] = [:]
        for section in "\n\(text)".components(separatedBy: "\n## ").dropFirst() {
            guard let end = section.firstIndex(of: "\n") else { throw Missing("the text of a section") }
            let body = section[section.index(after: end)...]
            sections[String(section[..<end])] = body.trimmingCharacters(in: .newlines)
        }
        return sections
    }
}

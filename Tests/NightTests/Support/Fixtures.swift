import Documents
import Foundation
import TestSupport

/// The example files of the repository.
enum Fixtures {
    static func path(_ name: String) -> String { "\(Checkout.root)/Tests/Fixtures/\(name)" }

    static func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path(name)))) }

    static func json(_ name: String) throws -> JSONNode {
        try JSONText.parse(bytes(name), file: name, limits: .data)
    }

    static func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }
}

extension JSONNode {
    /// All decimal texts below this node by their path; list entries are named by what `name` makes of them.
    func figures(_ prefix: String, list name: (JSONNode) -> (String, Exact)? = { _ in nil }) -> Figures {
        var found: Figures = [:]
        switch value {
        case .string(let text):
            if let figure = Exact(text) { found[prefix] = figure }
        case .object(let members):
            for member in members {
                found.merge(member.value.figures("\(prefix)/\(member.key)", list: name)) { first, _ in first }
            }
        case .array(let elements):
            for (name, figure) in elements.compactMap(name) { found["\(prefix)/\(name)"] = figure }
        default: break
        }
        return found
    }
}

import Documents
import Model

/// The tags of charges as key and value, each text read once.
struct ChargeTags {
    private var tagsByText: [String: [String: String]] = [:]

    mutating func of(_ charge: Charge) -> [String: String] {
        guard let text = charge[.tags], text != "{}" else { return [:] }
        if let known = tagsByText[text] { return known }
        var tags: [String: String] = [:]
        // Tags that are no JSON object count as none: ingest has reported them.
        if let node = try? JSONText.parse(Array(text.utf8), file: "Tags", limits: .data),
            case .object(let members) = node.value
        {
            for member in members {
                if case .string(let value) = member.value.value { tags[member.key] = value }
            }
        }
        tagsByText[text] = tags
        return tags
    }
}

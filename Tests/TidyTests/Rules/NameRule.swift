/// Names that say nothing.
enum NameRule {
    /// Refused wherever they stand in a name.
    static let anywhere: Set<String> = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities"]
    /// Refused as the last word of a name.
    static let atEnd: Set<String> = ["Data", "Info"]

    static func violations(in file: TextFile) -> [Violation] {
        guard file.isSwift || file.isC else { return [] }
        var found: [Violation] = []
        let name = file.name.prefix { $0 != "." }
        if let word = emptyWord(in: name) {
            found.append(file.violation("names", "'\(word)' in a file name says nothing"))
        }
        guard file.isSwift else { return found }
        for match in typePattern.matches(in: file.source.codeText) {
            guard let word = emptyWord(in: match.groups[1][...]) else { continue }
            found.append(file.violation("names", line: match.line, "'\(word)' in '\(match.groups[1])' says nothing"))
        }
        return found
    }

    private static let typePattern = Pattern(
        #"\b(?:struct|class|enum|actor|protocol|typealias|associatedtype)[ \t]+([A-Z]\w*)"#)

    /// The word of a camel-case name that the rule refuses.
    static func emptyWord(in name: Substring) -> String? {
        var words: [String] = []
        for character in name.flatMap({ $0 == "+" ? [] : [$0] }) {
            if character.isUppercase || words.isEmpty { words.append("") }
            words[words.count - 1].append(character)
        }
        if let word = words.first(where: anywhere.contains) { return word }
        return words.last.flatMap { atEnd.contains($0) ? $0 : nil }
    }
}

/// A name with wildcards: `*` stands for any number of characters, `?` for one. Case counts, and the whole name must
/// fit.
package struct NamePattern: Sendable, Hashable {
    package let text: String

    package init(_ text: String) { self.text = text }

    /// At most as many steps as both lengths multiplied, whatever the pattern: only the last `*` is ever taken back.
    package func matches(_ name: String) -> Bool {
        let (pattern, name) = (text.unicodeScalars, name.unicodeScalars)
        var (place, position) = (pattern.startIndex, name.startIndex)
        var star: (next: String.Index, from: String.Index)?
        while position < name.endIndex {
            if place < pattern.endIndex, pattern[place] == "*" {
                place = pattern.index(after: place)
                star = (place, position)
            } else if place < pattern.endIndex, pattern[place] == "?" || pattern[place] == name[position] {
                place = pattern.index(after: place)
                position = name.index(after: position)
            } else if let last = star {
                let from = name.index(after: last.from)
                star = (last.next, from)
                (place, position) = (last.next, from)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == "*" }
    }

    /// The same as a regular expression that must fit the whole name.
    package var regularExpression: String {
        var expression = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "*": expression += ".*"
            case "?": expression += "."
            case "\\", ".", "+", "(", ")", "[", "]", "{", "}", "^", "$", "|": expression += "\\\(scalar)"
            default: expression.unicodeScalars.append(scalar)
            }
        }
        return expression
    }
}

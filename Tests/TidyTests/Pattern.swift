import Foundation

/// A regular expression over a whole file; `^` and `$` match at line ends.
struct Pattern: @unchecked Sendable {
    // NSRegularExpression is immutable; it is some twenty times faster here than Regex.
    private let expression: NSRegularExpression

    /// The pieces are joined: a pattern that is written in two does not find itself.
    init(_ pieces: String..., ignoringCase: Bool = false) {
        let options: NSRegularExpression.Options =
            ignoringCase ? [.anchorsMatchLines, .caseInsensitive] : [.anchorsMatchLines]
        do {
            expression = try NSRegularExpression(pattern: pieces.joined(), options: options)
        } catch {
            preconditionFailure("'\(pieces.joined())' is no regular expression: \(error)")
        }
    }

    struct Match {
        /// Counts from 1.
        var line: Int
        /// The whole match, then the groups; a group that took no part is empty.
        var groups: [String]
    }

    func matches(in text: String) -> [Match] {
        let whole = text as NSString
        return expression.matches(in: text, range: NSRange(location: 0, length: whole.length)).map { found in
            let groups = (0..<found.numberOfRanges).map { index in
                let range = found.range(at: index)
                return range.location == NSNotFound ? "" : whole.substring(with: range)
            }
            let before = whole.substring(to: found.range.location)
            return Match(line: before.utf8.count { $0 == UInt8(ascii: "\n") } + 1, groups: groups)
        }
    }
}

import Kernel

/// Which rows of a view are shown. What the others cost has been shared before: a filter changes no figure.
package indirect enum ViewFilter: Sendable, Hashable {
    case all([ViewFilter])
    case any([ViewFilter])
    case test(Test)

    /// One value, or one of several.
    package struct Test: Sendable, Hashable {
        package enum Kind: Sendable, Hashable { case equals, contains, begins, ends }

        package let key: ViewKey
        package let kind: Kind
        package let isNegated: Bool
        package let values: [String]

        package init(_ key: ViewKey, _ kind: Kind, isNegated: Bool = false, _ values: [String]) {
            self.key = key
            self.kind = kind
            self.isNegated = isNegated
            self.values = values
        }

        func holds(_ text: String) -> Bool {
            let bytes = Array(text.utf8)
            let found = values.contains { value in
                // OpenCost's spelling of a row without a value.
                let value = Array((value.isEmpty && kind == .equals ? ViewMark.unallocated.text : value).utf8)
                return switch kind {
                case .equals: bytes == value
                case .begins: bytes.starts(with: value)
                case .ends: bytes.reversed().starts(with: value.reversed())
                case .contains: Test.contains(bytes, value)
                }
            }
            return found != isNegated
        }

        private static func contains(_ bytes: [UInt8], _ wanted: [UInt8]) -> Bool {
            guard bytes.count >= wanted.count else { return false }
            return (0...bytes.count - wanted.count).contains { bytes[$0...].starts(with: wanted) }
        }
    }

    /// The keys that it asks for.
    package var keys: Set<ViewKey> {
        switch self {
        case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.keys) }
        case .test(let test): [test.key]
        }
    }
}

/// A filter whose tests have been answered for every text, by the text's number.
indirect enum AnsweredFilter {
    case all([AnsweredFilter])
    case any([AnsweredFilter])
    case test(column: [Int32], answers: [Bool])

    init(_ filter: ViewFilter, _ rows: ViewRows) {
        switch filter {
        case .all(let parts): self = .all(parts.map { AnsweredFilter($0, rows) })
        case .any(let parts): self = .any(parts.map { AnsweredFilter($0, rows) })
        case .test(let test):
            let column = rows[test.key]
            var answers = Array(repeating: false, count: rows.texts.count)
            for number in Set(column) { answers[Int(number)] = test.holds(rows.texts.text(number) ?? "") }
            self = .test(column: column, answers: answers)
        }
    }

    func shows(_ row: Int) -> Bool {
        switch self {
        case .all(let parts): parts.allSatisfy { $0.shows(row) }
        case .any(let parts): parts.contains { $0.shows(row) }
        case .test(let column, let answers): answers[Int(column[row])]
        }
    }
}

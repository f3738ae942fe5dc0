import Kernel

/// The columns of an export by name, without regard to case, and which of them were taken.
struct SourceColumns {
    private let names: [String]
    private let positions: [String: Int]
    private var taken: Set<Int> = []

    /// - Throws: exit 65 when two columns have the same name but for case, so that one would have to be guessed.
    init(_ columns: [String], file: String, separators: Bool = false) throws(Failure) {
        names = columns
        var positions: [String: Int] = [:]
        for (position, name) in columns.enumerated() {
            let first = positions.updateValue(position, forKey: SourceColumns.folded(name, separators: separators))
            guard let first else { continue }
            throw Failure(
                .badInput, BillCode.sameColumns,
                "columns \(QuotedText.of(columns[first])) and \(QuotedText.of(name)) have the same name but for spelling",
                at: Place(file: file, line: 1), hint: "leave one of them out")
        }
        self.positions = positions
    }

    /// The names as they are compared.
    static func folded(_ columns: [String], separators: Bool = false) -> Set<String> {
        Set(columns.map { folded($0, separators: separators) })
    }

    /// - Parameter separators: whether `a.b` is the same as `a_b`.
    private static func folded(_ name: String, separators: Bool) -> String {
        let lower = name.lowercased()
        return separators ? String(lower.map { $0 == "." ? "_" : $0 }) : lower
    }

    /// The position of the first of these names that the file has; the column counts as taken.
    mutating func take(_ candidates: [String]) -> Int? {
        for name in candidates {
            guard let position = positions[name] else { continue }
            taken.insert(position)
            return position
        }
        return nil
    }

    mutating func take(_ name: String) -> Int? { take([name]) }

    /// What was not taken, by name.
    var untaken: [(name: String, position: Int)] {
        names.enumerated().filter { !taken.contains($0.offset) }.map { ($0.element, $0.offset) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
}

import Kernel
import Model

/// Which column of a file is which column of FOCUS.
struct FocusHeader {
    /// Positions in the file by the ordinal of the FOCUS column; -1 where the file has none.
    let positions: [Int]
    /// Columns that FOCUS does not know: name and position, by name.
    let others: [(name: String, position: Int)]
    /// The version the columns speak: the newest that introduced a column the file has.
    let version: FocusColumn.Version
    let warnings: [Diagnostic]
    let fieldCount: Int

    /// - Parameter declared: the version the job states; nil lets the columns tell.
    /// - Throws: exit 65 naming every mandatory column that is missing.
    init(_ header: [String], file: String, declared: FocusColumn.Version?) throws(Failure) {
        var positions = Array(repeating: -1, count: FocusColumn.allCases.count)
        var others: [(name: String, position: Int)] = []
        let ordinals = Dictionary(
            uniqueKeysWithValues: FocusColumn.allCases.enumerated().map { ($0.element.rawValue, $0.offset) })
        for (position, name) in header.enumerated() {
            if let ordinal = ordinals[name] { positions[ordinal] = position } else { others.append((name, position)) }
        }
        let later = others.compactMap { FocusColumn.laterColumns[$0.name] }.max()
        others.removeAll { name, position in
            // A file that says it both ways keeps the later name as one of its other columns.
            guard let column = FocusColumn.laterNames[name], positions[column.ordinal] < 0 else { return false }
            positions[column.ordinal] = position
            return true
        }
        let missing = FocusHeader.missing(positions)
        guard missing.isEmpty else {
            let names = missing.map(\.rawValue)
            throw Failure(
                .badInput, BillCode.missingColumn,
                "this is no FOCUS bill: mandatory columns are missing: \(names.joined(separator: ", "))",
                at: Place(file: file, line: 1),
                hint: FocusHeader.hint(header, missing: names))
        }
        let present = FocusColumn.allCases.enumerated().filter { positions[$0.offset] >= 0 }.map(\.element)
        let spoken = max(present.map(\.since).max() ?? .v1_0, later ?? .v1_0)
        self.positions = positions
        fieldCount = header.count
        self.others = others.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        version = declared ?? spoken
        warnings = FocusHeader.warnings(others: self.others.map(\.name), declared: declared, spoken: spoken, file: file)
    }

    private static func missing(_ positions: [Int]) -> [FocusColumn] {
        FocusColumn.allCases.enumerated().filter { $0.element.isMandatory && positions[$0.offset] < 0 }.map(\.element)
    }

    /// What may have happened to a header that lacks columns.
    private static func hint(_ header: [String], missing: [String]) -> String {
        let text = header.joined(separator: ",")
        if header.count < missing.count, let separator = [";", "\t", "|"].first(where: { text.contains($0) }) {
            let found = QuotedText.of(String(separator))
            return "the file seems to be separated by \(found); FOCUS files are separated by commas"
        }
        let misspelt = misspelt(header)
        if missing.allSatisfy({ name in misspelt.contains { $0.name == name } }) {
            let few = misspelt.filter { missing.contains($0.name) }.prefix(3)
            let more = missing.count > few.count ? " and so on" : ""
            return "upper and lower case count, rename " + spellings(few) + more
        }
        return missing.count > 10
            ? "FOCUS, and exports of AWS, Azure, Google Cloud and Oracle, are known by their columns: see docs/formats.md"
            : "export the file again with these columns"
    }

    /// Columns that are FOCUS's but for upper and lower case: as they are, and as FOCUS has them. They are not read as
    /// those: a file may have `Tags` and `tags`.
    private static func misspelt(_ columns: [String]) -> [(column: String, name: String)] {
        let names = FocusColumn.allCases.map(\.rawValue) + FocusColumn.laterColumns.keys
        let known = Set(names)
        let lowered = Dictionary(uniqueKeysWithValues: names.map { ($0.lowercased(), $0) })
        return columns.compactMap { column in
            known.contains(column) ? nil : lowered[column.lowercased()].map { (column, $0) }
        }
    }

    private static func spellings(_ columns: some Sequence<(column: String, name: String)>) -> String {
        columns.map { "\(QuotedText.of($0.column)) to \($0.name)" }.joined(separator: ", ")
    }

    private static func warnings(
        others: [String], declared: FocusColumn.Version?, spoken: FocusColumn.Version, file: String
    ) -> [Diagnostic] {
        var warnings: [Diagnostic] = []
        let misspelt = misspelt(others)
        if !misspelt.isEmpty {
            warnings.append(
                .warning(
                    BillCode.columnSpelling,
                    "columns whose case differs from FOCUS's are not read: "
                        + misspelt.map { QuotedText.of($0.column) }.joined(separator: ", "),
                    at: Place(file: file, line: 1), hint: "rename " + spellings(misspelt)))
        }
        let strangers = others.filter { name in
            !name.hasPrefix("x_") && FocusColumn.laterColumns[name] == nil
                && !misspelt.contains { $0.column == name }
        }
        if !strangers.isEmpty {
            warnings.append(
                .warning(
                    BillCode.unknownColumn,
                    "columns that FOCUS does not know and that lack the prefix x_: \(strangers.joined(separator: ", "))",
                    at: Place(file: file, line: 1), hint: "they are kept in x_OtherColumns"))
        }
        if let declared, declared != spoken {
            warnings.append(
                .warning(
                    BillCode.newerColumnsMissing,
                    "the job says FOCUS \(declared.rawValue), the columns are those of \(spoken.rawValue)",
                    at: Place(file: file, line: 1), hint: "correct \"version\" in the job, or leave it out"))
        }
        return warnings
    }
}

import Model

/// Where the columns of a report are in one file.
///
/// The legacy report writes `lineItem/UnblendedCost`, CUR 2.0 and Athena `line_item_unblended_cost`; names are the same
/// when their letters and digits are.
struct CURHeader {
    enum Spelling { case slashes, athena, version2 }

    let spelling: Spelling
    /// By raw value of the column; -1 where the file has none.
    private let positions: [Int]
    let tags: CURTags?
    /// Columns that no FOCUS column has as they stand, by name.
    let unmapped: [(name: String, position: Int)]

    init(_ columns: [String]) {
        let positions = CURHeader.positions(columns)
        let tags = CURTags(columns, map: CURHeader.tagsMap(positions))
        spelling = CURHeader.spelling(columns)
        self.positions = positions
        self.tags = tags
        var carried = Set(CURColumn.allCases.filter(\.isCarriedWhole).map { positions[$0.rawValue] })
        // Net costs come first, and then the other is said beside them.
        if positions[CURColumn.netUnblendedCost.rawValue] < 0 {
            carried.insert(positions[CURColumn.unblendedCost.rawValue])
        }
        carried.formUnion(tags?.positions ?? [])
        unmapped = columns.enumerated().filter { !carried.contains($0.offset) }
            .map { (name: $0.element, position: $0.offset) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// -1 where the file has no such column.
    subscript(column: CURColumn) -> Int { positions[column.rawValue] }

    func has(_ column: CURColumn) -> Bool { self[column] >= 0 }

    /// The column's name as this file would spell it.
    func name(_ column: CURColumn) -> String { CURHeader.name(column, spelling) }

    // MARK: From names alone

    /// Without these no row can be accounted for.
    private static let needed: [CURColumn] = [
        .billingPeriodEnd, .billingPeriodStart, .payerAccountID, .currencyCode, .lineItemType, .productCode,
        .unblendedCost, .usageAccountID,
    ]

    static func judge(_ columns: [String]) -> FormatVerdict {
        let positions = positions(columns)
        let found = needed.filter { positions[$0.rawValue] >= 0 }
        // Three of these names are in no other export.
        guard found.count >= 3 else { return .no }
        var missing = needed.filter { positions[$0.rawValue] < 0 }
        if positions[CURColumn.timeInterval.rawValue] < 0 {
            missing += [.usageStart, .usageEnd].filter { positions[$0.rawValue] < 0 }
        }
        guard !missing.isEmpty else { return .yes }
        let spelling = spelling(columns)
        return .lacks(missing.map { name($0, spelling) })
    }

    private static let byFoldedName: [String: CURColumn] = Dictionary(
        uniqueKeysWithValues: CURColumn.allCases.map { (CURColumn.folded($0.slashName), $0) })

    private static func positions(_ columns: [String]) -> [Int] {
        var positions = Array(repeating: -1, count: CURColumn.allCases.count)
        for (position, name) in columns.enumerated() {
            // The first of two spellings of one name counts; the other stays in `x_OtherColumns`.
            guard let column = byFoldedName[CURColumn.folded(name)], positions[column.rawValue] < 0 else { continue }
            positions[column.rawValue] = position
        }
        return positions
    }

    private static func spelling(_ columns: [String]) -> Spelling {
        if columns.contains(where: { $0.contains("/") }) { return .slashes }
        let isAthena = columns.contains { $0.hasPrefix("resource_tags_") || $0 == "product_product_name" }
        return isAthena ? .athena : .version2
    }

    private static func name(_ column: CURColumn, _ spelling: Spelling) -> String {
        spelling == .slashes ? column.slashName : column.snakeName
    }

    /// CUR 2.0 has tags in `resource_tags`, or together with those of accounts and users in `tags`.
    private static func tagsMap(_ positions: [Int]) -> Int? {
        [CURColumn.resourceTagsMap, .tagsMap].map { positions[$0.rawValue] }.first { $0 >= 0 }
    }
}

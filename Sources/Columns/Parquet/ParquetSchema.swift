/// One column of a Parquet file.
package struct ParquetColumn: Sendable, Hashable {
    package let name: String
    package let type: ParquetType
    package let nullable: Bool

    package init(_ name: String, _ type: ParquetType, nullable: Bool = false) {
        self.name = name
        self.type = type
        self.nullable = nullable
    }
}

/// The columns of a Parquet file in their order; names are unique.
package struct ParquetSchema: Sendable, Hashable {
    package let columns: [ParquetColumn]

    /// The caller's own columns: a wrong list is a broken invariant.
    package init(_ columns: [ParquetColumn]) {
        precondition(Set(columns.map(\.name)).count == columns.count, "two columns of a schema have one name")
        for case .decimal(let precision, let scale) in columns.map(\.type) {
            precondition((1...38).contains(precision) && (0...precision).contains(scale), "no such decimal type")
        }
        self.columns = columns
    }

    /// The position of a column; nil when there is none of this name.
    package func index(of name: String) -> Int? {
        columns.firstIndex { $0.name == name }
    }
}

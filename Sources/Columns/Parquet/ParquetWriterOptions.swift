/// How a Parquet file is laid out. Same options and same rows give the same bytes.
package struct ParquetWriterOptions: Sendable {
    /// 1 (fast) to 22 (small). Level 1 costs little beside the encoding.
    package var zstdLevel: Int
    /// Rows in a row group: what readers take in parallel, and what the writer keeps in memory.
    package var rowGroupRows: Int
    /// The columns that start with a dictionary; nil for all. Arrow leaves the dictionary where it does not pay.
    package var dictionaryColumns: Set<String>?
    /// Facts about the file as a whole, kept in its footer sorted by key.
    package var metadata: [String: String]

    package init(
        zstdLevel: Int = 1, rowGroupRows: Int = 65_536, dictionaryColumns: Set<String>? = nil,
        metadata: [String: String] = [:]
    ) {
        precondition((1...22).contains(zstdLevel), "zstd has the levels 1 to 22")
        // A column of a row group holds at most 2 GiB of text: a million rows leave 2 KiB for each.
        precondition((1...1_048_576).contains(rowGroupRows), "a row group has 1 to 1048576 rows")
        self.zstdLevel = zstdLevel
        self.rowGroupRows = rowGroupRows
        self.dictionaryColumns = dictionaryColumns
        self.metadata = metadata
    }
}

/// Gathers rows of all columns of a schema for a `ParquetWriter`, which takes them and leaves the builder empty.
package final class BatchBuilder {
    package let schema: ParquetSchema
    /// One for each column of the schema, in its order.
    package let columns: [ColumnBuilder]

    package init(_ schema: ParquetSchema) {
        self.schema = schema
        columns = schema.columns.map(ColumnBuilder.init)
    }

    /// Rows of the first column; the writer checks that all columns have as many.
    @inlinable
    package var rowCount: Int { columns.isEmpty ? 0 : columns[0].count }

    @inlinable
    package subscript(column: Int) -> ColumnBuilder { columns[column] }

    /// The builder of a column of the schema; another name is a broken invariant of the caller.
    package func column(_ name: String) -> ColumnBuilder {
        guard let index = schema.index(of: name) else { preconditionFailure("the schema has no column \(name)") }
        return columns[index]
    }

    /// Makes room for this many rows at once.
    package func reserve(rows: Int) {
        for column in columns { column.reserve(rows: rows) }
    }

    /// Forgets all rows and keeps the memory.
    package func removeAll() {
        for column in columns { column.removeAll() }
    }

    /// Appends rows of a builder with the same schema.
    package func append(rowsOf other: BatchBuilder, from start: Int, count: Int) {
        for (mine, theirs) in zip(columns, other.columns) { mine.append(rowsOf: theirs, from: start, count: count) }
    }
}

internal import CLibPQ
import Kernel

/// The rows of one answer. Values are read where libpq keeps them, so rows are used while their result is.
@safe package final class ResultSet {
    private let result: OpaquePointer
    package let rowCount: Int
    package let columnNames: [String]

    /// Takes over `result`.
    init(owning result: OpaquePointer) {
        unsafe self.result = result
        rowCount = Int(unsafe PQntuples(result))
        columnNames = unsafe (0..<PQnfields(result)).map { column in
            unsafe PQfname(result, column).map { unsafe String(cString: $0) } ?? ""
        }
    }

    deinit { unsafe PQclear(result) }

    /// Rows that an INSERT, UPDATE, DELETE, MERGE or COPY touched; the number of rows of a SELECT.
    package var affectedRows: Int {
        unsafe PQcmdTuples(result).flatMap { unsafe Int(String(cString: $0)) } ?? 0
    }

    /// `COMMIT`, `INSERT 0 5`.
    var commandTag: String { unsafe PQcmdStatus(result).map { unsafe String(cString: $0) } ?? "" }

    package var rows: some Sequence<Row> {
        (0..<rowCount).lazy.map { Row(result: self, index: $0) }
    }

    package subscript(row: Int) -> Row {
        precondition((0..<rowCount).contains(row), "row \(row) of \(rowCount)")
        return Row(result: self, index: row)
    }

    /// The only row of the answer.
    package func onlyRow() throws(DatabaseError) -> Row {
        guard rowCount == 1 else { throw DatabaseError(.unexpectedRowCount, detail: "\(rowCount) rows instead of one") }
        return self[0]
    }

    fileprivate func cell(row: Int, column: Int) -> Cell? {
        precondition(columnNames.indices.contains(column), "column \(column) of \(columnNames.count)")
        let (row, column) = (Int32(row), Int32(column))
        guard unsafe PQgetisnull(result, row, column) == 0, let start = unsafe PQgetvalue(result, row, column) else {
            return nil
        }
        let count = Int(unsafe PQgetlength(result, row, column))
        return unsafe start.withMemoryRebound(to: UInt8.self, capacity: count) { bytes in
            unsafe Cell(start: bytes, count: count, type: PQftype(result, column))
        }
    }
}

/// One row; columns by position from zero, or by name.
package struct Row {
    fileprivate let result: ResultSet
    fileprivate let index: Int

    package func value<Value: SQLDecodable>(_ column: Int, as type: Value.Type = Value.self) throws(DatabaseError)
        -> Value
    {
        guard let value = try optional(column, as: Value.self) else {
            throw DatabaseError(.unreadableValue, detail: "null in column \(result.columnNames[column])")
        }
        return value
    }

    package func optional<Value: SQLDecodable>(
        _ column: Int, as type: Value.Type = Value.self
    ) throws(DatabaseError) -> Value? {
        guard let cell = result.cell(row: index, column: column) else { return nil }
        return try Value.decode(cell)
    }

    package func value<Value: SQLDecodable>(
        _ column: String, as type: Value.Type = Value.self
    ) throws(DatabaseError) -> Value {
        try value(try position(column), as: Value.self)
    }

    package func optional<Value: SQLDecodable>(
        _ column: String, as type: Value.Type = Value.self
    ) throws(DatabaseError) -> Value? {
        try optional(try position(column), as: Value.self)
    }

    /// A numeric of another scale than `Amount` and `Quantity` have, in units of 10^-scale.
    package func numeric(_ column: Int, scale: Int) throws(DatabaseError) -> Int128 {
        guard let cell = result.cell(row: index, column: column) else {
            throw DatabaseError(.unreadableValue, detail: "null in column \(result.columnNames[column])")
        }
        try cell.require(.numeric)
        return try NumericWire.read(cell, scale: scale)
    }

    private func position(_ column: String) throws(DatabaseError) -> Int {
        guard let position = result.columnNames.firstIndex(of: column) else {
            throw DatabaseError(.unreadableValue, detail: "no column \(column)")
        }
        return position
    }
}

import Columns

/// What stands in one field of a row.
enum FocusValue {
    case null
    case text(CSVField)
    /// A decimal at the scale of its column.
    case units(Int128)
    case microseconds(Int64)
}

/// A row whose fields can be asked for by slot: its own positions in a FOCUS file, the ordinals of the FOCUS columns in a
/// row that was made from another format.
protocol FocusFields: ~Copyable {
    func value(_ slot: Int) -> FocusValue
}

extension CSVRecord: FocusFields {
    @inline(__always)
    func value(_ slot: Int) -> FocusValue {
        let field = self[slot]
        return field.isNull ? .null : .text(field)
    }
}

/// A row as its file has it, its fields as text by position.
protocol SourceRow: ~Copyable {
    subscript(position: Int) -> CSVField { get }
    /// Physical line and byte column of a field, each from 1.
    func position(ofField index: Int) -> (line: Int, column: Int)
}

extension CSVRecord: SourceRow {}

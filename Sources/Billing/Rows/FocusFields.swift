import Columns
import Kernel

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
    /// The same for a value that holds no quotes where it is sound; texts may be handed on as they are quoted.
    func plainValue(_ slot: Int) -> FocusValue
}

extension FocusFields where Self: ~Copyable {
    @inline(__always)
    func plainValue(_ slot: Int) -> FocusValue { value(slot) }
}

extension CSVRecord: FocusFields {
    @inline(__always)
    func value(_ slot: Int) -> FocusValue {
        let field = self[slot]
        return field.isNull ? .null : .text(field)
    }

    @inline(__always)
    func plainValue(_ slot: Int) -> FocusValue {
        let field = unscannedField(slot)
        return field.isNull ? .null : .text(field)
    }
}

/// A row as its file has it, its fields as text by position.
protocol SourceRow: ~Copyable {
    /// Physical line, from 1.
    var line: Int { get }
    /// From 1; the header is not counted.
    var number: Int { get }
    var fieldCount: Int { get }
    /// What is wrong with the row as a whole.
    var problem: CSVProblem? { get }
    /// The row as it stands in the file, or as CSV where it stands otherwise.
    var rawBytes: UnsafeBufferPointer<UInt8> { get }

    subscript(position: Int) -> CSVField { get }
    /// Physical line and byte column of a field, each from 1; column nil where fields have no place.
    func place(ofField position: Int, file: String) -> Place
}

extension CSVRecord: SourceRow {
    func place(ofField index: Int, file: String) -> Place {
        let position = position(ofField: index)
        return Place(file: file, line: position.line, column: position.column)
    }
}

/// Some rows of a file, for loops that go down one column after another. Bytes that are handed out are good for as long
/// as the block is.
protocol FieldBlock: ~Copyable {
    /// The field of a row; no bytes where it is null.
    func field(_ row: Int, _ position: Int) -> CSVField
    /// The same for a value that holds no quotes where it is sound; texts may be handed on as they are quoted.
    func unscannedField(_ row: Int, _ position: Int) -> CSVField
    /// Physical line of a row, from 1.
    func line(_ row: Int) -> Int
    /// Number of a row, from 1; the header is not counted.
    func number(_ row: Int) -> Int
    /// The interner's number of a row's text, 0 for null.
    func number(ofText position: Int, _ row: Int, in interner: inout ByteInterner) -> Int32
}

extension FieldBlock where Self: ~Copyable {
    @inline(__always)
    func unscannedField(_ row: Int, _ position: Int) -> CSVField { field(row, position) }

    @inline(__always)
    func number(ofText position: Int, _ row: Int, in interner: inout ByteInterner) -> Int32 {
        let field = field(row, position)
        return field.isNull ? 0 : interner.id(of: field.bytes)
    }
}

extension CSVBlock: FieldBlock {
    @inline(__always)
    func line(_ row: Int) -> Int { firstLine + row }
    @inline(__always)
    func number(_ row: Int) -> Int { firstNumber + row }
}

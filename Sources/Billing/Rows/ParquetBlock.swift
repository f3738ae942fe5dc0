import Columns
import Kernel
import Model

/// Consecutive rows of a batch of a Parquet file.
struct ParquetBlock: ~Copyable, FieldBlock {
    let count: Int
    /// By position in the file; nil for columns that were not read.
    let cells: [ColumnCells?]
    /// By position in the file: the scale at which FOCUS decimals of the column are wanted.
    let scales: [Int]
    /// Of the batch: numbers of texts in an interner, and places of texts in the closed list of their column.
    let texts: CodedNumbers
    let places: CodedNumbers
    /// The first row's place in the batch, and its number in the file.
    let first: Int
    let firstNumber: Int

    @inline(__always)
    func field(_ row: Int, _ position: Int) -> CSVField {
        guard let cells = cells[position], !cells.isNull(first + row) else {
            return CSVField(bytes: UnsafeBufferPointer(start: nil, count: 0), isQuoted: false)
        }
        return CSVField(bytes: cells.bytes(first + row), isQuoted: true)
    }

    @inline(__always)
    func line(_ row: Int) -> Int { firstNumber + row }
    @inline(__always)
    func number(_ row: Int) -> Int { firstNumber + row }

    @inline(__always)
    func number(ofText position: Int, _ row: Int, in interner: inout ByteInterner) -> Int32 {
        guard let cells = cells[position], !cells.isNull(first + row) else { return 0 }
        guard cells.textCount != nil else { return number(ofBytes: cells.bytes(first + row), in: &interner) }
        let known = texts.numbers(position) + cells.code(first + row)
        if known.pointee < 0 { known.pointee = number(ofBytes: cells.bytes(first + row), in: &interner) }
        return known.pointee
    }

    private func number(ofBytes bytes: UnsafeBufferPointer<UInt8>, in interner: inout ByteInterner) -> Int32 {
        bytes.isEmpty ? 0 : interner.id(of: bytes)
    }
}

/// A number that was found for each coded text of one batch, by column and code; -1 where none has been.
final class CodedNumbers {
    private var columns: [UnsafeMutablePointer<Int32>?]

    /// - Parameter cells: by position in the file.
    init(_ cells: [ColumnCells?]) {
        columns = cells.map { cells in
            guard let count = cells?.textCount else { return nil }
            let numbers = UnsafeMutablePointer<Int32>.allocate(capacity: max(count, 1))
            numbers.initialize(repeating: -1, count: count)
            return numbers
        }
    }

    deinit { for column in columns { column?.deallocate() } }

    @inline(__always)
    func numbers(_ position: Int) -> UnsafeMutablePointer<Int32> {
        guard let column = columns[position] else { preconditionFailure("the column holds no codes") }
        return column
    }
}

import Columns
import Kernel
import Model

/// A row of a Parquet file. Typed values are handed on as they are where FOCUS fields are asked for, and as text where
/// the row of another format is.
///
/// Numbers that the file keeps in binary are read as the shortest decimal that means them, which is what their writer
/// had in hand.
struct ParquetRow: ~Copyable, FocusFields, SourceRow {
    /// By position in the file; nil for columns that were not read.
    private(set) var cells: [ColumnCells?] = []
    /// By position: the scale at which FOCUS decimals of the column are wanted.
    let scales: [Int]
    private let arena = TextArena()
    private var row = 0
    /// Number of the row in the file, from 1.
    private(set) var number = 0

    init(scales: [Int]) { self.scales = scales }

    /// - Parameter positions: of each column of the batch, its position in the file.
    mutating func begin(_ batch: ColumnBatch, positions: [Int]) {
        cells = Array(repeating: nil, count: scales.count)
        for (index, position) in positions.enumerated() { cells[position] = batch.cells(index) }
    }

    mutating func go(to row: Int, number: Int) {
        self.row = row
        self.number = number
        arena.clear()
    }

    var line: Int { number }
    var fieldCount: Int { scales.count }
    var problem: CSVProblem? { nil }

    func place(ofField position: Int, file: String) -> Place { Place(file: file, line: number) }

    @inline(__always)
    func value(_ slot: Int) -> FocusValue {
        guard let cells = cells[slot], !cells.isNull(row) else { return .null }
        switch cells.type {
        case .utf8:
            // A text in a column of text is a value even when it is the word NULL; an empty one is none.
            let bytes = cells.bytes(row)
            return bytes.isEmpty ? .null : .text(CSVField(bytes: bytes, isQuoted: true))
        case .timestampMicros: return .microseconds(cells.value(row, as: Int64.self))
        case .date32: return .microseconds(Int64(cells.value(row, as: Int32.self)) * Instant.microsecondsPerDay)
        case .decimal(_, let scale):
            if let units = rescaled(cells.value(row, as: Int128.self), from: scale, to: scales[slot]) {
                return .units(units)
            }
            return .text(text(cells))
        default: return .text(text(cells))
        }
    }

    /// Nil when digits would be lost, or when the result is too large.
    private func rescaled(_ units: Int128, from scale: Int, to wanted: Int) -> Int128? {
        guard scale != wanted else { return units }
        guard scale < wanted, wanted - scale <= 19 else { return nil }
        let (product, overflow) = units.multipliedReportingOverflow(by: Int128(DecimalText.powerOfTen(wanted - scale)))
        return overflow || product.magnitude >= DecimalText.limit ? nil : product
    }

    subscript(position: Int) -> CSVField {
        guard let cells = cells[position], !cells.isNull(row) else {
            return CSVField(bytes: UnsafeBufferPointer(start: nil, count: 0), isQuoted: false)
        }
        if cells.type == .utf8 { return CSVField(bytes: cells.bytes(row), isQuoted: true) }
        return text(cells)
    }

    private func text(_ cells: ColumnCells) -> CSVField {
        let text =
            switch cells.type {
            case .utf8: String(decoding: cells.bytes(row), as: UTF8.self)
            case .int32: String(cells.value(row, as: Int32.self))
            case .int64: String(cells.value(row, as: Int64.self))
            case .double: cells.value(row, as: Double.self).description
            case .boolean: cells.boolean(row) ? "true" : "false"
            case .date32: CalendarDay(daysSinceEpoch: cells.value(row, as: Int32.self)).description
            case .timestampMicros: Instant(microseconds: cells.value(row, as: Int64.self)).description
            case .decimal(_, let scale): DecimalText.print(cells.value(row, as: Int128.self), scale: scale)
            }
        return CSVField(bytes: arena.kept(text.utf8), isQuoted: false)
    }

    /// The row as CSV, the columns that were read in their order.
    var rawBytes: UnsafeBufferPointer<UInt8> {
        var bytes: [UInt8] = []
        for position in cells.indices where cells[position] != nil {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: ",")) }
            let field = self[position]
            guard field.isQuoted else {
                bytes.append(contentsOf: field.bytes)
                continue
            }
            bytes.append(UInt8(ascii: "\""))
            for byte in field.bytes {
                if byte == UInt8(ascii: "\"") { bytes.append(byte) }
                bytes.append(byte)
            }
            bytes.append(UInt8(ascii: "\""))
        }
        return arena.kept(bytes)
    }
}

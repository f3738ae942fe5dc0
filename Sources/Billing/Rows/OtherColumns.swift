import Columns
import Documents

/// Writes the columns that no FOCUS column is made from as one JSON object of texts, by name.
struct OtherColumns {
    private let others: [(name: String, position: Int)]
    /// `"name":` of each column.
    private let keys: [[UInt8]]
    private var bytes: [UInt8] = []

    /// - Parameter others: names and positions, in the order in which they are written.
    init(_ others: [(name: String, position: Int)]) {
        self.others = others
        keys = others.map { PrettyJSON.line(.string($0.name)) + [UInt8(ascii: ":")] }
    }

    /// Columns without a value are left out; null when none has one.
    ///
    /// - Parameter field: the row's field at a position.
    @inline(__always)
    mutating func append(to column: ColumnAppender, _ field: (Int) -> CSVField) {
        bytes.removeAll(keepingCapacity: true)
        for index in keys.indices {
            let field = field(others[index].position)
            if field.isNull { continue }
            bytes.append(bytes.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
            bytes.append(contentsOf: keys[index])
            field.appendJSON(to: &bytes)
        }
        guard !bytes.isEmpty else { return column.appendNull() }
        bytes.append(UInt8(ascii: "}"))
        bytes.withUnsafeBufferPointer { column.append(utf8: $0) }
    }
}

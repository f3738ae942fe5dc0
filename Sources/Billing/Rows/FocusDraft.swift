import Columns
import Model

/// A FOCUS row under construction, made from a row of another format. One draft serves all rows of a file.
struct FocusDraft: ~Copyable, FocusFields {
    /// Texts that were made, not found in the row, are kept here; a row rarely makes more than a few dozen bytes.
    private static let blockBytes = 1 << 14

    private let values: UnsafeMutablePointer<FocusValue>
    private var blocks: [UnsafeMutablePointer<UInt8>] = []
    private var used = 0

    init() {
        values = .allocate(capacity: FocusColumn.allCases.count)
        values.initialize(repeating: .null, count: FocusColumn.allCases.count)
        blocks = [.allocate(capacity: FocusDraft.blockBytes)]
    }

    deinit {
        values.deallocate()
        for block in blocks { block.deallocate() }
    }

    /// Forgets the row before: every column is null.
    mutating func clear() {
        values.update(repeating: .null, count: FocusColumn.allCases.count)
        used = 0
        while blocks.count > 1 { blocks.removeLast().deallocate() }
    }

    func value(_ ordinal: Int) -> FocusValue { values[ordinal] }

    /// A field of the source row as it stands; null stays null. Its bytes are borrowed until the row has been taken.
    mutating func set(_ column: FocusColumn, _ field: CSVField) {
        values[column.ordinal] = field.isNull ? .null : .text(field)
    }

    /// A text that was made; it is copied.
    mutating func set(_ column: FocusColumn, copying bytes: some Collection<UInt8>) {
        values[column.ordinal] = .text(CSVField(bytes: kept(bytes), isQuoted: true))
    }

    mutating func set(_ column: FocusColumn, _ text: String) { set(column, copying: text.utf8) }

    /// A decimal at the scale of the column's kind: 24 for costs and prices, 18 for quantities.
    mutating func set(_ column: FocusColumn, units: Int128) { values[column.ordinal] = .units(units) }

    mutating func set(_ column: FocusColumn, microseconds: Int64) {
        values[column.ordinal] = .microseconds(microseconds)
    }

    private mutating func kept(_ bytes: some Collection<UInt8>) -> UnsafeBufferPointer<UInt8> {
        let count = bytes.count
        if count > FocusDraft.blockBytes {
            // A block of its own, in front of the one that is filled.
            let own = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
            blocks.insert(own, at: 0)
            return copied(bytes, to: own, count)
        }
        if used + count > FocusDraft.blockBytes {
            blocks.append(.allocate(capacity: FocusDraft.blockBytes))
            used = 0
        }
        let start = blocks[blocks.count - 1] + used
        used += count
        return copied(bytes, to: start, count)
    }

    private func copied(
        _ bytes: some Collection<UInt8>, to start: UnsafeMutablePointer<UInt8>, _ count: Int
    ) -> UnsafeBufferPointer<UInt8> {
        for (offset, byte) in bytes.enumerated() { start[offset] = byte }
        return UnsafeBufferPointer(start: start, count: count)
    }
}

import Columns
import Model

/// A FOCUS row under construction, made from a row of another format. One draft serves all rows of a file.
struct FocusDraft: ~Copyable, FocusFields {
    private let values: UnsafeMutablePointer<FocusValue>
    private let arena = TextArena()
    /// What is to be said about the row if it is kept: a kind, the column it is about, and the text that is in it.
    private(set) var notes: [(kind: RowNotes.Kind, column: FocusColumn, text: CSVField)] = []

    init() {
        values = .allocate(capacity: FocusColumn.allCases.count)
        values.initialize(repeating: .null, count: FocusColumn.allCases.count)
    }

    deinit {
        values.deallocate()
    }

    /// Forgets the row before: every column is null.
    mutating func clear() {
        values.update(repeating: .null, count: FocusColumn.allCases.count)
        arena.clear()
        notes.removeAll(keepingCapacity: true)
    }

    func value(_ ordinal: Int) -> FocusValue { values[ordinal] }

    /// A field of the source row as it stands; null stays null. Its bytes are borrowed until the row has been taken.
    mutating func set(_ column: FocusColumn, _ field: CSVField) {
        values[column.ordinal] = field.isNull ? .null : .text(field)
    }

    /// What another column, or this column of another row, has.
    mutating func set(_ column: FocusColumn, _ value: FocusValue) { values[column.ordinal] = value }

    mutating func note(_ kind: RowNotes.Kind, _ column: FocusColumn, _ text: CSVField) {
        notes.append((kind, column, text))
    }

    /// A text that was made; it is copied.
    mutating func set(_ column: FocusColumn, copying bytes: some Collection<UInt8>) {
        values[column.ordinal] = .text(CSVField(bytes: arena.kept(bytes), isQuoted: true))
    }

    mutating func set(_ column: FocusColumn, _ text: String) { set(column, copying: text.utf8) }

    /// A decimal at the scale of the column's kind: 24 for costs and prices, 18 for quantities.
    mutating func set(_ column: FocusColumn, units: Int128) { values[column.ordinal] = .units(units) }

    mutating func set(_ column: FocusColumn, microseconds: Int64) {
        values[column.ordinal] = .microseconds(microseconds)
    }
}

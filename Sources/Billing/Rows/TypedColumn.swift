import Columns
import Model

/// A column of a file that is read as something else than text, or that may not be null.
///
/// Holds numbers only: loops copy it without counting references.
struct TypedColumn {
    enum Reader {
        case amount, price, quantity, instant, currency, listed
        /// Nothing is read; whether there is a value is all that counts.
        case presence
    }

    let ordinal: Int
    /// Where the row has it.
    let slot: Int
    let reader: Reader
    let isRequired: Bool
    /// A null counts as zero, and that is said.
    let isNullNoted: Bool
    /// For `listed`: index of the list.
    let list: Int

    var column: FocusColumn { FocusColumn.allCases[ordinal] }

    /// Whether a block reads the column from this type of Parquet.
    func reads(_ type: ParquetType) -> Bool {
        switch (reader, type) {
        case (.amount, .decimal), (.price, .decimal), (.quantity, .decimal), (.instant, .timestampMicros),
            (.currency, .utf8), (.listed, .utf8), (.presence, .utf8):
            true
        default: false
        }
    }

    /// Columns of a file in the order of their ordinals, and the lists that `listed` columns name.
    ///
    /// - Parameter slots: by ordinal, -1 for columns that no row has.
    static func all(in slots: [Int]) -> (columns: [TypedColumn], lists: [Spellings]) {
        var lists: [Spellings] = []
        var columns: [TypedColumn] = []
        for (ordinal, column) in FocusColumn.allCases.enumerated() where slots[ordinal] >= 0 {
            var reader = Reader.presence
            switch column.kind {
            case .cost: reader = .amount
            case .unitPrice: reader = .price
            case .quantity: reader = .quantity
            case .instant: reader = .instant
            case .currency: reader = .currency
            case .enumeration(let values):
                reader = .listed
                lists.append(Spellings(values))
            case .text, .json: guard column.isRequiredInRow || column == .commitmentDiscountID else { continue }
            }
            columns.append(
                TypedColumn(
                    ordinal: ordinal, slot: slots[ordinal], reader: reader,
                    isRequired: column.isRequiredInRow,
                    isNullNoted: column == .listCost || column == .contractedCost, list: lists.count - 1))
        }
        return (columns, lists)
    }
}

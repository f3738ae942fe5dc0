import Model

extension FocusColumn {
    /// The column's place among all, from 0. Loops keep it instead of asking.
    var ordinal: Int {
        guard let ordinal = FocusColumn.ordinals[self] else { preconditionFailure("allCases has every case") }
        return ordinal
    }

    private static let ordinals: [FocusColumn: Int] = Dictionary(
        uniqueKeysWithValues: FocusColumn.allCases.enumerated().map { ($0.element, $0.offset) })

    var holdsText: Bool {
        switch kind {
        case .text, .json, .enumeration, .currency: true
        case .cost, .unitPrice, .quantity, .instant: false
        }
    }
}

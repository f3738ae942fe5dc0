package import Model

/// The columns of a bill file, sorted into what is known of them.
package struct InspectedColumns {
    /// FOCUS columns that the file's rows have.
    package let focus: [FocusColumn]
    /// Mandatory FOCUS columns that no row has: other formats than FOCUS lack some.
    package let missing: [FocusColumn]
    /// Columns with the prefix `x_`, the provider's own by FOCUS's rules.
    package let custom: [String]
    /// Columns that no FOCUS column is made from and that have no such prefix.
    package let other: [String]

    init(_ bill: OpenedBill) {
        let slots = bill.slots
        focus = FocusColumn.allCases.enumerated().filter { slots[$0.offset] >= 0 }.map(\.element)
        missing = FocusColumn.allCases.enumerated().filter { slots[$0.offset] < 0 && $0.element.isMandatory }
            .map(\.element)
        let names = bill.format.others.map(\.name)
        custom = names.filter { $0.hasPrefix("x_") }
        other = names.filter { !$0.hasPrefix("x_") }
    }
}

/// A sum did not fit: more than 38 digits, which no bill reaches.
package struct AmountOverflow: ReckonError {
    package init() {}
    package var exitStatus: ExitStatus { .badInput }
    package var diagnostics: [Diagnostic] {
        [
            .error(
                KernelCode.amountOverflow, "a sum of money is too large to be held exactly",
                hint: "amounts are kept to 24 decimals below 10^14; look for a corrupt amount in the input")
        ]
    }
}

/// An exact amount of some currency: a whole number of 10^-24 units, below 10^14 in magnitude.
///
/// Twenty-four decimals because real bills carry twenty-three. The currency is beside it (`Money`) or is the key of the
/// collection it stands in.
package struct Amount: Sendable, Hashable, Comparable {
    /// Count of 10^-24.
    package var units: Int128

    package static let scale = 24
    package static let zero = Amount(units: 0)

    @inlinable
    package init(units: Int128) { self.units = units }

    /// Reads decimal text exactly; digits beyond the scale are refused, never rounded.
    @inlinable
    package init(utf8 text: UnsafeBufferPointer<UInt8>) throws(DecimalTextError) {
        units = try DecimalText.parse(text, scale: 24)
    }

    package init(_ text: String) throws(DecimalTextError) {
        units = try DecimalText.parse(text, scale: Amount.scale)
    }

    @inlinable
    package static func < (left: Amount, right: Amount) -> Bool { left.units < right.units }

    @inlinable
    package static prefix func - (amount: Amount) -> Amount { Amount(units: -amount.units) }

    @inlinable @inline(__always)
    package mutating func add(_ other: Amount) throws(AmountOverflow) {
        let (sum, overflow) = units.addingReportingOverflow(other.units)
        guard !overflow else { throw AmountOverflow() }
        units = sum
    }

    @inlinable
    package mutating func subtract(_ other: Amount) throws(AmountOverflow) {
        let (difference, overflow) = units.subtractingReportingOverflow(other.units)
        guard !overflow else { throw AmountOverflow() }
        units = difference
    }

    /// Text with exactly `places` decimals, half-even. For the eye only: nothing is computed from it.
    package func rounded(toPlaces places: Int) -> String {
        let units = DecimalText.roundHalfEven(self.units, droppingDigits: Amount.scale - places)
        let text = DecimalText.print(units, scale: places)
        guard places > 0 else { return text }
        guard let point = text.firstIndex(of: ".") else { return text + "." + String(repeating: "0", count: places) }
        let present = text.distance(from: point, to: text.endIndex) - 1
        return text + String(repeating: "0", count: places - present)
    }
}

extension Amount: CustomStringConvertible {
    /// All digits that matter: `20.52022672899`.
    package var description: String { DecimalText.print(units, scale: Amount.scale) }
}

/// An exact quantity (hours, gigabytes, requests): a whole number of 10^-18 units, below 10^20 in magnitude.
package struct Quantity: Sendable, Hashable, Comparable, CustomStringConvertible {
    package var units: Int128

    package static let scale = 18
    package static let zero = Quantity(units: 0)

    @inlinable
    package init(units: Int128) { self.units = units }

    package init(_ text: String) throws(DecimalTextError) {
        units = try DecimalText.parse(text, scale: Quantity.scale)
    }

    @inlinable
    package static func < (left: Quantity, right: Quantity) -> Bool { left.units < right.units }

    package var description: String { DecimalText.print(units, scale: Quantity.scale) }
}

/// An amount with its currency. Amounts of two currencies are never added.
package struct Money: Sendable, Hashable, CustomStringConvertible {
    package let amount: Amount
    package let currency: Currency

    package init(_ amount: Amount, _ currency: Currency) {
        self.amount = amount
        self.currency = currency
    }

    package var description: String { "\(amount) \(currency)" }
}

extension Amount {
    package static func sum(_ amounts: some Sequence<Amount>) throws(AmountOverflow) -> Amount {
        var sum = Amount.zero
        for amount in amounts { try sum.add(amount) }
        return sum
    }
}

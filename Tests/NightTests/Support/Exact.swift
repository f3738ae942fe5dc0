/// A decimal of 24 places as a whole number of units of the last place. Read and added apart from the code under test,
/// and never through a binary fraction.
struct Exact: Hashable, Comparable, AdditiveArithmetic, Sendable, CustomStringConvertible {
    var units: Int128

    static let places = 24
    static let one: Int128 = 1_000_000_000_000_000_000_000_000
    static let zero = Exact(units: 0)

    init(units: Int128) { self.units = units }

    /// Reads `-12.50`; nil for anything else.
    init?(_ text: some StringProtocol) {
        let magnitude = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let parts = magnitude.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? String(parts[1]) : ""
        guard let whole = parts.first, !whole.isEmpty, fraction.count <= Exact.places else { return nil }
        let digits = whole + fraction + String(repeating: "0", count: Exact.places - fraction.count)
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let units = Int128(digits) else { return nil }
        self.units = text.hasPrefix("-") ? -units : units
    }

    /// `numerator / denominator`, cut to 24 places.
    init?(fraction text: String) {
        let parts = text.split(separator: "/").compactMap { Int128($0) }
        guard parts.count == 2, parts[1] > 0 else { return nil }
        units = parts[0] * Exact.one / parts[1]
    }

    static func < (left: Exact, right: Exact) -> Bool { left.units < right.units }
    static func + (left: Exact, right: Exact) -> Exact { Exact(units: left.units + right.units) }
    static func - (left: Exact, right: Exact) -> Exact { Exact(units: left.units - right.units) }
    static prefix func - (value: Exact) -> Exact { Exact(units: -value.units) }

    func isNear(_ other: Exact, within tolerance: Exact) -> Bool {
        (units - other.units).magnitude <= tolerance.units.magnitude
    }

    var description: String {
        let digits = String(units.magnitude)
        let padded = String(repeating: "0", count: max(0, Exact.places + 1 - digits.count)) + digits
        var fraction = padded.suffix(Exact.places)
        while fraction.last == "0" { fraction.removeLast() }
        let whole = (units < 0 ? "-" : "") + padded.dropLast(Exact.places)
        return fraction.isEmpty ? whole : "\(whole).\(fraction)"
    }
}

/// Figures by path, such as `harbor-eu/by_namespace/ledger/final`.
typealias Figures = [String: Exact]

extension Figures {
    /// What differs by more than `tolerance`, line by line. A figure that is not there counts as zero.
    func differences(from expected: Figures, tolerance: Exact) -> [String] {
        Set(keys).union(expected.keys).sorted().compactMap { path in
            let (found, wanted) = (self[path] ?? .zero, expected[path] ?? .zero)
            return found.isNear(wanted, within: tolerance) ? nil : "\(path): \(found), expected \(wanted)"
        }
    }

    mutating func add(_ value: Exact, to path: String) { self[path, default: .zero] += value }
}

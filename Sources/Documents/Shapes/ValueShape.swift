package import Kernel

/// What a value may be.
package indirect enum ValueShape: Sendable {
    case string(StringRule)
    case integer(ClosedRange<Int>)
    case decimal(DecimalRule)
    case boolean
    case array(ArrayShape)
    case map(MapShape)
    case object(ObjectShape)
    case tagged(TaggedShape)
    /// One of several shapes, told apart by their JSON types, which must differ.
    case either([ValueShape])
    /// Any JSON value: for what is passed on and not read.
    case any
}

extension ValueShape {
    /// Text of any content; the length counts Unicode scalars.
    package static func text(length: ClosedRange<Int> = 1...1000) -> ValueShape { .string(.text(length: length)) }

    /// One of the values; what each means is a clause without a full stop.
    package static func oneOf(_ values: KeyValuePairs<String, String>) -> ValueShape {
        .string(.oneOf(values.map { EnumeratedText($0.key, $0.value) }))
    }

    package static func oneOf(_ values: [String]) -> ValueShape {
        .string(.oneOf(values.map { EnumeratedText($0) }))
    }

    package static var identifier: ValueShape { .string(.named(.identifier)) }
    package static var month: ValueShape { .string(.named(.month)) }
    package static var day: ValueShape { .string(.named(.day)) }
    package static var path: ValueShape { .string(.named(.path)) }
    package static var currency: ValueShape { .string(.named(.currency)) }

    package static func array(
        of element: ValueShape, count: ClosedRange<Int> = 0...10_000, unique: ArrayShape.Identity = .none
    ) -> ValueShape {
        .array(ArrayShape(element: element, count: count, unique: unique))
    }

    package static func map(
        of value: ValueShape, keys: StringRule = .named(.identifier), count: ClosedRange<Int> = 0...10_000
    ) -> ValueShape {
        .map(MapShape(keys: keys, value: value, count: count))
    }

    /// A number between two bounds given as decimal text, read exactly.
    package static func decimal(_ minimum: String, _ maximum: String, decimals: Int = 18) -> ValueShape {
        .decimal(DecimalRule(minimum, maximum, decimals: decimals))
    }
}

/// A number kept exactly: at most `decimals` digits after the point (18 at most), within the range.
package struct DecimalRule: Sendable {
    package let range: ClosedRange<Quantity>
    package let decimals: Int

    /// The bounds are decimal text of the table's author; text that is no quantity, or bounds the wrong way round, trap.
    package init(_ minimum: String, _ maximum: String, decimals: Int = 18) {
        precondition((0...Quantity.scale).contains(decimals), "a quantity has 0 to 18 decimals")
        do {
            range = try Quantity(minimum)...Quantity(maximum)
        } catch {
            preconditionFailure("bounds \(minimum) and \(maximum) are not quantities")
        }
        self.decimals = decimals
    }
}

package struct ArrayShape: Sendable {
    /// What makes two elements the same.
    package enum Identity: Sendable {
        case none
        /// The element as a whole; for strings and integers.
        case value
        /// The string under this key of elements that are objects.
        case key(String)
    }

    package let element: ValueShape
    package let count: ClosedRange<Int>
    package let unique: Identity

    package init(element: ValueShape, count: ClosedRange<Int>, unique: Identity = .none) {
        self.element = element
        self.count = count
        self.unique = unique
    }
}

/// An object whose keys the author of the file chooses.
package struct MapShape: Sendable {
    package let keys: StringRule
    package let value: ValueShape
    package let count: ClosedRange<Int>

    package init(keys: StringRule, value: ValueShape, count: ClosedRange<Int>) {
        self.keys = keys
        self.value = value
        self.count = count
    }
}

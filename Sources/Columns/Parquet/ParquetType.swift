import CArrow

/// The types of columns that Parquet files of this project hold.
@usableFromInline
package enum ParquetType: Sendable, Hashable {
    case utf8
    case int32
    case int64
    /// For telemetry and for foreign files; never for an amount of our own.
    case double
    case boolean
    case date32
    /// UTC.
    case timestampMicros
    /// Integers that count units of 10^-scale, of at most `precision` (1 to 38) digits.
    case decimal(precision: Int, scale: Int)

    /// A decimal that holds every `Amount`.
    package static let amount = ParquetType.decimal(precision: 38, scale: 24)
    /// A decimal that holds every `Quantity`.
    package static let quantity = ParquetType.decimal(precision: 38, scale: 18)
}

extension ParquetType: CustomStringConvertible {
    /// The word that messages use, `decimal(38, 24)`.
    @usableFromInline
    package var description: String {
        switch self {
        case .utf8: "text"
        case .int32: "int32"
        case .int64: "int64"
        case .double: "double"
        case .boolean: "boolean"
        case .date32: "date"
        case .timestampMicros: "timestamp"
        case .decimal(let precision, let scale): "decimal(\(precision), \(scale))"
        }
    }
}

extension ParquetType {
    /// Bytes of one value in memory; nil for text (any length) and boolean (one bit).
    @inlinable
    var byteWidth: Int? {
        switch self {
        case .utf8, .boolean: nil
        case .int32, .date32: 4
        case .int64, .double, .timestampMicros: 8
        case .decimal: 16
        }
    }

    var cType: CArrowType {
        switch self {
        case .utf8: .UTF8
        case .int32: .int32
        case .int64: .int64
        case .double: .double
        case .boolean: .boolean
        case .date32: .date32
        case .timestampMicros: .timestamp
        case .decimal: .decimal
        }
    }

    /// Nil for a type that is not handed out.
    init?(_ column: CArrowColumn) {
        switch unsafe column.type {
        case .UTF8: self = .utf8
        case .int32: self = .int32
        case .int64: self = .int64
        case .double: self = .double
        case .boolean: self = .boolean
        case .date32: self = .date32
        case .timestamp: self = .timestampMicros
        case .decimal: self = unsafe .decimal(precision: Int(column.precision), scale: Int(column.scale))
        case .other: return nil
        }
    }
}

import CArrow
import Glibc

/// A schema and its metadata with C strings that live as long as this object.
@safe final class CStringColumns {
    let columns: [CArrowColumn]
    let pairs: [CArrowPair]

    init(_ schema: ParquetSchema, dictionaryColumns: Set<String>?, metadata: [String: String]) {
        unsafe columns = schema.columns.map { column in
            var precision = 0
            var scale = 0
            if case .decimal(let columnPrecision, let columnScale) = column.type {
                (precision, scale) = (columnPrecision, columnScale)
            }
            return unsafe CArrowColumn(
                name: strdup(column.name), type: column.type.cType, precision: Int32(precision), scale: Int32(scale),
                nullable: column.nullable, dictionary: dictionaryColumns?.contains(column.name) ?? true)
        }
        unsafe pairs = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { unsafe CArrowPair(key: strdup($0.key), value: strdup($0.value)) }
    }

    deinit {
        unsafe columns.forEach { unsafe free(UnsafeMutablePointer(mutating: $0.name)) }
        unsafe pairs.forEach {
            unsafe free(UnsafeMutablePointer(mutating: $0.key))
            unsafe free(UnsafeMutablePointer(mutating: $0.value))
        }
    }
}

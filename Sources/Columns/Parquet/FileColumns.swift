import CArrow
import Kernel

/// The top-level columns of a file that is open.
@safe struct FileColumns {
    let handle: OpaquePointer
    let names: [String]

    init(_ handle: OpaquePointer) {
        unsafe self.handle = handle
        names = unsafe (0..<carrow_reader_column_count(handle)).map {
            unsafe String(cString: carrow_reader_column(handle, $0).name)
        }
    }

    func type(_ index: Int) -> ParquetType? {
        unsafe ParquetType(carrow_reader_column(handle, Int32(index)))
    }

    /// A column that `indices` let through.
    func column(_ index: Int) -> ParquetColumn {
        guard let type = type(index) else { preconditionFailure("a column without a type was selected") }
        return unsafe ParquetColumn(names[index], type, nullable: carrow_reader_column(handle, Int32(index)).nullable)
    }

    /// Where the columns are; throws everything that is wrong with them at once.
    func indices(of wanted: [String], wanted schema: ParquetSchema?, _ failure: ParquetFailure) throws -> [Int32] {
        var findings = DiagnosticCollector()
        var indices: [Int32] = []
        var positions: [String: [Int]] = [:]
        for (index, name) in names.enumerated() { positions[name, default: []].append(index) }
        for (number, name) in wanted.enumerated() {
            let found = positions[name] ?? []
            guard let index = found.first, found.count == 1 else {
                findings.add(
                    found.isEmpty ? failure.missingColumn(name, among: names) : failure.repeatedColumn(name))
                continue
            }
            indices.append(Int32(index))
            let typeText = unsafe String(cString: carrow_reader_type_text(handle, Int32(index)))
            guard let type = type(index) else {
                let expected = schema?.columns[number].type
                findings.add(
                    expected.map { failure.wrongType(name, found: typeText, wanted: $0) }
                        ?? failure.unusableType(name, found: typeText))
                continue
            }
            if let expected = schema?.columns[number].type, !expected.holds(type) {
                findings.add(failure.wrongType(name, found: type.description, wanted: expected))
            }
        }
        try findings.throwIfErrors(.badInput)
        return indices
    }
}

extension ParquetType {
    /// True when a column of this type can take the values of another as they are.
    fileprivate func holds(_ other: ParquetType) -> Bool {
        if case .decimal(let precision, let scale) = self, case .decimal(let otherPrecision, let otherScale) = other {
            return scale == otherScale && otherPrecision <= precision
        }
        return self == other
    }
}

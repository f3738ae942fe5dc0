import CArrow
import Glibc
import Kernel

/// Reads one Parquet file, batch by batch, and only the columns asked for.
@safe package final class ParquetReader {
    /// The columns that batches hold, in the order they were asked for.
    package let schema: ParquetSchema
    /// Rows in the whole file.
    package let rowCount: Int
    private let path: String
    private let handle: OpaquePointer

    /// Opens a file for some of its columns, nil for all.
    ///
    /// Types are those of the file: integers widen to int32 or int64, floats to double, any timestamp becomes
    /// microseconds (finer digits are cut; a clock without a zone is UTC), dictionaries become plain text, decimals
    /// become `Int128` however they are stored. `batchRows` is the most rows of a batch.
    ///
    /// Throws `Failure`: exit 66 when the file cannot be opened, 65 when it is not a whole Parquet file, lacks a column
    /// or has it in a type that cannot be handed out; all such columns are named at once.
    package convenience init(path: String, columns: [String]? = nil, batchRows: Int = 65_536) throws {
        try self.init(path: path, batchRows: batchRows) { columns ?? $0.names }
    }

    /// Opens a file for columns whose types are known: another type is an error like a missing column.
    ///
    /// A decimal needs the same scale and at most the same precision. Whether a column may hold nulls is not compared,
    /// as most writers declare that they do.
    package convenience init(path: String, expecting wanted: ParquetSchema, batchRows: Int = 65_536) throws {
        try self.init(path: path, batchRows: batchRows, wanted: wanted) { _ in wanted.columns.map(\.name) }
    }

    private init(
        path: String, batchRows: Int, wanted: ParquetSchema? = nil, choose: (FileColumns) -> [String]
    ) throws {
        precondition(batchRows > 0, "a batch has at least one row")
        let failure = ParquetFailure(path: path)
        var error = CArrowError()
        let descriptor = try failure.opened()
        guard let handle = unsafe carrow_reader_open(descriptor, &error) else { throw failure.reading(error) }
        do {
            let file = unsafe FileColumns(handle)
            let names = choose(file)
            let indices = try file.indices(of: names, wanted: wanted, failure)
            guard unsafe carrow_reader_select(handle, indices, Int32(indices.count), Int64(batchRows), &error) else {
                throw failure.reading(error)
            }
            schema = ParquetSchema(indices.map { file.column(Int($0)) })
        } catch {
            unsafe carrow_reader_free(handle)
            throw error
        }
        rowCount = unsafe Int(carrow_reader_rows(handle))
        self.path = path
        unsafe self.handle = handle
    }

    deinit { unsafe carrow_reader_free(handle) }

    /// The next rows, at least one; nil after the last. A batch may be used after the reader is gone.
    package func nextBatch() throws -> ColumnBatch? {
        var error = CArrowError()
        var failed = false
        let batch = unsafe carrow_reader_next(handle, &failed, &error)
        if failed { throw ParquetFailure(path: path).reading(error) }
        return unsafe batch.map { unsafe ColumnBatch($0, schema: schema) }
    }

    /// A fact that the writer kept in the footer; nil when there is none of this key.
    package func metadata(_ key: String) -> String? {
        unsafe carrow_reader_metadata(handle, key).map { unsafe String(cString: $0) }
    }
}

extension ParquetFailure {
    /// A descriptor of the file, for reading.
    fileprivate func opened() throws(Failure) -> Int32 {
        // Without O_NONBLOCK opening a pipe would wait for its other end.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw cannotOpen(systemError: errno) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw notARegularFile()
        }
        return descriptor
    }
}

/// The top-level columns of a file that is open.
@safe private struct FileColumns {
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
                let wanted = schema?.columns[number].type.description ?? "a plain one"
                findings.add(failure.wrongType(name, found: typeText, wanted: wanted))
                continue
            }
            if let expected = schema?.columns[number].type, !expected.holds(type) {
                findings.add(failure.wrongType(name, found: type.description, wanted: expected.description))
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

import CArrow
import Kernel

/// Reads one Parquet file, batch by batch, and only the columns asked for.
@safe package final class ParquetReader {
    /// The columns that batches hold, in the order they were asked for.
    package let schema: ParquetSchema
    /// Rows in the whole file.
    package let rowCount: Int
    private let path: String
    private let handle: OpaquePointer
    private var rowsRead = 0
    /// Positions of the columns in the file, and rows of the row groups that are read.
    private let indices: [Int32]
    private let batchRows: Int
    private var rowsChosen: Int

    /// Opens a file for some of its columns, nil for all.
    ///
    /// Types are those of the file: integers widen to int32 or int64, floats to double, any timestamp becomes
    /// microseconds (finer digits are cut; a clock without a zone is UTC), dictionaries become plain text, maps of text
    /// to text become JSON objects, decimals become `Int128` however they are stored. `batchRows` is the most rows of
    /// a batch.
    ///
    /// Throws `Failure`: exit 66 when the file cannot be opened, 65 when it is not a whole Parquet file, lacks a column
    /// or has it in a type that cannot be handed out; all such columns are named at once.
    package convenience init(path: String, columns: [String]? = nil, batchRows: Int = 65_536) throws {
        try self.init(path: path, batchRows: batchRows) { columns ?? $0.names }
    }

    /// Opens a file for some of its columns; batches hold texts as numbers of a list (`ColumnBatch.codedTexts`), which is
    /// how files keep them: much faster where the same few texts stand in many rows.
    package convenience init(path: String, codingTextsOf columns: [String], batchRows: Int = 65_536) throws {
        try self.init(path: path, batchRows: batchRows, coded: true) { _ in columns }
    }

    /// Opens a file for columns whose types are known: another type is an error like a missing column.
    ///
    /// A decimal needs the same scale and at most the same precision. Whether a column may hold nulls is not compared,
    /// as most writers declare that they do.
    package convenience init(path: String, expecting wanted: ParquetSchema, batchRows: Int = 65_536) throws {
        try self.init(path: path, batchRows: batchRows, wanted: wanted) { _ in wanted.columns.map(\.name) }
    }

    private init(
        path: String, batchRows: Int, wanted: ParquetSchema? = nil, coded: Bool = false,
        choose: (FileColumns) -> [String]
    ) throws {
        precondition(batchRows > 0, "a batch has at least one row")
        let failure = ParquetFailure(path: path)
        var error = CArrowError()
        let descriptor = try ParquetFile(path).descriptor()
        guard let handle = unsafe carrow_reader_open(descriptor, coded, &error) else { throw failure.reading(error) }
        do {
            let file = unsafe FileColumns(handle)
            let names = choose(file)
            let indices = try file.indices(of: names, wanted: wanted, failure)
            let groups = unsafe carrow_reader_group_count(handle)
            guard
                unsafe carrow_reader_select(
                    handle, indices, Int32(indices.count), 0, groups, Int64(batchRows), &error)
            else { throw failure.reading(error) }
            self.indices = indices
            schema = ParquetSchema(indices.map { file.column(Int($0)) })
        } catch {
            unsafe carrow_reader_free(handle)
            throw error
        }
        rowCount = unsafe Int(carrow_reader_rows(handle))
        rowsChosen = rowCount
        self.path = path
        self.batchRows = batchRows
        unsafe self.handle = handle
    }

    package var rowGroupCount: Int { unsafe Int(carrow_reader_group_count(handle)) }

    package func rowCount(ofGroup group: Int) -> Int { unsafe Int(carrow_reader_group_rows(handle, Int32(group))) }

    /// Goes to the first row of a row group; batches follow up to the group's last.
    ///
    /// Throws as `nextBatch`.
    package func read(group: Int) throws {
        var error = CArrowError()
        guard
            unsafe carrow_reader_select(
                handle, indices, Int32(indices.count), Int32(group), 1, Int64(batchRows), &error)
        else { throw ParquetFailure(path: path).reading(error) }
        rowsRead = 0
        rowsChosen = rowCount(ofGroup: group)
    }

    /// The columns of a file and their types as the file names them, without reading its rows; nil where a column cannot
    /// be handed out.
    package static func columns(path: String) throws -> [(name: String, type: ParquetType?, typeText: String)] {
        var error = CArrowError()
        let descriptor = try ParquetFile(path).descriptor()
        guard let handle = unsafe carrow_reader_open(descriptor, false, &error) else {
            throw ParquetFailure(path: path).reading(error)
        }
        defer { unsafe carrow_reader_free(handle) }
        let file = unsafe FileColumns(handle)
        return file.names.indices.map { index in
            unsafe (
                file.names[index], file.type(index), String(cString: carrow_reader_type_text(handle, Int32(index)))
            )
        }
    }

    deinit { unsafe carrow_reader_free(handle) }

    /// The next rows, at least one; nil after the last. A batch may be used after the reader is gone.
    package func nextBatch() throws -> ColumnBatch? {
        var error = CArrowError()
        var failed = false
        let batch = unsafe carrow_reader_next(handle, &failed, &error)
        if failed { throw ParquetFailure(path: path).reading(error) }
        guard let batch = unsafe batch else {
            // Pages carry checksums, the footer has none: this finds a row group that got lost in it.
            guard rowsRead == rowsChosen || schema.columns.isEmpty else {
                throw ParquetFailure(path: path).damaged("it holds \(rowsRead) rows and promises \(rowsChosen)")
            }
            return nil
        }
        rowsRead += unsafe Int(carrow_batch_rows(batch))
        return unsafe ColumnBatch(batch, schema: schema)
    }

    /// A fact that the writer kept in the footer; nil when there is none of this key.
    package func metadata(_ key: String) -> String? {
        unsafe carrow_reader_metadata(handle, key).map { unsafe String(cString: $0) }
    }
}

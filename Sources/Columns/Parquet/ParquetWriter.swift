import CArrow
import Glibc
import Kernel

/// Writes one Parquet file, row group by row group.
///
/// The bytes depend on the schema, the options and the rows, not on how the rows came in batches. Memory is bounded by
/// one row group. A file that is not closed in the end is removed: without its footer it is of no use.
@safe package final class ParquetWriter {
    package let schema: ParquetSchema
    package let options: ParquetWriterOptions
    private let path: String
    private let output: OutputFile
    private let handle: OpaquePointer
    /// Rows of a row group that is not full yet.
    private let pending: BatchBuilder
    private var rowsWritten = 0
    private enum State { case open, failed, closed }
    private var state = State.open

    /// Creates the file, or empties the one that is there. Throws `Failure` (exit 73) when that cannot be done.
    package init(path: String, schema: ParquetSchema, options: ParquetWriterOptions = .init()) throws {
        let output = try OutputFile(path)
        let columns = CStringColumns(schema, dictionaryColumns: options.dictionaryColumns, metadata: options.metadata)
        var error = CArrowError()
        let handle = unsafe carrow_writer_open(
            output.descriptor, columns.columns, Int32(columns.columns.count), columns.pairs, Int32(columns.pairs.count),
            Int32(options.zstdLevel), &error)
        guard let handle = unsafe handle else {
            output.discard()
            throw ParquetFailure(path: path).writing(error)
        }
        self.schema = schema
        self.options = options
        self.path = path
        self.output = output
        unsafe self.handle = handle
        pending = BatchBuilder(schema)
    }

    deinit {
        guard state != .closed else { return }
        unsafe carrow_writer_free(handle)
        output.discard()
    }

    /// Takes the rows of a batch and leaves it empty. Fastest with batches of exactly `rowGroupRows` rows, which are
    /// written from where they are.
    ///
    /// Throws `Failure`: exit 65 for a value its column cannot hold, 70 for columns of unequal length, 74 when writing
    /// fails. After a throw the file is lost; nothing more can be appended.
    package func append(_ batch: BatchBuilder) throws {
        precondition(batch.schema == schema, "the batch has another schema than the file")
        try whileOpen {
            try check(batch)
            var start = 0
            while start < batch.rowCount {
                if start == 0, pending.rowCount == 0, batch.rowCount == options.rowGroupRows {
                    try write(batch)
                    break
                }
                let count = min(options.rowGroupRows - pending.rowCount, batch.rowCount - start)
                pending.append(rowsOf: batch, from: start, count: count)
                start += count
                if pending.rowCount == options.rowGroupRows { try writePending() }
            }
            batch.removeAll()
        }
    }

    /// Writes what is left and the footer, and makes sure that all of it is on disk (fsync) before it returns.
    package func close() throws -> (rows: Int, bytes: Int) {
        try whileOpen {
            if pending.rowCount > 0 { try writePending() }
            var bytes: Int64 = 0
            var error = CArrowError()
            guard unsafe carrow_writer_finish(handle, &bytes, &error) else {
                throw ParquetFailure(path: path).writing(error)
            }
            try output.sync()
            unsafe carrow_writer_free(handle)
            output.close()
            state = .closed
            return (rowsWritten, Int(bytes))
        }
    }

    private func whileOpen<Result>(_ body: () throws -> Result) throws -> Result {
        precondition(state == .open, "the Parquet file was closed, or failed, before")
        state = .failed
        let result = try body()
        if state == .failed { state = .open }
        return result
    }

    private func check(_ batch: BatchBuilder) throws {
        let failure = ParquetFailure(path: path)
        for column in batch.columns {
            if column.count != batch.rowCount { throw failure.unevenColumns(column, batch.columns[0]) }
            if let fault = column.fault {
                throw failure.valueDoesNotFit(
                    fault.reason, column: column.column.name, row: rowsWritten + pending.rowCount + fault.row)
            }
        }
    }

    private func writePending() throws {
        try write(pending)
        pending.removeAll()
    }

    private func write(_ rows: BatchBuilder) throws {
        var error = CArrowError()
        let buffers = unsafe rows.columns.map { unsafe $0.buffers }
        guard unsafe carrow_writer_append(handle, Int64(rows.rowCount), buffers, &error) else {
            throw failure(of: error)
        }
        rowsWritten += rows.rowCount
    }

    private func failure(of error: CArrowError) -> Failure {
        let failure = ParquetFailure(path: path)
        guard error.kind == .value else { return failure.writing(error) }
        let column = schema.columns[Int(error.column)].name
        return failure.valueDoesNotFit("the text is not UTF-8", column: column, row: rowsWritten + Int(error.row))
    }
}

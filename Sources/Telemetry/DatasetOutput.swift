import Columns
import Kernel
import Model

/// One dataset of a telemetry stage while it is written, in one file: a full batch is encoded on a thread of its own
/// while the next is filled.
final class DatasetOutput {
    private static let options = ParquetWriterOptions(rowGroupRows: 32_768)

    /// Where the next row goes; another one after `endRow`.
    private(set) var batch: BatchBuilder
    /// What the thread encodes, empty when it waits.
    private var spare: BatchBuilder
    private let writer: ParquetWriter
    private let thread = BackgroundThread()

    init(_ dataset: Dataset, directory: String) throws {
        let folder = "\(directory)/\(dataset.rawValue)"
        try FileSystem.makeDirectory(folder)
        writer = try ParquetWriter(
            path: "\(folder)/part-00000.parquet", schema: dataset.schema, options: DatasetOutput.options)
        batch = BatchBuilder(dataset.schema)
        spare = BatchBuilder(dataset.schema)
    }

    /// To be called after each row.
    func endRow() throws {
        guard batch.rowCount >= DatasetOutput.options.rowGroupRows else { return }
        try thread.wait()
        swap(&batch, &spare)
        let (writer, full) = (writer, spare)
        // Empties the batch.
        try thread.start { try writer.append(full) }
    }

    func close() throws {
        try thread.wait()
        if batch.rowCount > 0 { try writer.append(batch) }
        _ = try writer.close()
    }
}

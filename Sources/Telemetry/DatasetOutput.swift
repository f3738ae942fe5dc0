import Columns
import Kernel
import Model

/// One dataset of a telemetry stage while it is written, in one file.
final class DatasetOutput {
    private static let rowGroupRows = 32_768

    let batch: BatchBuilder
    private let writer: ParquetWriter

    init(_ dataset: Dataset, directory: String) throws {
        let folder = "\(directory)/\(dataset.rawValue)"
        try FileSystem.makeDirectory(folder)
        writer = try ParquetWriter(path: "\(folder)/part-00000.parquet", schema: dataset.schema)
        batch = BatchBuilder(dataset.schema)
    }

    /// To be called after each row.
    func endRow() throws {
        if batch.rowCount >= DatasetOutput.rowGroupRows { try flush() }
    }

    func close() throws {
        try flush()
        _ = try writer.close()
    }

    private func flush() throws {
        if batch.rowCount > 0 { try writer.append(batch) }
        batch.removeAll()
    }
}

import Columns
import Documents
import Kernel
import Model
package import Runner

/// Writes an allocation as a FOCUS 1.2 file: the columns of the specification, then ours with the prefix x_.
///
/// The rows of the dataset `allocations` are FOCUS rows already; this writes the same rows as CSV.
package struct ExportFocusStage: Stage {
    package static let use = "export-focus"
    private static let role = "allocation"

    package let inputs: [StageInput]

    package func run(_ context: StageContext) throws -> StageOutcome {
        let file = try DurableFile(path: "\(context.directory)/focus-1.2.csv")
        let schema = Dataset.allocations.schema
        let writer = try CSVWriter(
            columns: schema.columns.map { CSVColumn($0.name, $0.type == .utf8 ? .text : .number) }, to: file)
        var rows: Int64 = 0
        for publication in context.publications(role: ExportFocusStage.role) {
            for path in publication.paths(below: Dataset.allocations.rawValue) {
                let reader = try ParquetReader(path: path, expecting: schema)
                while let batch = try reader.nextBatch() {
                    for row in 0..<batch.rowCount {
                        for column in schema.columns.indices { write(batch, column, row, to: writer) }
                        try writer.endRecord()
                    }
                    rows += Int64(batch.rowCount)
                    context.progress(StageProgress(rows: rows))
                }
            }
        }
        try writer.finish()
        try file.commit()
        return StageOutcome(rowCount: rows)
    }

    private func write(_ batch: ColumnBatch, _ column: Int, _ row: Int, to writer: CSVWriter) {
        switch batch.schema.columns[column].type {
        case .decimal(_, let scale):
            writer.write(batch.decimals(column)[row].map { DecimalText.print($0, scale: scale) })
        case .timestampMicros: writer.write(batch.instants(column)[row]?.description)
        default: writer.write(batch.texts(column).string(row))
        }
    }
}

extension ExportFocusStage {
    package static let kind = StageKind(use: use, version: 1, options: shape) { node in
        ExportFocusStage(inputs: [
            try StageInput.stage(node, "allocation", role: role, needs: Dataset.allocations.rawValue)
        ])
    }

    private static let shape = ObjectShape(
        "options of \(use)", "write an allocation as a FOCUS 1.2 file (CSV)",
        [.required("allocation", .identifier, "stage that allocated the bill")])
}

import Columns
import Kernel
import Model

/// Some rows of a dataset in the columns of an export.
struct FocusExportRows {
    enum Cells {
        case texts(TextColumn)
        case decimals(FixedColumn<Int128>, scale: Int)
        case instants(FixedColumn<Instant>)
        case integers(FixedColumn<Int64>)
        case made([String?])
    }

    let count: Int
    /// One for each column of the export.
    let cells: [Cells]

    init(_ batch: ColumnBatch, _ columns: [FocusExportColumn]) {
        count = batch.rowCount
        cells = columns.map { column in
            switch column.content {
            case .column(let position): FocusExportRows.cells(batch, position)
            case .allocatedTags: .made(FocusExportRows.allocatedTags(batch))
            }
        }
    }

    private static func cells(_ batch: ColumnBatch, _ position: Int) -> Cells {
        switch batch.schema.columns[position].type {
        case .utf8: .texts(batch.texts(position))
        case .decimal(_, let scale): .decimals(batch.decimals(position), scale: scale)
        case .timestampMicros: .instants(batch.instants(position))
        case .int64: .integers(batch.int64(position))
        case .int32, .double, .boolean, .date32: preconditionFailure("no dataset of FOCUS rows has such a column")
        }
    }

    private static let tagged = [
        (key: "cluster", column: "x_ClusterId"), (key: "namespace", column: "x_Namespace"),
        (key: "node", column: "x_Node"), (key: "pod", column: "x_Pod"), (key: "volume", column: "x_Volume"),
        (key: "team", column: "x_Team"), (key: "container", column: "x_Container"),
        (key: "kubernetes_service", column: "x_KubernetesService"),
    ]

    private static func allocatedTags(_ batch: ColumnBatch) -> [String?] {
        func column(_ name: String) -> TextColumn {
            guard let position = batch.schema.index(of: name) else { preconditionFailure("no column \(name)") }
            return batch.texts(position)
        }
        let facts = tagged.map { (key: $0.key, column: column($0.column)) }
        let resources = column("x_AllocatedResourceId")
        let tags = column(FocusColumn.tags.rawValue)
        return (0..<batch.rowCount).map { row in
            // What nobody received is no resource that could have tags.
            guard !resources.validity.isNull(row) else { return nil }
            return AllocatedTags.text(facts.map { ($0.key, $0.column.string(row)) }, besides: tags.string(row))
        }
    }
}

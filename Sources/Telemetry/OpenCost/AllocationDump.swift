import Columns
import Kernel
import Runner

/// Reads Parquet that opencost-parquet-exporter made of answers of OpenCost's allocation interface: some thousand rows
/// are in memory.
struct AllocationDump {
    /// There may be a column for each label of the cluster.
    private static let batchRows = 4096

    /// The cells of a column, by what it is stored as.
    private enum Cells {
        case texts(TextColumn)
        case doubles(FixedColumn<Double>)
        case int64s(FixedColumn<Int64>)
        case int32s(FixedColumn<Int32>)
        case instants(FixedColumn<Instant>)
    }

    private struct Balancer {
        var service = ""
        var address = ""
    }

    private let name: String
    private let columns: AllocationColumns
    private let reader: ParquetReader

    /// - Throws: exit 65 when the file is damaged, holds no allocations, or lacks columns or has them in a wrong type.
    init(_ file: InputFile, readsNetwork: Bool) throws {
        name = file.name
        columns = try AllocationColumns(
            ParquetReader.columns(path: file.path), file: file.name, readsNetwork: readsNetwork)
        reader = try ParquetReader(path: file.path, columns: columns.names, batchRows: AllocationDump.batchRows)
    }

    /// - Parameter take: is given each allocation, its place (the line is the number of its row) and what is wrong with
    ///   it.
    func read(_ take: (AllocationRow, Place, AllocationRow.Unfit?) throws -> Void) throws {
        var rowsBefore = 0
        while let batch = try reader.nextBatch() {
            let cells = columns.names.indices.map { AllocationDump.cells(batch, $0) }
            for number in 0..<batch.rowCount {
                let place = Place(file: name, line: rowsBefore + number + 1)
                let (row, unfit) = row(cells, number)
                try take(row, place, unfit)
            }
            rowsBefore += batch.rowCount
        }
    }

    private static func cells(_ batch: ColumnBatch, _ column: Int) -> Cells {
        switch batch.schema.columns[column].type {
        case .utf8: .texts(batch.texts(column))
        case .double: .doubles(batch.double(column))
        case .int64: .int64s(batch.int64(column))
        case .int32: .int32s(batch.int32(column))
        case .timestampMicros: .instants(batch.instants(column))
        case .boolean, .date32, .decimal: preconditionFailure("no meaning allows this type")
        }
    }

    private func row(_ cells: [Cells], _ number: Int) -> (AllocationRow, AllocationRow.Unfit?) {
        var row = AllocationRow()
        var balancers: [String: Balancer] = [:]
        var unfit: AllocationRow.Unfit?
        for (index, meaning) in columns.meanings.enumerated() {
            do throws(AllocationRow.Unfit) {
                switch (meaning, cells[index]) {
                case (.figure(let figure), let cells):
                    guard let text = AllocationDump.number(cells, number) else { continue }
                    try row.set(figure, to: Array(text.utf8))
                case (.start, .instants(let column)): row.start = column[number]
                case (.end, .instants(let column)): row.end = column[number]
                case (_, .texts(let column)):
                    guard let text = column.string(number) else { continue }
                    try AllocationDump.set(meaning, to: text, &row, &balancers)
                default: preconditionFailure("no meaning allows this type")
                }
            } catch {
                unfit = unfit ?? AllocationRow.Unfit(message: "\(columns.names[index]) \(error.message)")
            }
        }
        for (_, balancer) in balancers.sorted(by: { $0.key < $1.key }) {
            row.note(loadBalancer: balancer.service, at: balancer.address)
        }
        return (row, unfit)
    }

    private static func set(
        _ meaning: AllocationColumns.Meaning, to text: String, _ row: inout AllocationRow,
        _ balancers: inout [String: Balancer]
    ) throws(AllocationRow.Unfit) {
        switch meaning {
        case .name: row.name = text
        case .start: row.start = try AllocationRow.instant(text)
        case .end: row.end = try AllocationRow.instant(text)
        case .property(let property): row.set(property, to: text)
        case .label(let label): row.labels[label] = text
        case .namespaceLabel(let label): row.namespaceLabels[label] = text
        case .service(let key): balancers[key, default: Balancer()].service = text
        case .address(let key): balancers[key, default: Balancer()].address = text
        case .figure: preconditionFailure("figures are no texts")
        }
    }

    /// A number as JSON writes it: the shortest digits that are this double and no other, which is how OpenCost wrote
    /// what the exporter read. Nil for null, and for NaN, by which pandas means the same.
    private static func number(_ cells: Cells, _ row: Int) -> String? {
        switch cells {
        case .doubles(let column): column[row].flatMap { $0.isNaN ? nil : $0.description }
        case .int64s(let column): column[row].map(\.description)
        case .int32s(let column): column[row].map(\.description)
        case .texts, .instants: preconditionFailure("no meaning allows this type")
        }
    }
}

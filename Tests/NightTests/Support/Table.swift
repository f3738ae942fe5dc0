import Columns
import Kernel
import Model
import Runner

/// Columns of a published dataset, all rows in memory.
struct Table {
    private(set) var count = 0
    private var texts: [String: [String?]] = [:]
    private var numbers: [String: [Int128?]] = [:]
    private var scales: [String: Int] = [:]

    init(_ publication: Publication, _ dataset: Dataset, _ columns: [String]? = nil) throws {
        let names = columns ?? dataset.schema.columns.map(\.name)
        for name in names { (texts[name], numbers[name]) = ([], []) }
        for path in publication.paths(below: dataset.rawValue) {
            let reader = try ParquetReader(path: path, columns: names)
            while let batch = try reader.nextBatch() { append(batch, names) }
        }
    }

    private mutating func append(_ batch: ColumnBatch, _ names: [String]) {
        count += batch.rowCount
        let rows = 0..<batch.rowCount
        for (index, name) in names.enumerated() {
            switch batch.schema.columns[index].type {
            case .utf8:
                let column = batch.texts(index)
                texts[name]?.append(contentsOf: rows.map { column.string($0) })
            case .decimal(_, let scale):
                let column = batch.decimals(index)
                scales[name] = scale
                numbers[name]?.append(contentsOf: rows.map { column[$0] })
            case .timestampMicros:
                let column = batch.instants(index)
                numbers[name]?.append(contentsOf: rows.map { column[$0].map { Int128($0.microseconds) } })
            case .date32:
                let column = batch.days(index)
                texts[name]?.append(contentsOf: rows.map { column[$0]?.description })
            default:
                let column = batch.int64(index)
                numbers[name]?.append(contentsOf: rows.map { column[$0].map { Int128($0) } })
            }
        }
    }

    /// Texts and days, as text.
    func text(_ column: String) -> [String?] { texts[column] ?? [] }

    /// Whole numbers, instants in microseconds, units of decimals.
    func whole(_ column: String) -> [Int128?] { numbers[column] ?? [] }

    /// Amounts; null is zero.
    func exact(_ column: String) -> [Exact] {
        precondition(scales[column] == Exact.places || count == 0, "\(column) is no amount")
        return (numbers[column] ?? []).map { Exact(units: $0 ?? 0) }
    }

    /// The UTC days of instants, as `2026-04-01`.
    func day(_ column: String) -> [String] {
        var known: [Int128: String] = [:]
        return (numbers[column] ?? []).map { value in
            let day = (value ?? 0) / 86_400_000_000
            if let text = known[day] { return text }
            let text = CalendarDay(daysSinceEpoch: Int32(day)).description
            known[day] = text
            return text
        }
    }

    /// One cell as text, of any type, for keys; null is told from the empty text.
    func cell(_ column: String, _ row: Int) -> String {
        if let column = texts[column], !column.isEmpty { return column[row].map { "=\($0)" } ?? "" }
        return (numbers[column]?[row]).map { "=\($0)" } ?? ""
    }

    func sum(_ column: String) -> Exact { exact(column).reduce(.zero, +) }
}

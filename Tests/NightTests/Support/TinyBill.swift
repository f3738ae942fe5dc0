/// The six rows of the tiny example's bill, to be damaged by tests.
struct TinyBill {
    private(set) var header: [String]
    private(set) var rows: [[String]]

    init() throws {
        let file = try PublishedCSV(text: Fixtures.text("tiny/bill-focus.csv"))
        header = file.header
        rows = file.rows
    }

    mutating func set(_ column: String, row: Int, _ value: String) {
        guard let index = header.firstIndex(of: column) else { preconditionFailure("no column '\(column)'") }
        rows[row][index] = value
    }

    mutating func remove(_ column: String) {
        guard let index = header.firstIndex(of: column) else { preconditionFailure("no column '\(column)'") }
        header.remove(at: index)
        for row in rows.indices { rows[row].remove(at: index) }
    }

    mutating func rename(_ column: String, to name: String) {
        guard let index = header.firstIndex(of: column) else { preconditionFailure("no column '\(column)'") }
        header[index] = name
    }

    var lines: [String] { PublishedCSV.lines(header, rows) }

    var text: String { lines.map { $0 + "\n" }.joined() }
}

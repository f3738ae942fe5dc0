/// A reader that must bear any bytes, and what must hold of its answer.
package enum FuzzTarget: String, Sendable, CaseIterable {
    /// Reading whole, with tiny buffers and in parts, and each kernel of the structural scan.
    case csv
    /// Decimal text against a big-integer reading of its digits.
    case number
    /// Times and months against a plain reading.
    case date
    /// What `inspect` does with a file: what it is, its header, its rows, its sums.
    case bill
    /// JSON text: places of findings, and reading again what was written.
    case json

    /// Reads the input in every way that must come to the same.
    ///
    /// - Throws: `FuzzFinding` when two ways differ. A crash is a finding of its own.
    package func check(_ input: [UInt8]) throws {
        switch self {
        case .csv: try CSVTarget.check(input)
        case .number: try NumberTarget.check(input)
        case .date: try DateTarget.check(input)
        case .bill: try BillTarget.check(input)
        case .json: try JSONTarget.check(input)
        }
    }
}

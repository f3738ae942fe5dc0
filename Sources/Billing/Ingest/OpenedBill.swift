import Columns
import Kernel
import Model

/// A bill file that was opened and recognised.
struct OpenedBill {
    enum Container: Equatable {
        case csv(Compression)
        case parquet

        /// `CSV, gzip`.
        var description: String {
            switch self {
            case .csv(.none): "CSV"
            case .csv(let compression): "CSV, \(compression.rawValue)"
            case .parquet: "Parquet"
            }
        }
    }

    let path: String
    /// For messages.
    let name: String
    let container: Container
    let format: RecognisedFormat
    let columns: [String]
    /// Where the first record begins and its line. CSV only.
    let firstRecord: (byteOffset: Int, line: Int)

    /// By ordinal of the FOCUS column: the slot that rows have it in.
    var slots: [Int] { format.slots }

    /// By position in the file: the scale at which decimals are wanted.
    var scales: [Int] {
        var scales = Array(repeating: Amount.scale, count: columns.count)
        for (ordinal, slot) in slots.enumerated() where slot >= 0 && isFocus {
            if FocusColumn.allCases[ordinal].kind == .quantity { scales[slot] = Quantity.scale }
        }
        return scales
    }

    /// Whether a FOCUS column is made from the column at a position in the file.
    func needs(_ position: Int) -> Bool { !format.others.contains { $0.position == position } }

    var isFocus: Bool { if case .focus = format { true } else { false } }

    /// Opens a file, reads its header and recognises its format.
    ///
    /// - Throws: what `CSVReader` and `ParquetReader` throw; exit 65 when no format has these columns.
    init(path: String, name: String, declared: FocusColumn.Version? = nil) throws {
        self.path = path
        self.name = name
        if try ParquetFile.isParquet(path) {
            container = .parquet
            columns = try ParquetReader.columns(path: path).map(\.name)
            firstRecord = (0, 1)
            format = try RecognisedFormat(columns: columns, file: name, declared: declared)
            return
        }
        let reader = try CSVReader(path: path)
        container = .csv(reader.source.compression)
        columns = reader.header
        firstRecord = reader.position
        format = try RecognisedFormat(columns: columns, file: name, declared: declared)
    }
}

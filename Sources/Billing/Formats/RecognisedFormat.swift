import Kernel
import Model

/// The format of a file, and where its rows have what.
enum RecognisedFormat {
    case focus(FocusHeader)
    /// The value is copied for each thread.
    case mapped(any BillFormat)

    /// Every format but FOCUS itself. A new one is one line here.
    static let known: [any BillFormat.Type] = [
        AWSCostAndUsage.self,
        AzureCostDetails.self,
        GCPBillingExport.self,
        OCICostReport.self,
    ]

    /// - Throws: exit 65 when the columns are those of no format, saying what the nearest one lacks.
    init(columns: [String], file: String, declared: FocusColumn.Version?) throws(Failure) {
        for format in RecognisedFormat.known where format.judge(columns) == .yes {
            self = .mapped(try format.init(columns, file: file))
            return
        }
        for format in RecognisedFormat.known {
            guard case .lacks(let missing) = format.judge(columns) else { continue }
            throw Failure(
                .badInput, BillCode.missingColumn,
                "the columns are those of \(format.title), and some are missing: \(missing.joined(separator: ", "))",
                at: Place(file: file, line: 1), hint: "export the file again with these columns")
        }
        self = .focus(try FocusHeader(columns, file: file, declared: declared))
    }

    var slots: [Int] {
        switch self {
        case .focus(let header): header.positions
        case .mapped(let format):
            FocusColumn.allCases.enumerated().map { format.fills.contains($0.element) ? $0.offset : -1 }
        }
    }

    /// Columns that no FOCUS column is made from.
    var others: [(name: String, position: Int)] {
        switch self {
        case .focus(let header): header.others
        case .mapped(let format): format.unmapped
        }
    }

    var warnings: [Diagnostic] {
        switch self {
        case .focus(let header): header.warnings
        case .mapped(let format): format.warnings
        }
    }

    /// `FOCUS 1.2`, `AWS Cost and Usage Report 2.0`.
    var description: String {
        switch self {
        case .focus(let header): "FOCUS \(header.version.rawValue)"
        case .mapped(let format): format.description
        }
    }

    /// The position in the file's rows of the field that a slot is made from.
    func position(ofSlot slot: Int) -> Int? {
        switch self {
        case .focus: slot
        case .mapped(let format): format.position(of: FocusColumn.allCases[slot])
        }
    }
}

import Columns
import Kernel
import Model

/// What a sniffer says of a file, from the names of its columns alone.
enum FormatVerdict: Equatable {
    /// The columns are those of another format.
    case no
    /// The format, with all it needs.
    case yes
    /// The format without doubt, but columns are missing that it needs.
    case lacks([String])
}

/// One kind of export and how its rows become FOCUS rows. Each is a folder of its own in Formats; FOCUS files need no
/// mapping and are read directly.
///
/// A value serves one file: it knows where the file's columns are.
protocol BillFormat: SendableMetatype {
    /// As jobs name it: `aws-cur`.
    static var id: String { get }
    /// As people read it: `AWS Cost and Usage Report`.
    static var title: String { get }

    /// Never guesses: two formats must not both say yes to one header.
    static func judge(_ columns: [String]) -> FormatVerdict

    /// - Parameters:
    ///   - columns: the file's columns; the format has said `yes` to them.
    ///   - file: name for messages.
    init(_ columns: [String], file: String) throws(Failure)

    /// Title and version: `AWS Cost and Usage Report 2.0`.
    var description: String { get }
    /// The FOCUS columns that rows may have a value in; the others are null on every row.
    var fills: Set<FocusColumn> { get }
    /// Columns of the file that no FOCUS column is made from; they are kept as `x_OtherColumns`.
    var unmapped: [(name: String, position: Int)] { get }
    /// Findings about the file as a whole.
    var warnings: [Diagnostic] { get }

    /// The column of the file that a FOCUS column is mainly made from, for the places of findings.
    func position(of column: FocusColumn) -> Int?

    /// Makes the FOCUS row of a row of the file. The draft is clear.
    ///
    /// - Returns: why the row must be set aside, its slot being the ordinal of a FOCUS column; nil when it could be made.
    ///   What is wrong with a value that is handed on as it stands is found later, by the checks that FOCUS rows go
    ///   through.
    mutating func fill(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) -> RowFinding?

    /// Makes the second FOCUS row of a row that is two charges in one, such as a fee and what nobody used of it. Called
    /// after `fill`, when its row was kept. The draft is clear.
    ///
    /// What it hands on as it stands, `fill` has handed on too, so that no check can fail for this row alone.
    ///
    /// - Returns: false when the row is one charge.
    mutating func fillSecond(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) -> Bool

    /// Which costs the rows that were filled so far turned out to tell.
    var basis: CostBasis { get }
    /// Services of the rows that were filled so far which are in no category that is known.
    var unplaced: UnplacedServices { get }
}

extension BillFormat {
    mutating func fillSecond(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) -> Bool {
        false
    }

    /// Each row has both costs.
    var basis: CostBasis { .both }
    var unplaced: UnplacedServices { UnplacedServices() }
    var traits: RowTraits { RowTraits(basis: basis, unplaced: unplaced) }
}

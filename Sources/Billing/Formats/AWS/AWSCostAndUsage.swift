import Columns
import Kernel
import Model

/// AWS's Cost and Usage Reports, CUR 2.0 and legacy, as FOCUS rows. docs/formats/aws.md has the rules.
struct AWSCostAndUsage: BillFormat {
    static let id = "aws-cur"
    static let title = "AWS Cost and Usage Report"

    let header: CURHeader
    let fills: Set<FocusColumn>
    let warnings: [Diagnostic]
    private var tags: CURTags?
    var services = AWSServices()
    var unplaced = UnplacedServices()
    var productNames: CURProductNames?
    private let types = Spellings(LineItemType.all.map(\.rawValue))

    /// What the latest row is; `fillSecond` and the places of findings go by it.
    var type: LineItemType?
    var unused: UnusedCommitment?
    var effectiveSource: CURColumn?

    static func judge(_ columns: [String]) -> FormatVerdict { CURHeader.judge(columns) }

    init(_ columns: [String], file: String) throws(Failure) {
        header = CURHeader(columns)
        tags = header.tags
        if !header.has(.productName), header.has(.productMap) { productNames = CURProductNames() }
        fills = AWSCostAndUsage.fills(header)
        warnings = AWSCostAndUsage.warnings(header, file: file)
    }

    var description: String {
        switch header.spelling {
        case .slashes: "\(AWSCostAndUsage.title), legacy"
        case .athena: "\(AWSCostAndUsage.title), legacy, as Athena names it"
        case .version2: "\(AWSCostAndUsage.title) 2.0"
        }
    }

    var unmapped: [(name: String, position: Int)] { header.unmapped }

    mutating func fill(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) -> RowFinding? {
        type = typeOfLine(row)
        unused = nil
        effectiveSource = nil
        do throws(RowFinding) {
            try fillLine(&draft, from: row)
            return nil
        } catch {
            return error
        }
    }

    private mutating func fillLine(
        _ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable
    ) throws(RowFinding) {
        fillShared(&draft, from: row)
        if type == nil {
            guard let text = field(.lineItemType, row) else { throw isNull(.lineItemType, .chargeCategory) }
            draft.note(.unknownLineItemType, .chargeCategory, text)
        }
        fillCharge(&draft, kind(of: row))
        if try isSplitCost(row) { return fillSplitCost(&draft, from: row) }
        try fillCosts(&draft, from: row)
        try fillCommitment(&draft, from: row)
        fillQuantities(&draft, from: row)
    }

    mutating func fillSecond(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) -> Bool {
        guard let unused else { return false }
        fillShared(&draft, from: row)
        fillCharge(&draft, .committed)
        fillUnused(&draft, unused, from: row)
        return true
    }

    /// What both rows of a line have.
    private mutating func fillShared(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) {
        fillDimensions(&draft, from: row)
        tags?.fill(&draft, from: row)
    }

    private func typeOfLine(_ row: borrowing some SourceRow & ~Copyable) -> LineItemType? {
        let index = types.index(of: row[header[.lineItemType]].bytes)
        return index >= 0 ? LineItemType.all[index] : nil
    }

    private func fillCharge(_ draft: inout FocusDraft, _ kind: ChargeKind) {
        draft.setConstant(.chargeCategory, kind.category)
        if let frequency = kind.frequency { draft.setConstant(.chargeFrequency, frequency) }
        if let pricing = kind.pricing { draft.setConstant(.pricingCategory, pricing) }
        if let chargeClass = kind.chargeClass { draft.setConstant(.chargeClass, chargeClass) }
    }

    /// The field of a column; nil where the file has no such column or the row no value in it.
    func field(_ column: CURColumn, _ row: borrowing some SourceRow & ~Copyable) -> CSVField? {
        let position = header[column]
        guard position >= 0 else { return nil }
        let field = row[position]
        return field.isNull ? nil : field
    }
}

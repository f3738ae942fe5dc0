import Columns
import Kernel
import Model

/// Cost and usage details of Azure Cost Management: the exports "actual cost" and "amortized cost" of Enterprise
/// Agreements, Microsoft Customer Agreements and, older, of single subscriptions. The two kinds have the same columns;
/// which one a file is shows in its rows (`basis`).
struct AzureCostDetails: BillFormat {
    static let id = "azure-cost"
    static let title = "Azure cost export"

    let columns: AzureColumns
    let fills: Set<FocusColumn>
    let warnings: [Diagnostic]
    private let sources: [FocusColumn: Int]
    var basis = CostBasis.both
    var unplaced = UnplacedServices()
    var texts = AzureTexts()

    static func judge(_ columns: [String]) -> FormatVerdict {
        let names = SourceColumns.folded(columns)
        // Together these three are in no other kind of file; price sheets have no service that was consumed.
        guard names.isSuperset(of: ["metercategory", "metersubcategory", "consumedservice"]),
            !names.contains("billedcost")
        else { return .no }
        let wanted: [(name: String, any: [String])] = [
            ("Date", AzureColumns.date), ("CostInBillingCurrency or Cost", AzureColumns.cost),
            ("BillingCurrency", AzureColumns.currency), ("BillingAccountId", AzureColumns.account),
        ]
        let missing = wanted.filter { names.isDisjoint(with: $0.any) }.map(\.name)
        return missing.isEmpty ? .yes : .lacks(missing)
    }

    init(_ columns: [String], file: String) throws(Failure) {
        self.columns = try AzureColumns(columns, file: file)
        sources = self.columns.sources
        fills = Set(sources.keys).union([
            .chargeCategory, .chargeClass, .invoiceIssuerName, .providerName, .publisherName, .subAccountType,
        ])
        let place = Place(file: file, line: 1)
        var warnings: [Diagnostic] = []
        if self.columns.periodStart == nil || self.columns.periodEnd == nil {
            warnings.append(
                .warning(
                    BillCode.assumedColumn, "BillingPeriodStartDate or BillingPeriodEndDate is missing", at: place,
                    hint: "the billing period of each row is taken to be the calendar month of its date"))
        }
        if !self.columns.hasAccount {
            warnings.append(
                .warning(
                    BillCode.assumedColumn, "BillingAccountId is missing", at: place,
                    hint: "the subscription stands in for the billing account"))
        }
        self.warnings = warnings
    }

    var description: String { AzureCostDetails.title }
    var unmapped: [(name: String, position: Int)] { columns.untaken }

    func position(of column: FocusColumn) -> Int? { sources[column] }
}

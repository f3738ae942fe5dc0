import Columns
import Kernel
import Model

/// Extracts of Google Cloud's billing export, standard or detailed, as CSV: records flattened (`service.description` or
/// `service_description`), repeated fields (`credits`, `labels`) as one JSON column each.
struct GCPBillingExport: BillFormat {
    static let id = "gcp-billing"
    static let title = "Google Cloud billing export"

    let columns: GCPColumns
    let fills: Set<FocusColumn>
    let warnings: [Diagnostic] = []
    private let sources: [FocusColumn: Int]
    var unplaced = UnplacedServices()
    var texts = GCPTexts()

    static func judge(_ columns: [String]) -> FormatVerdict {
        let names = SourceColumns.folded(columns, separators: true)
        guard names.contains("usage_start_time"), !names.isDisjoint(with: ["sku_id", "sku_description"]),
            !names.isDisjoint(with: ["billing_account_id", "invoice_month", "cost_type", "credits"]),
            !names.contains("billedcost")
        else { return .no }
        var missing = ["billing_account_id", "currency", "cost", "usage_end_time"].filter { !names.contains($0) }
        if !names.contains("credits") { missing.append("credits (one JSON column, not unnested)") }
        if !names.contains("invoice_month") { missing.append("invoice.month") }
        if names.isDisjoint(with: ["service_description", "service_id"]) { missing.append("service.description") }
        return missing.isEmpty ? .yes : .lacks(missing)
    }

    init(_ columns: [String], file: String) throws(Failure) {
        let names = SourceColumns.folded(columns, separators: true)
        let unnested = ["credits_amount", "credit_amount", "labels_key", "label_key"].filter { names.contains($0) }
        guard unnested.isEmpty else {
            throw Failure(
                .badInput, BillCode.unnestedRows,
                "repeated fields were unnested (\(unnested.joined(separator: ", "))): a charge stands once for each",
                at: Place(file: file, line: 1),
                hint: "select TO_JSON_STRING(credits) and TO_JSON_STRING(labels) instead of unnesting them")
        }
        self.columns = try GCPColumns(columns, file: file)
        sources = self.columns.sources
        fills = Set(sources.keys).union([
            .chargeCategory, .chargeFrequency, .invoiceIssuerName, .providerName, .publisherName, .subAccountType,
        ])
    }

    var description: String {
        columns.resource == nil && columns.globalName == nil
            ? "\(GCPBillingExport.title), standard" : "\(GCPBillingExport.title), detailed"
    }

    var unmapped: [(name: String, position: Int)] { columns.untaken }

    func position(of column: FocusColumn) -> Int? { sources[column] }
}

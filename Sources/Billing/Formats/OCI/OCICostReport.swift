import Columns
import Documents
import Kernel
import Model

/// Oracle Cloud's cost reports from before FOCUS: `reports/cost-csv/`, names with slashes, a column for each tag.
struct OCICostReport: BillFormat {
    static let id = "oci-cost"
    static let title = "Oracle Cloud cost report"

    private static let tagPrefix = "tags/"
    private static let required: [(name: String, column: String)] = [
        ("lineItem/tenantId", "lineitem/tenantid"), ("lineItem/intervalUsageStart", "lineitem/intervalusagestart"),
        ("lineItem/intervalUsageEnd", "lineitem/intervalusageend"), ("product/service", "product/service"),
        ("cost/myCost", "cost/mycost"), ("cost/currencyCode", "cost/currencycode"),
    ]
    /// Taken as they stand.
    private static let plain: [(FocusColumn, String)] = [
        (.subAccountID, "lineitem/tenantid"), (.billingCurrency, "cost/currencycode"),
        (.billedCost, "cost/mycost"), (.effectiveCost, "cost/mycost"), (.contractedCost, "cost/mycost"),
        (.listCost, "cost/mycost"), (.contractedUnitPrice, "cost/unitprice"),
        (.serviceName, "product/service"), (.chargeDescription, "product/description"),
        (.skuID, "cost/productsku"), (.regionID, "product/region"), (.regionName, "product/region"),
        (.availabilityZone, "product/availabilitydomain"), (.resourceID, "product/resourceid"),
        (.pricingQuantity, "usage/billedquantity"), (.consumedQuantity, "usage/billedquantity"),
    ]

    let warnings: [Diagnostic] = []
    let fills: Set<FocusColumn>
    let unmapped: [(name: String, position: Int)]
    private let sources: [FocusColumn: Int]
    private let copied: [(column: FocusColumn, position: Int)]
    private let start: Int
    private let end: Int
    private let tenant: Int
    private let service: Int
    private let subscription: Int?
    private let units: [Int]
    private let correction: Int?
    /// By name: `"name":` as it stands in Tags.
    private let tags: [(key: [UInt8], position: Int)]
    private var services = RecentTexts<(name: String, category: String?)>()
    private(set) var unplaced = UnplacedServices()

    static func judge(_ columns: [String]) -> FormatVerdict {
        let names = SourceColumns.folded(columns)
        // The first two are in usage reports too, which have no cost.
        guard names.isSuperset(of: ["lineitem/intervalusagestart", "lineitem/tenantid"]) else { return .no }
        let missing = required.filter { !names.contains($0.column) }.map(\.name)
        return missing.isEmpty ? .yes : .lacks(missing)
    }

    init(_ columns: [String], file: String) throws(Failure) {
        var source = try SourceColumns(columns, file: file)
        copied = OCICostReport.plain.compactMap { column, name in source.take(name).map { (column, $0) } }
        guard let start = source.take("lineitem/intervalusagestart"),
            let end = source.take("lineitem/intervalusageend"),
            let tenant = source.take("lineitem/tenantid"), let service = source.take("product/service")
        else { preconditionFailure("the format has said yes to these columns") }
        self.start = start
        self.end = end
        self.tenant = tenant
        self.service = service
        subscription = source.take("cost/subscriptionid")
        units = ["cost/skuunitdescription", "cost/billingunitreadable"].compactMap { source.take($0) }
        correction = source.take("lineitem/iscorrection")
        let prefix = OCICostReport.tagPrefix
        let tagged = source.untaken.filter { $0.name.hasPrefix(prefix) && $0.name.utf8.count > prefix.utf8.count }
        tags = tagged.map { name, position in
            (PrettyJSON.line(.string(String(name.dropFirst(prefix.count)))) + [UInt8(ascii: ":")], position)
        }
        unmapped = source.untaken.filter { column in !tagged.contains { $0.position == column.position } }
        var sources = Dictionary(uniqueKeysWithValues: copied.map { ($0.column, $0.position) })
        for column: FocusColumn in [.chargePeriodStart, .billingPeriodStart, .billingPeriodEnd] {
            sources[column] = start
        }
        sources[.chargePeriodEnd] = end
        sources[.billingAccountID] = subscription ?? tenant
        sources[.serviceCategory] = service
        sources[.chargeClass] = correction
        sources[.tags] = tags.first?.position
        for column: FocusColumn in [.pricingUnit, .consumedUnit] { sources[column] = units.first }
        self.sources = sources
        fills = Set(sources.keys).union([
            .chargeCategory, .chargeFrequency, .invoiceIssuerName, .providerName, .publisherName, .subAccountType,
        ])
    }

    var description: String { OCICostReport.title }
    func position(of column: FocusColumn) -> Int? { sources[column] }

    mutating func fill(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) -> RowFinding? {
        for (column, position) in copied { draft.set(column, row[position]) }
        draft.set(.billingAccountID, row[tenant])
        if let subscription, !row[subscription].isNull { draft.set(.billingAccountID, row[subscription]) }
        guard let first = Instant(billed: row[start].bytes) else {
            return notATime("lineItem/intervalUsageStart", row[start], .chargePeriodStart)
        }
        guard let last = Instant(billed: row[end].bytes) else {
            return notATime("lineItem/intervalUsageEnd", row[end], .chargePeriodEnd)
        }
        draft.set(.chargePeriodStart, microseconds: first.microseconds)
        draft.set(.chargePeriodEnd, microseconds: last.microseconds)
        // The report names no period: Oracle bills calendar months in UTC.
        draft.set(.billingPeriodStart, microseconds: first.month.start.microseconds)
        draft.set(.billingPeriodEnd, microseconds: first.month.end.microseconds)
        draft.set(.chargeCategory, "Usage")
        draft.set(.chargeFrequency, "Usage-Based")
        if let correction, row[correction].text.lowercased() == "true" { draft.set(.chargeClass, "Correction") }
        if let unit = units.first(where: { !row[$0].isNull }) {
            draft.set(.pricingUnit, row[unit])
            draft.set(.consumedUnit, row[unit])
        }
        fillNames(&draft, from: row)
        fillTags(&draft, from: row)
        return nil
    }

    private mutating func fillNames(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) {
        let known = services.value(of: row[service].bytes) { bytes in
            let name = String(decoding: bytes, as: UTF8.self)
            return (name, OCIServices.table.category(of: name))
        }
        if known.category == nil { unplaced.count(known.name) }
        draft.set(.serviceCategory, known.category ?? ServiceTable.other)
        for column: FocusColumn in [.providerName, .invoiceIssuerName, .publisherName] { draft.set(column, "Oracle") }
        draft.set(.subAccountType, "Tenancy")
    }

    private func fillTags(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) {
        var object: [UInt8] = []
        for tag in tags where !row[tag.position].isNull {
            object.append(object.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
            object += tag.key
            object += PrettyJSON.line(.string(row[tag.position].text))
        }
        guard !object.isEmpty else { return }
        object.append(UInt8(ascii: "}"))
        draft.set(.tags, copying: object)
    }

    private func notATime(_ name: String, _ field: CSVField, _ column: FocusColumn) -> RowFinding {
        RowFinding(
            BillCode.notATime, "\(name) \(QuotedText.of(field.text)) is no UTC time", slot: column.ordinal,
            hint: "times are written 2026-04-01T00:00Z")
    }
}

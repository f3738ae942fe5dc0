import Kernel
import Model

/// Where an extract of the billing export has what. `service.description` and `service_description` are the same name.
struct GCPColumns {
    /// Taken as they stand.
    private static let plain: [(FocusColumn, [String])] = [
        (.billingAccountID, ["billing_account_id"]),
        (.billingCurrency, ["currency"]),
        (.chargePeriodStart, ["usage_start_time"]),
        (.chargePeriodEnd, ["usage_end_time"]),
        (.chargeDescription, ["sku_description"]),
        (.skuID, ["sku_id"]),
        (.serviceName, ["service_description", "service_id"]),
        (.subAccountID, ["project_id"]),
        (.subAccountName, ["project_name"]),
        (.regionID, ["location_region", "region"]),
        (.regionName, ["location_location"]),
        (.availabilityZone, ["location_zone", "zone"]),
        (.resourceName, ["resource_name"]),
    ]

    let copied: [(column: FocusColumn, position: Int)]
    let service: Int
    let cost: Int
    let credits: Int
    let invoiceMonth: Int
    let costType: Int?
    let adjustmentMode: Int?
    let costAtList: Int?
    let usageAmount: Int?
    let usageUnit: Int?
    let pricingAmount: Int?
    let pricingUnit: Int?
    let labels: Int?
    let resource: Int?
    let globalName: Int?
    let seller: Int?
    let untaken: [(name: String, position: Int)]

    init(_ columns: [String], file: String) throws(Failure) {
        var source = try SourceColumns(columns, file: file, separators: true)
        copied = GCPColumns.plain.compactMap { column, names in source.take(names).map { (column, $0) } }
        guard let service = source.take(["service_description", "service_id"]), let cost = source.take("cost"),
            let credits = source.take("credits"), let invoiceMonth = source.take("invoice_month")
        else { preconditionFailure("the format has said yes to these columns") }
        self.service = service
        self.cost = cost
        self.credits = credits
        self.invoiceMonth = invoiceMonth
        costType = source.take("cost_type")
        adjustmentMode = source.take("adjustment_info_mode")
        costAtList = source.take("cost_at_list")
        usageAmount = source.take("usage_amount")
        usageUnit = source.take("usage_unit")
        pricingAmount = source.take("usage_amount_in_pricing_units")
        pricingUnit = source.take("usage_pricing_unit")
        labels = source.take("labels")
        resource = source.take("resource_name")
        globalName = source.take("resource_global_name")
        seller = source.take("seller_name")
        untaken = source.untaken
    }

    /// The column that each FOCUS column is mainly made from. BilledCost and EffectiveCost are both cost plus credits:
    /// findings about the credits name EffectiveCost.
    var sources: [FocusColumn: Int] {
        var sources = Dictionary(uniqueKeysWithValues: copied.map { ($0.column, $0.position) })
        sources[.billedCost] = cost
        sources[.effectiveCost] = credits
        sources[.contractedCost] = cost
        sources[.listCost] = costAtList ?? cost
        sources[.billingPeriodStart] = invoiceMonth
        sources[.billingPeriodEnd] = invoiceMonth
        sources[.chargeCategory] = costType
        sources[.chargeClass] = adjustmentMode
        sources[.pricingCategory] = credits
        sources[.serviceCategory] = service
        sources[.consumedQuantity] = usageAmount
        sources[.consumedUnit] = usageUnit
        sources[.pricingQuantity] = pricingAmount
        sources[.pricingUnit] = pricingUnit
        sources[.resourceID] = globalName ?? resource
        sources[.publisherName] = seller
        sources[.tags] = labels
        return sources
    }
}

import Kernel
import Model

/// Where an Azure cost export has what. Names are compared in lower case: Azure writes `BillingAccountId` in one kind of
/// agreement, `billingAccountId` in another, and `benefitId` in both.
struct AzureColumns {
    /// Taken as they stand.
    private static let plain: [(FocusColumn, [String])] = [
        // Under a Microsoft Customer Agreement an account has profiles, each with a currency and invoices of its own.
        (.billingAccountID, ["billingprofileid", "billingaccountid", "subscriptionid", "subscriptionguid"]),
        (.billingAccountName, ["billingprofilename", "billingaccountname"]),
        (.billingCurrency, ["billingcurrency", "billingcurrencycode", "currency"]),
        (.invoiceID, ["invoiceid"]),
        (.subAccountID, ["subscriptionid", "subscriptionguid"]),
        (.subAccountName, ["subscriptionname"]),
        (.chargeDescription, ["product", "productname"]),
        (.availabilityZone, ["availabilityzone"]),
        (.skuID, ["partnumber", "productid"]),
        (.skuMeter, ["metername"]),
        (.pricingUnit, ["unitofmeasure"]),
        (.pricingCurrency, ["pricingcurrency", "pricingcurrencycode"]),
    ]
    static let cost = ["costinbillingcurrency", "cost", "pretaxcost"]
    static let date = ["date", "usagedatetime"]
    static let currency = ["billingcurrency", "billingcurrencycode", "currency"]
    static let account = ["billingprofileid", "billingaccountid", "subscriptionid", "subscriptionguid"]

    let copied: [(column: FocusColumn, position: Int)]
    let cost: Int
    let date: Int
    let currency: Int
    let periodStart: Int?
    let periodEnd: Int?
    let chargeType: Int?
    let pricingModel: Int?
    let frequency: Int?
    let benefit: Int?
    let benefitName: Int?
    let reservation: Int?
    let reservationName: Int?
    let meterCategory: Int
    let consumedService: Int
    let location: Int?
    let resource: Int?
    let resourceName: Int?
    let publisherName: Int?
    let publisherType: Int?
    let quantity: Int?
    let unit: Int?
    let unitPrice: Int?
    let payGPrice: Int?
    let payGCost: Int?
    let pricingCurrency: Int?
    let tags: Int?
    /// The billing account is that of the enrolment or profile, not a subscription that stands in for it.
    let hasAccount: Bool
    let untaken: [(name: String, position: Int)]

    init(_ columns: [String], file: String) throws(Failure) {
        var source = try SourceColumns(columns, file: file)
        copied = AzureColumns.plain.compactMap { column, names in source.take(names).map { (column, $0) } }
        guard let cost = source.take(AzureColumns.cost), let date = source.take(AzureColumns.date),
            let currency = source.take(AzureColumns.currency), let meterCategory = source.take("metercategory"),
            let consumedService = source.take("consumedservice")
        else { preconditionFailure("the format has said yes to these columns") }
        self.cost = cost
        self.date = date
        self.currency = currency
        self.meterCategory = meterCategory
        self.consumedService = consumedService
        periodStart = source.take("billingperiodstartdate")
        periodEnd = source.take("billingperiodenddate")
        chargeType = source.take("chargetype")
        pricingModel = source.take("pricingmodel")
        frequency = source.take("frequency")
        benefit = source.take("benefitid")
        benefitName = source.take("benefitname")
        reservation = source.take("reservationid")
        reservationName = source.take("reservationname")
        location = source.take("resourcelocation")
        resource = source.take(["resourceid", "instanceid"])
        resourceName = source.take("resourcename")
        publisherName = source.take("publishername")
        publisherType = source.take("publishertype")
        quantity = source.take(["quantity", "usagequantity"])
        unit = source.take("unitofmeasure")
        unitPrice = source.take("unitprice")
        payGPrice = source.take("paygprice")
        payGCost = source.take("paygcostinbillingcurrency")
        pricingCurrency = source.take(["pricingcurrency", "pricingcurrencycode"])
        tags = source.take("tags")
        let folded = SourceColumns.folded(columns)
        hasAccount = folded.contains("billingprofileid") || folded.contains("billingaccountid")
        untaken = source.untaken
    }

    /// The column that each FOCUS column is mainly made from.
    var sources: [FocusColumn: Int] {
        var sources = Dictionary(uniqueKeysWithValues: copied.map { ($0.column, $0.position) })
        for column: FocusColumn in [.billedCost, .effectiveCost, .contractedCost] { sources[column] = cost }
        sources[.listCost] = payGCost ?? payGPrice ?? cost
        sources[.chargePeriodStart] = date
        sources[.chargePeriodEnd] = date
        sources[.billingPeriodStart] = periodStart ?? date
        sources[.billingPeriodEnd] = periodEnd ?? date
        sources[.serviceName] = meterCategory
        sources[.serviceCategory] = meterCategory
        sources[.chargeCategory] = chargeType
        sources[.chargeClass] = chargeType
        sources[.chargeFrequency] = frequency
        sources[.pricingCategory] = pricingModel
        sources[.commitmentDiscountID] = benefit ?? reservation
        sources[.commitmentDiscountName] = benefitName ?? reservationName
        for column: FocusColumn in [.commitmentDiscountCategory, .commitmentDiscountStatus, .commitmentDiscountType] {
            sources[column] = pricingModel ?? chargeType ?? reservation
        }
        sources[.regionID] = location
        sources[.regionName] = location
        sources[.resourceID] = resource
        sources[.resourceName] = resourceName ?? resource
        sources[.publisherName] = publisherName
        sources[.pricingQuantity] = quantity
        sources[.consumedQuantity] = quantity
        sources[.consumedUnit] = unit
        sources[.tags] = tags
        sources[.contractedUnitPrice] = unitPrice
        sources[.listUnitPrice] = payGPrice
        if pricingCurrency != nil {
            sources[.pricingCurrencyContractedUnitPrice] = unitPrice
            sources[.pricingCurrencyListUnitPrice] = payGPrice
        }
        return sources
    }
}

import Kernel
import Model
import Testing

@testable import Billing

/// No header is that of two formats: what a sniffer cannot tell apart it would have to guess.
struct FormatVerdictTests {
    /// Headers as providers write them, by the id of their format; nil for FOCUS and for files that are no bills.
    static let headers: [(format: String?, columns: String)] = [
        ("azure-cost", azureEnterprise), ("azure-cost", azureCustomer), ("azure-cost", azureSubscription),
        ("gcp-billing", gcpPoints), ("gcp-billing", gcpUnderscores), ("oci-cost", ociCost), (nil, focus),
        (nil, azureFocus), (nil, azurePrices), (nil, "a,b,c"), (nil, "date,cost,currency"),
    ]

    private static let azureEnterprise =
        "BillingAccountId,BillingAccountName,BillingPeriodStartDate,BillingPeriodEndDate,BillingProfileId,"
        + "SubscriptionId,Date,Product,PartNumber,MeterId,ServiceFamily,MeterCategory,MeterSubCategory,MeterRegion,"
        + "MeterName,Quantity,EffectivePrice,Cost,UnitPrice,BillingCurrency,ResourceLocation,ConsumedService,ResourceId,"
        + "AdditionalInfo,Tags,UnitOfMeasure,ReservationId,ChargeType,Frequency,PayGPrice,PricingModel,benefitId"
    private static let azureCustomer =
        "invoiceId,billingAccountId,billingProfileId,billingPeriodEndDate,billingPeriodStartDate,date,consumedService,"
        + "meterId,meterName,meterCategory,meterSubCategory,SubscriptionId,ResourceId,quantity,chargeType,"
        + "billingCurrency,pricingCurrency,costInBillingCurrency,paygCostInBillingCurrency,tags,pricingModel,benefitId"
    private static let azureSubscription =
        "SubscriptionGuid,ResourceGroup,ResourceLocation,UsageDateTime,MeterCategory,MeterSubcategory,MeterName,"
        + "UsageQuantity,ResourceRate,PreTaxCost,ConsumedService,InstanceId,Tags,Currency"
    private static let azurePrices =
        "MeterCategory,MeterSubCategory,MeterId,MeterName,MeterRegion,UnitOfMeasure,BasePrice,MarketPrice,UnitPrice,"
        + "CurrencyCode,BillingCurrency,Term,PriceType"
    private static let gcpPoints =
        "billing_account_id,service.id,service.description,sku.id,sku.description,usage_start_time,usage_end_time,"
        + "project.id,labels,location.region,cost,currency,usage.amount,usage.unit,credits,invoice.month,cost_type"
    private static let gcpUnderscores =
        "billing_account_id,service_description,sku_id,usage_start_time,usage_end_time,cost,currency,credits,"
        + "invoice_month"
    private static let ociCost =
        "lineItem/referenceNo,lineItem/tenantId,lineItem/intervalUsageStart,lineItem/intervalUsageEnd,product/service,"
        + "product/resourceId,usage/billedQuantity,cost/productSku,cost/myCost,cost/currencyCode,tags/env"
    private static let focus = FocusColumn.allCases.map(\.rawValue).joined(separator: ",")
    private static let azureFocus =
        focus + ",x_SkuMeterCategory,x_SkuMeterSubcategory,x_ResourceGroupName,x_BillingProfileId,x_CostCenter"

    @Test func `every format knows its own headers and none of the others`() {
        for (wanted, columns) in FormatVerdictTests.headers {
            let names = columns.split(separator: ",").map(String.init)
            for format in RecognisedFormat.known {
                let verdict = format.judge(names)
                #expect(verdict == (format.id == wanted ? .yes : .no), "\(format.id): \(columns.prefix(60))")
            }
        }
    }

    @Test func `formats have names of their own`() {
        let ids = RecognisedFormat.known.map { $0.id }
        #expect(Set(ids).count == ids.count)
    }

    @Test(arguments: [
        ("azure-cost", azureEnterprise, "Cost", "CostInBillingCurrency or Cost"),
        ("azure-cost", azureCustomer, "date", "Date"), ("azure-cost", azureSubscription, "Currency", "BillingCurrency"),
        ("gcp-billing", gcpPoints, "credits", "credits (one JSON column, not unnested)"),
        ("gcp-billing", gcpUnderscores, "invoice_month", "invoice.month"),
        ("oci-cost", ociCost, "cost/myCost", "cost/myCost"),
    ])
    func `what a format needs and a file lacks is named`(
        id: String, columns: String, column: String, missing: String
    ) throws {
        let names = columns.split(separator: ",").map(String.init).filter { $0 != column }
        let format = try #require(RecognisedFormat.known.first { $0.id == id })
        #expect(format.judge(names) == .lacks([missing]))
        let failure = #expect(throws: Failure.self) {
            try RecognisedFormat(columns: names, file: "bill.csv", declared: nil)
        }
        #expect(failure?.diagnostics.map(\.code) == [BillCode.missingColumn])
    }

    @Test func `columns that no FOCUS column is made from are kept by name`() throws {
        for (wanted, columns) in FormatVerdictTests.headers {
            let names = columns.split(separator: ",").map(String.init) + ["Surplus"]
            guard let format = RecognisedFormat.known.first(where: { $0.id == wanted }) else { continue }
            let made = try format.init(names, file: "bill.csv")
            let others = made.unmapped
            #expect(others.map(\.name).contains("Surplus"))
            #expect(others.allSatisfy { names[$0.position] == $0.name })
            #expect(made.fills.isSuperset(of: FocusColumn.allCases.filter(\.isRequiredInRow)))
        }
    }

    @Test func `every category in use is one of FOCUS`() throws {
        guard case .enumeration(let allowed) = FocusColumn.serviceCategory.kind else { return }
        for table in [AzureServices.table, GCPServices.table, OCIServices.table] {
            #expect(table.used.isSubset(of: allowed))
        }
        #expect(AzureServices.table.category(of: "virtual machines") == "Compute")
        #expect(GCPServices.table.category(of: "Cloud Key Management Service (KMS)") == "Security")
    }
}

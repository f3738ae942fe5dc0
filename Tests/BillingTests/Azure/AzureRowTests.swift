import Kernel
import Model
import Testing

@testable import Billing

struct AzureRowTests {
    @Test func `days become periods whose end is behind them`() throws {
        let row = try FilledBill<AzureCostDetails>(fixture: "azure/EA_ActualCost_Small.csv").rows[0]
        #expect(row[.chargePeriodStart] == "2023-09-21T00:00:00Z")
        #expect(row[.chargePeriodEnd] == "2023-09-22T00:00:00Z")
        #expect(row[.billingPeriodStart] == "2023-09-01T00:00:00Z")
        #expect(row[.billingPeriodEnd] == "2023-10-01T00:00:00Z")
    }

    @Test func `a reservation that is bought is billed and has no effective cost`() throws {
        let row = try FilledBill<AzureCostDetails>(fixture: "azure/EA_ActualCost_Small.csv").rows[0]
        #expect(row[.chargeCategory] == "Purchase")
        #expect(row[.chargeClass] == nil)
        #expect(row[.chargeFrequency] == "Recurring")
        #expect(row[.billedCost] == "3.25")
        #expect(row[.effectiveCost] == "0")
        #expect(row[.pricingCategory] == "Committed")
        #expect(row[.commitmentDiscountType] == "Reservation")
        #expect(row[.commitmentDiscountCategory] == "Usage")
        #expect(row[.commitmentDiscountStatus] == nil)
        #expect(row[.pricingQuantity] == "1")
        #expect(row[.consumedQuantity] == nil)
        #expect(row[.resourceName] == nil)
    }

    @Test func `usage that a commitment covers is not billed and has its share as effective cost`() throws {
        let rows = try FilledBill<AzureCostDetails>(fixture: "azure/EA_AmortizedCost_Small.csv").rows
        let reserved = try #require(rows.first { $0[.commitmentDiscountType] == "Reservation" })
        #expect(reserved[.billedCost] == "0")
        #expect(reserved[.effectiveCost] == "0.493152")
        #expect(reserved[.contractedCost] == "1.168")
        #expect(reserved[.commitmentDiscountStatus] == "Used")
        let planned = try #require(rows.first { $0[.commitmentDiscountType] == "Savings Plan" })
        #expect(planned[.commitmentDiscountCategory] == "Spend")
        #expect(planned[.effectiveCost] == "0.006000000468")
        #expect(planned[.listCost] == "0.013347594624")
        #expect(
            planned[.commitmentDiscountID]
                == "/providers/microsoft.billingbenefits/savingsplanorders/802a9e8b-e860-4d5f-b63b-c5bdf7ee2446"
                + "/savingsplans/09ff8291-64ac-45fb-afed-b9b39dbd88d7")
    }

    @Test func `what a commitment leaves unused is a cost of its own`() throws {
        let bill = try FilledBill<AzureCostDetails>(fixture: "azure/mca_amortized.csv")
        let unused = bill.rows.filter { $0[.commitmentDiscountStatus] == "Unused" }
        #expect(unused.map { $0[.effectiveCost] } == ["0.4", "0.000002"])
        #expect(unused.map { $0[.billedCost] } == ["0", "0"])
        #expect(unused.map { $0[.chargeCategory] } == ["Usage", "Usage"])
        #expect(unused.map { $0[.consumedQuantity] } == [nil, nil])
        #expect(unused.map { $0[.commitmentDiscountName] } == ["Compute plan", "Old VMs"])
    }

    @Test func `purchases, refunds and rounding keep what they cost`() throws {
        let bill = try FilledBill<AzureCostDetails>(fixture: "azure/mca_amortized.csv")
        let rows = Array(bill.rows[5...7])
        #expect(rows.map { $0[.chargeCategory] } == ["Purchase", "Purchase", "Adjustment"])
        #expect(rows.map { $0[.chargeClass] } == [nil, "Correction", nil])
        #expect(rows.map { $0[.billedCost] } == ["40", "-40", "-0.0012"])
        #expect(rows.map { $0[.effectiveCost] } == ["40", "-40", "-0.0012"])
        #expect(rows.map { $0[.publisherName] } == ["Firewalls Ltd", "Firewalls Ltd", "Microsoft"])
        #expect(rows.map { $0[.pricingCategory] } == ["Standard", "Standard", nil])
    }

    @Test func `prices in another currency than the bill's are no prices of the bill`() throws {
        let row = try FilledBill<AzureCostDetails>(fixture: "azure/mca_amortized.csv").rows[0]
        #expect(row[.billingCurrency] == "EUR")
        #expect(row[.pricingCurrency] == "USD")
        #expect(row[.contractedUnitPrice] == nil)
        #expect(row[.pricingCurrencyContractedUnitPrice] == "0.1")
        #expect(row[.pricingCurrencyListUnitPrice] == "0.12")
        #expect(row[.listCost] == "1.104")
        #expect(row[.contractedCost] == "0.92")
    }

    @Test func `the billing profile is the billing account, as it has the currency and the invoices`() throws {
        let bill = try FilledBill<AzureCostDetails>(fixture: "azure/mca_amortized.csv")
        #expect(bill.rows[0][.billingAccountID]?.hasSuffix("billingProfiles/EUR1") == true)
        #expect(bill.rows[0][.billingAccountName] == "Europe")
        #expect(bill.format.unmapped.map(\.name).contains("billingAccountId"))
        #expect(bill.rows[0][.invoiceID] == "G000000001")
    }

    @Test func `a resource has one id in whatever case it is written`() throws {
        let rows = try FilledBill<AzureCostDetails>(fixture: "azure/mca_amortized.csv").rows
        #expect(rows[0][.resourceID] == rows[1][.resourceID])
        #expect(
            rows[0][.resourceID]
                == "/subscriptions/11111111-2222-3333-4444-555555555555/resourcegroups/shop/providers"
                + "/microsoft.compute/virtualmachines/web-1")
        #expect(rows[0][.resourceName] == "Web-1")
        #expect(rows[0][.regionID] == "westeurope")
        #expect(rows[0][.regionName] == "West Europe")
    }

    @Test func `services that no category is known for are Other, and counted`() throws {
        let bill = try FilledBill<AzureCostDetails>(fixture: "azure/mca_amortized.csv")
        #expect(bill.rows[0][.serviceCategory] == "Compute")
        #expect(bill.rows[8][.serviceCategory] == "Other")
        #expect(bill.format.unplaced.names == ["", "Azure Quantum"])
        #expect(bill.format.unplaced.rows == 4)
    }

    @Test func `spot machines have prices that move`() throws {
        let row = try FilledBill<AzureCostDetails>(fixture: "azure/mca_amortized.csv").rows[4]
        #expect(row[.pricingCategory] == "Dynamic")
    }

    @Test func `a tag that looks like nulls survives`() throws {
        let row = try FilledBill<AzureCostDetails>(fixture: "azure/mca_amortized.csv").rows[0]
        #expect(row[.tags] == #"{"env":"prod","test": "\",NULL,NULL,\""}"#)
    }

    @Test func `tags without the outer braces are an object`() throws {
        let row = try FilledBill<AzureCostDetails>(fixture: "azure/EA_ActualCost_Small.csv").rows[1]
        #expect(
            row[.tags]
                == #"{"CostCenter": "1234","env": "prod","org": "trey","application": "databricks","#
                + #""databricks-environment": "true"}"#)
    }
}

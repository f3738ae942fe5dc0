import Kernel
import Model
import Testing

@testable import Billing

/// Totals were computed with Python's Decimal from the same file.
struct GCPBillingExportTests {
    @Test func `credits are added to the cost once, and currencies stay apart`() throws {
        let bill = try FilledBill<GCPBillingExport>(fixture: "gcp/detailed.csv")
        #expect(bill.findings == [])
        #expect(bill.rows.count == 8)
        #expect(
            bill.sums("USD")
                == ["-1.6033281000000002", "-1.6033281000000002", "-1.0483281000000002", "-1.0983281000000002"])
        #expect(bill.sums("EUR") == ["1", "1", "1.5", "1.25"])
        #expect(bill.format.basis == .both)
    }

    @Test func `several credits of a row are one sum, with exponents and to the last digit`() throws {
        let row = try FilledBill<GCPBillingExport>(fixture: "gcp/detailed.csv").rows[0]
        #expect(row[.billedCost] == "0.026611")
        #expect(row[.effectiveCost] == "0.026611")
        #expect(row[.contractedCost] == "0.031611")
        #expect(row[.pricingCategory] == nil)
    }

    @Test func `a committed use discount is told from other credits`() throws {
        let rows = try FilledBill<GCPBillingExport>(fixture: "gcp/detailed.csv").rows
        #expect(rows[1][.pricingCategory] == "Committed")
        #expect(rows[1][.billedCost] == "0")
        #expect(rows[1][.listCost] == "0.55")
        // The fee of the commitment stays where Google has it.
        #expect(rows[2][.chargeCategory] == "Usage")
        #expect(rows[2][.billedCost] == rows[2][.effectiveCost])
    }

    @Test func `rows become FOCUS rows`() throws {
        let bill = try FilledBill<GCPBillingExport>(fixture: "gcp/detailed.csv")
        let row = bill.rows[0]
        #expect(row[.billingAccountID] == "01AB23-45CD67-89EF01")
        #expect(row[.subAccountID] == "shop-prod")
        #expect(row[.serviceName] == "Compute Engine")
        #expect(row[.serviceCategory] == "Compute")
        #expect(row[.billingPeriodStart] == "2024-05-01T00:00:00Z")
        #expect(row[.billingPeriodEnd] == "2024-06-01T00:00:00Z")
        #expect(row[.chargePeriodStart] == "2024-05-03 07:00:00 UTC")
        #expect(row[.consumedQuantity] == "3600")
        #expect(row[.pricingUnit] == "hour")
        #expect(row[.resourceID]?.hasSuffix("/instances/123") == true)
        #expect(row[.resourceName] == "gke-node-1")
        #expect(row[.tags] == #"{"env":"prod","k8s-namespace":"cart"}"#)
        #expect(row[.availabilityZone] == "us-central1-a")
        #expect(bill.format.description == "Google Cloud billing export, detailed")
    }

    @Test func `cost types become categories`() throws {
        let rows = try FilledBill<GCPBillingExport>(fixture: "gcp/detailed.csv").rows
        #expect(
            rows.map { $0[.chargeCategory] }
                == ["Usage", "Usage", "Usage", "Usage", "Tax", "Adjustment", "Adjustment", "Usage"])
        #expect(rows.map { $0[.chargeClass] } == [nil, nil, nil, nil, nil, nil, "Correction", nil])
        #expect(rows[4][.pricingQuantity] == nil)
        #expect(rows[4][.consumedQuantity] == nil)
        #expect(rows[4][.subAccountID] == nil)
    }

    @Test func `a correction lies in the period it is invoiced in`() throws {
        let row = try FilledBill<GCPBillingExport>(fixture: "gcp/detailed.csv").rows[6]
        #expect(row[.chargePeriodStart] == "2024-04-10 07:00:00 UTC")
        #expect(row[.billingPeriodStart] == "2024-05-01T00:00:00Z")
    }

    @Test func `labels may be an object, and a resource may have a name only`() throws {
        let row = try FilledBill<GCPBillingExport>(fixture: "gcp/detailed.csv").rows[3]
        #expect(row[.tags] == #"{"env":"dev","note":"\",NULL,NULL,\""}"#)
        #expect(row[.resourceID] == "photos")
        #expect(row[.billedCost] == "0.000061")
        #expect(row[.pricingQuantity] == "5.7e-07")
    }

    @Test func `services that no category is known for are Other, and counted`() throws {
        let bill = try FilledBill<GCPBillingExport>(fixture: "gcp/detailed.csv")
        #expect(bill.rows[7][.serviceCategory] == "Other")
        #expect(bill.format.unplaced.names == ["Quantum Engine"])
        #expect(bill.format.unplaced.rows == 1)
    }

    @Test func `underscores are as good as points`() throws {
        let bill = try FilledBill<GCPBillingExport>(
            text: """
                billing_account_id,service_description,sku_id,usage_start_time,usage_end_time,cost,currency,credits,invoice_month
                1,Cloud Run,S,2024-05-03 07:00:00 UTC,2024-05-03 08:00:00 UTC,1,USD,,2024-05

                """)
        #expect(bill.findings == [])
        #expect(bill.sums() == ["1", "1", "1", "1"])
        #expect(bill.format.description == "Google Cloud billing export, standard")
    }
}

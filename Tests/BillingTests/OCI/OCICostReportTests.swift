import Kernel
import Model
import Testing

@testable import Billing

/// Totals were computed with Python's Decimal from the same file.
struct OCICostReportTests {
    @Test func `a cost report has its exact total`() throws {
        let bill = try FilledBill<OCICostReport>(fixture: "oci/cost_report.csv")
        #expect(bill.findings == [])
        #expect(bill.sums("EUR") == Array(repeating: "0.040000000000000000123456", count: 4))
    }

    @Test func `rows become FOCUS rows`() throws {
        let bill = try FilledBill<OCICostReport>(fixture: "oci/cost_report.csv")
        let row = bill.rows[0]
        #expect(row[.billingAccountID] == "20209880")
        #expect(row[.subAccountID] == "ocid1.tenancy.oc1..aaaa")
        #expect(row[.chargePeriodStart] == "2023-02-28T23:00:00Z")
        #expect(row[.chargePeriodEnd] == "2023-03-01T00:00:00Z")
        #expect(row[.billingPeriodStart] == "2023-02-01T00:00:00Z")
        #expect(row[.billingPeriodEnd] == "2023-03-01T00:00:00Z")
        #expect(row[.serviceCategory] == "Compute")
        #expect(row[.pricingUnit] == "OCPU Hours")
        #expect(row[.tags] == #"{"Oracle-Tags.CreatedBy":"default/ann@example.com","env":"prod \"x\""}"#)
        #expect(bill.format.unmapped.map(\.name).contains("product/compartmentName"))
    }

    @Test func `missing values have the next best in their place`() throws {
        let rows = try FilledBill<OCICostReport>(fixture: "oci/cost_report.csv").rows
        #expect(rows[1][.pricingUnit] == "ONE GIGABYTE MONTHS")
        #expect(rows[1][.tags] == nil)
        #expect(rows[2][.billingAccountID] == "ocid1.tenancy.oc1..aaaa")
        #expect(rows[2][.chargeClass] == "Correction")
        #expect(rows[3][.serviceCategory] == "Other")
        #expect(rows[3][.billingPeriodStart] == "2023-03-01T00:00:00Z")
    }

    @Test(arguments: [
        ("2023-02-30T00:00Z", "2023-03-01T00:00Z", "1", BillCode.notATime),
        ("", "2023-03-01T00:00Z", "1", BillCode.notATime),
        ("2023-02-28T00:00Z", "2023-02-28T00:00Z", "1", BillCode.emptyPeriod),
        ("2023-02-28T00:00Z", "2023-02-28T01:00+01:00", "1", BillCode.notATime),
        ("2023-02-28T00:00Z", "2023-02-28T01:00Z", "", BillCode.nullRequired),
        ("2023-02-28T00:00Z", "2023-02-28T01:00Z", "free", BillCode.notADecimal),
    ])
    func `a row with a wrong time or cost is set aside`(
        start: String, end: String, cost: String, code: DiagnosticCode
    ) throws {
        let bill = try FilledBill<OCICostReport>(
            text: """
                lineItem/tenantId,lineItem/intervalUsageStart,lineItem/intervalUsageEnd,product/service,cost/myCost,cost/currencyCode
                t,\(start),\(end),COMPUTE,\(cost),USD

                """)
        #expect(bill.findings.map(\.code) == [code])
        #expect(bill.findings[0].place?.line == 2)
    }
}

import Kernel
import Model
import Testing

@testable import Billing

/// Totals were computed with Python's Decimal and Fraction from the same files.
struct AzureTotalsTests {
    @Test func `the actual export has its exact total, and effective cost leaves out the commitment bought`() throws {
        let bill = try FilledBill<AzureCostDetails>(fixture: "azure/EA_ActualCost_Small.csv")
        #expect(bill.findings == [])
        #expect(bill.rows.count == 11)
        #expect(
            bill.sums() == ["8.5450077867419368", "5.2950077867419368", "8.5450077867419368", "8.5450077867419368"])
        #expect(bill.format.basis == .purchases)
        #expect(bill.format.basis.lacksEffective && !bill.format.basis.lacksBilled)
    }

    @Test func `the amortised export has its exact total to the 24th decimal`() throws {
        let bill = try FilledBill<AzureCostDetails>(fixture: "azure/EA_AmortizedCost_Small.csv")
        #expect(bill.findings == [])
        #expect(bill.rows.count == 28)
        #expect(
            bill.sums() == [
                "15.797780136168644627485419", "16.296932136636644627485419", "16.979127730792644627485419",
                "16.979127730792644627485419",
            ])
        #expect(bill.format.basis == .spread)
        #expect(bill.format.basis.lacksBilled && !bill.format.basis.lacksEffective)
    }

    @Test func `a customer agreement in two currencies has its exact totals`() throws {
        let bill = try FilledBill<AzureCostDetails>(fixture: "azure/mca_amortized.csv")
        #expect(bill.findings == [])
        #expect(
            bill.sums("EUR") == ["1.5108", "3.22314767890123456789012", "4.744402", "3.22314767890123456789012"])
        #expect(bill.format.basis == .spread)
    }

    @Test func `an export of a single subscription has its totals, and says what it lacks`() throws {
        let bill = try FilledBill<AzureCostDetails>(fixture: "azure/subscription_pretax.csv")
        #expect(bill.findings == [])
        #expect(bill.sums("EUR") == Array(repeating: "0.060000008", count: 4))
        #expect(bill.format.warnings.map(\.code) == [BillCode.assumedColumn, BillCode.assumedColumn])
        let first = bill.rows[0]
        #expect(first[.billingAccountID] == "11111111-2222-3333-4444-555555555555")
        #expect(first[.billingPeriodStart] == "2020-06-01T00:00:00Z")
        #expect(first[.billingPeriodEnd] == "2020-07-01T00:00:00Z")
        #expect(first[.tags] == #"{"env": "dev"}"#)
        #expect(bill.values(.chargePeriodStart) == ["2020-06-30T00:00:00Z", "2020-06-30T00:00:00Z"])
        #expect(bill.format.basis == .both)
    }
}

import Kernel
import TestSupport
import Testing

@testable import Billing

/// Exports go through the reading of bills as FOCUS files do.
struct InspectedExportTests {
    private static let fixtures = "\(Checkout.root)/Tests/Fixtures/"

    @Test(arguments: [
        ("azure/EA_ActualCost_Small.csv", "Azure cost export", 11, [BillCode.oneSidedCosts]),
        ("azure/EA_AmortizedCost_Small.csv", "Azure cost export", 28, [BillCode.oneSidedCosts]),
        (
            "azure/mca_amortized.csv", "Azure cost export", 9,
            [BillCode.oneSidedCosts, BillCode.unplacedService]
        ),
        ("gcp/detailed.csv", "Google Cloud billing export, detailed", 8, [BillCode.unplacedService]),
        ("oci/cost_report.csv", "Oracle Cloud cost report", 4, [BillCode.unplacedService]),
    ])
    func `an export is recognised, read whole, and what it cannot tell is said`(
        file: String, format: String, rows: Int64, codes: [DiagnosticCode]
    ) throws {
        let bill = try BillInspection(path: InspectedExportTests.fixtures + file, grouping: nil)
        #expect(bill.format == format)
        #expect(bill.rows == rows)
        #expect(bill.setAside == 0)
        #expect(Set(bill.findings.map(\.code)).isSuperset(of: codes))
    }
}

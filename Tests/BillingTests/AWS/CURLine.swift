import Kernel
import Model

@testable import Billing

/// A line of a report, by legacy names of columns; tests change what they are about.
struct CURLine {
    /// Names of the legacy report, in the order of the file.
    private(set) var columns: [String] = []
    private(set) var texts: [String] = []

    init(_ type: String, _ values: KeyValuePairs<String, String> = [:]) {
        let usual: KeyValuePairs = [
            "identity/TimeInterval": "2026-04-01T00:00:00Z/2026-04-01T01:00:00Z", "bill/BillType": "Anniversary",
            "bill/BillingEntity": "AWS", "bill/InvoiceId": "HARBOR-2026-04", "bill/PayerAccountId": "777788889999",
            "bill/BillingPeriodStartDate": "2026-04-01T00:00:00Z",
            "bill/BillingPeriodEndDate": "2026-05-01T00:00:00Z", "lineItem/CurrencyCode": "USD",
            "lineItem/LegalEntity": "Amazon Web Services, Inc.", "lineItem/LineItemDescription": "an hour",
            "lineItem/LineItemType": type, "lineItem/ProductCode": "AmazonEC2", "lineItem/ResourceId": "i-01",
            "lineItem/UnblendedCost": "1.25", "lineItem/UnblendedRate": "0.625",
            "lineItem/UsageAccountId": "444455556666", "lineItem/UsageAmount": "2",
            "lineItem/UsageEndDate": "2026-04-01T01:00:00Z", "lineItem/UsageStartDate": "2026-04-01T00:00:00Z",
            "lineItem/UsageType": "EUC1-BoxUsage:m6i.large", "pricing/publicOnDemandCost": "1.5",
            "pricing/publicOnDemandRate": "0.75", "pricing/term": "OnDemand", "pricing/unit": "Hrs",
            "pricing/RateCode": "SKU1.OD.1", "product/ProductName": "Amazon Elastic Compute Cloud",
            "product/location": "Europe (Frankfurt)", "product/locationType": "AWS Region",
            "product/productFamily": "Compute Instance", "product/region": "eu-central-1", "product/sku": "SKU1",
            "resourceTags/user:team": "harbor",
        ]
        for (name, text) in usual { self[name] = text }
        for (name, text) in values { self[name] = text }
    }

    subscript(name: String) -> String? {
        get { columns.firstIndex(of: name).map { texts[$0] } }
        set {
            switch (columns.firstIndex(of: name), newValue) {
            case (let index?, let text?): texts[index] = text
            case (let index?, nil):
                columns.remove(at: index)
                texts.remove(at: index)
            case (nil, let text?):
                columns.append(name)
                texts.append(text)
            case (nil, nil): break
            }
        }
    }

    func changed(_ change: (inout CURLine) -> Void) -> CURLine {
        var line = self
        change(&line)
        return line
    }

    mutating func rename(_ name: (String) -> String) { columns = columns.map(name) }

    // MARK: What becomes of it

    struct Made {
        var first: MadeRow
        var second: MadeRow?
        var finding: RowFinding?
        var notes: [RowNotes.Kind]
        /// Services in no known category.
        var unplaced: [String] = []
        /// Name of the column that the finding is about.
        var place: String?
    }

    func made() throws -> Made {
        guard AWSCostAndUsage.judge(columns) == .yes else {
            throw Failure(.badInput, BillCode.missingColumn, "the columns are not recognised")
        }
        var format = try AWSCostAndUsage(columns, file: "bill.csv")
        var draft = FocusDraft()
        let row = TextRow(texts)
        let finding = format.fill(&draft, from: row)
        var made = Made(first: MadeRow(draft), finding: finding, notes: draft.notes.map(\.kind))
        made.unplaced = format.unplaced.names
        if let finding {
            made.place = format.position(of: FocusColumn.allCases[finding.slot]).map { columns[$0] }
            return made
        }
        draft.clear()
        if format.fillSecond(&draft, from: row) { made.second = MadeRow(draft) }
        return made
    }
}

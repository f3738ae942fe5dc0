/// A FOCUS bill made for a test: sound rows with what real rows bring along, to be damaged.
struct MadeBill {
    var header: [String]
    var rows: [[String]]

    private static let fixed: [(name: String, value: String)] = [
        ("BillingAccountName", "tiny"), ("BillingCurrency", "USD"), ("ChargeClass", ""),
        ("InvoiceIssuerName", "AWS"), ("PricingUnit", "Hours"), ("ProviderName", "AWS"), ("PublisherName", "AWS"),
        ("ServiceCategory", "Compute"), ("BillingPeriodStart", "2026-06-01T00:00:00Z"),
        ("BillingPeriodEnd", "2026-07-01T00:00:00Z"),
    ]
    private static let varied = [
        "BillingAccountId", "ChargeCategory", "ChargeDescription", "ChargePeriodStart", "ChargePeriodEnd", "BilledCost",
        "EffectiveCost", "ListCost", "ContractedCost", "PricingQuantity", "ServiceName", "SubAccountId", "Tags",
        "x_Line",
    ]

    /// - Parameter tags: by number of the row, what stands in `Tags`.
    init(rows count: Int, tags: (Int) -> String = { _ in "{}" }) {
        header = MadeBill.fixed.map(\.name) + MadeBill.varied
        rows = (0..<count).map { row in
            let day = row % 28 + 1
            let date = "2026-06-\(day < 10 ? "0" : "")\(day)"
            return MadeBill.fixed.map(\.value) + [
                "90000000000\(row % 3)", ["Usage", "Tax", "Credit"][row % 3 == 2 && row % 5 == 0 ? 2 : row % 2],
                "charge \(row)", "\(date)T00:00:00Z", "\(date)T01:00:00Z", "\(row).\(row % 7)25", "\(row % 9).5",
                row % 11 == 0 ? "" : "1e-\(row % 20)", "0.\(row)000000000000000001", "\(row % 4)",
                "Service \(row % 6)", "sub-\(row % 4)", tags(row), "extra \(row)",
            ]
        }
    }

    mutating func set(_ column: String, row: Int, _ value: String) { rows[row][index(column)] = value }

    mutating func rename(_ column: String, _ name: String) { header[index(column)] = name }

    mutating func add(_ column: String, _ value: (Int) -> String) {
        header.append(column)
        for row in rows.indices { rows[row].append(value(row)) }
    }

    func index(_ column: String) -> Int {
        guard let index = header.firstIndex(of: column) else { preconditionFailure("no column '\(column)'") }
        return index
    }

    func text(lineEnd: String = "\n") -> String {
        ([header] + rows).map { $0.map(MadeBill.quoted).joined(separator: ",") + lineEnd }.joined()
    }

    static func quoted(_ field: String) -> String {
        guard field.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else { return field }
        return "\"\(field.replacing("\"", with: "\"\""))\""
    }
}

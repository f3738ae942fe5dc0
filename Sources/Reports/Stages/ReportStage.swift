import Columns
import Crypto
import Documents
import Kernel
import Model
package import Runner

/// Writes the report of an allocation: HTML, a table of namespaces as CSV, and the summary for the terminal.
package struct ReportStage: Stage {
    package static let use = "report"

    private static let allocationRole = "allocation"
    private static let billRole = "bill"
    private static let otherBillRole = "other bill"
    private static let usageRole = "usage"
    /// Columns of the summary; wide enough for its longest line, so that it does not depend on the terminal.
    private static let summaryWidth = 100

    let basis: CostMetric
    package let inputs: [StageInput]

    package func run(_ context: StageContext) throws -> StageOutcome {
        var builder = ReportBuilder(basis: basis)
        let allocations = context.publications(role: ReportStage.allocationRole)
        for publication in allocations { try builder.add(publication) }
        var report = AllocationReport(
            tenant: context.tenantName, period: ReportPeriod(context.period), basis: ReportStage.explanation(basis),
            sections: try builder.sections())
        report.rules = builder.rules
        for publication in allocations {
            report.unbilled += try UnbilledFacts.items(publication)
            let teams = try TeamBuilder(basis: basis, period: context.period).teams(publication)
            for index in report.sections.indices {
                report.sections[index].teams += teams[report.sections[index].currency] ?? []
            }
        }
        let bills = context.publications(role: ReportStage.billRole)
        try compare(report.sections, bills, context.period)
        let others = context.publications(role: ReportStage.otherBillRole)
        report.otherBills =
            try bills.flatMap { try BillFacts($0).otherBills(allocated: context.period) }
            + others.flatMap { try BillFacts($0).otherBills() }
        for index in report.sections.indices {
            for bill in bills {
                let setAside = try BillFacts(bill).setAside(report.sections[index].currency, basis)
                try report.sections[index].headline.setAside.add(setAside)
            }
        }
        report.sources = try (bills + others).map { try BillFacts($0).quality() }
        let telemetry = context.publications(role: ReportStage.usageRole)
        report.sources += try telemetry.map { try TelemetryFacts($0).quality() }
        report.inputs = try (bills + others + telemetry).flatMap { try InputFacts.files($0) }
        report.checks =
            try CheckCommands(
                allocation: allocations, bills: bills, basis: basis,
                period: context.period
            ).all()
        try write(report, to: context.directory)
        let clusters = report.sections.flatMap(\.clusters)
        return StageOutcome(rowCount: Int64(clusters.reduce(0) { $0 + $1.namespaces.count }))
    }

    /// The bill that was allocated must be the bill that the report names, to the last digit of all four costs.
    private func compare(_ sections: [CurrencySection], _ bills: [Publication], _ period: Month) throws {
        var named: [Currency: CostVector] = [:]
        for bill in bills {
            let totals = try ControlTotals(facts: bill.facts.fact("totals") { $0 })
            for (currency, costs) in try totals.byCurrency(billingPeriod: period) {
                try named[currency, default: .zero].add(costs)
            }
        }
        let allocated = Dictionary(uniqueKeysWithValues: sections.map { ($0.currency, $0.bill) })
        guard named != allocated else { return }
        throw Failure(
            .badInput, ReportCode.otherBill, "the bills that the report names are not those that were allocated",
            hint: "name under \"bills\" the same stages as under \"bill\" of the allocation")
    }

    private func write(_ report: AllocationReport, to directory: String) throws {
        let hash = { (bytes: [UInt8]) in Digest(of: bytes).base64 }
        let page = try AllocationReportPage.render(report, sha256Base64: hash)
        try FileSystem.write(Array(page.utf8), to: "\(directory)/index.html")
        let headers = AllocationReportPage.headersFile(sha256Base64: hash)
        try FileSystem.write(Array(headers.utf8), to: "\(directory)/_headers")
        let summary = try AllocationSummaryText.render(report, width: ReportStage.summaryWidth)
        try FileSystem.write(Array(summary.utf8), to: "\(directory)/summary.txt")
        try NamespaceTable.write(report, to: "\(directory)/namespaces.csv")
        try UnmatchedTable.write(report, to: "\(directory)/unmatched.csv")
        if report.sections.contains(where: { !$0.teams.isEmpty }) {
            try TeamTable.write(report, to: "\(directory)/teams.csv")
        }
    }

    private static func explanation(_ basis: CostMetric) -> CostBasis {
        let text =
            switch basis {
            case .billed: "What the invoice charges. Upfront fees and commitments count when they are charged."
            case .effective:
                "Amortised cost: upfront fees and commitments are spread over what they cover, discounts are applied."
            case .list: "Published prices, before any discount."
            case .contracted: "Negotiated prices, before commitments."
            }
        return CostBasis(name: basis.columnName, explanation: text)
    }
}

extension ReportStage {
    package static let kind = StageKind(use: use, version: 3, options: shape) { try ReportStage(options: $0) }

    private static let shape = ObjectShape(
        "options of \(use)", "write the report of an allocation as HTML, CSV and a summary",
        [
            .required("allocation", .identifier, "stage that allocated the bill"),
            .required(
                "bills", .array(of: .identifier, count: 1...100, unique: .value), "stages that published the bill"),
            .optional(
                "otherBills", .array(of: .identifier, count: 0...100, unique: .value), default: [],
                "stages that published bills which are shown and not allocated"),
            .optional(
                "usage", .array(of: .identifier, count: 0...100, unique: .value), default: [],
                "stages that published telemetry, for the section on data quality"),
            .optional(
                "basis",
                .oneOf([
                    "effective": "amortised cost", "billed": "cost as invoiced", "list": "published prices",
                    "contracted": "negotiated prices",
                ]), default: "effective", "which of the four costs the report is in"),
        ])

    private init(options node: JSONNode) throws {
        basis = try node.option("basis") { $0.string.flatMap(CostMetric.init(rawValue:)) }
        let allocated = try node.option("bills", \.array).compactMap(\.string)
        for other in try node.option("otherBills", \.array) where allocated.contains(other.string ?? "") {
            throw Failure(
                .configuration, ReportCode.billNamedTwice, "stage '\(other.string ?? "")' is in \"bills\" already",
                at: other.place, hint: "a bill is either allocated or shown beside; name it once")
        }
        func bills(_ key: String, _ role: String) throws -> [StageInput] {
            try StageInput.stages(node, key, role: role, needs: Dataset.costLines.rawValue)
        }
        inputs =
            [
                try StageInput.stage(
                    node, "allocation", role: ReportStage.allocationRole, needs: Dataset.allocations.rawValue)
            ]
            + (try bills("bills", ReportStage.billRole)) + (try bills("otherBills", ReportStage.otherBillRole))
            + (try StageInput.stages(
                node, "usage", role: ReportStage.usageRole, needs: Dataset.usageHours.rawValue))
    }
}

import Documents
import Kernel
import Model
import Runner

/// Files that a publication was made from.
enum InputFacts {
    static func files(_ publication: Publication) throws -> [InputFile] {
        try publication.facts.fact("files", \.array).map { file in
            InputFile(
                name: try file.fact("name", \.string), bytes: try file.fact("bytes", \.int),
                sha256: try file.fact("sha256", \.string))
        }
    }

    /// Rows set aside, by reason.
    static func quarantined(_ publication: Publication) throws -> [SourceQuality.Quarantine] {
        try publication.facts.fact("quarantine", \.array).map { entry in
            SourceQuality.Quarantine(
                code: try code(entry), reason: try entry.fact("message", \.string),
                rows: try entry.fact("count", \.int),
                examples: try entry.fact("places", \.array).compactMap { $0.string.map { Place(file: $0) } })
        }
    }

    static func code(_ entry: JSONNode) throws -> DiagnosticCode {
        let text: String = try entry.fact("code", \.string)
        guard let area = text.first, let number = Int(text.dropFirst()) else { throw FactsFailure.missing("code") }
        return DiagnosticCode(area, number)
    }
}

/// What an ingest of a bill published about itself.
struct BillFacts {
    private let facts: JSONNode
    private let publication: Publication

    init(_ publication: Publication) throws {
        self.publication = publication
        facts = publication.facts
    }

    func otherBills() throws -> [OtherBill] {
        struct Key: Hashable, Comparable {
            let month: Month
            let currency: Currency
            let provider: String

            static func < (left: Key, right: Key) -> Bool {
                (left.month, left.currency, left.provider) < (right.month, right.currency, right.provider)
            }
        }
        var bills: [Key: OtherBill] = [:]
        for service in try facts.fact("services", \.array) {
            let key = Key(
                month: try service.fact("billingPeriod") { $0.string.flatMap { Month($0) } },
                currency: try service.fact("currency") { $0.string.flatMap { Currency($0) } },
                provider: try service.fact("provider", \.string))
            let costs = FocusCosts(try CostVector(facts: service))
            var bill =
                try bills[key]
                ?? OtherBill(
                    source: facts.fact("source", \.string), provider: key.provider, billingPeriod: key.month,
                    currency: key.currency, rows: 0, costs: .zero)
            bill.rows += try service.fact("rows", \.int)
            try bill.costs.add(costs)
            bill.categories.append(.init(name: try service.fact("serviceCategory", \.string), costs: costs))
            bills[key] = bill
        }
        return bills.sorted { $0.key < $1.key }.map(\.value)
    }

    func quality() throws -> SourceQuality {
        let totals = try ControlTotals(facts: facts.fact("totals") { $0 })
        var setAside: [String: CostVector] = [:]
        for entry in try facts.fact("quarantinedCosts", \.array) {
            setAside[try entry.fact("currency", \.string)] = try CostVector(facts: entry)
        }
        var controls: [SourceQuality.ControlTotal] = []
        for (currency, kept) in try totals.byCurrency().sorted(by: { $0.key < $1.key }) {
            for metric in CostMetric.allCases {
                var before = kept[metric]
                try before.add(setAside[currency.description]?[metric] ?? .zero)
                controls.append(
                    .init(
                        name: metric.columnName, unit: currency.description, before: before, after: kept[metric]))
            }
        }
        return SourceQuality(
            source: try facts.fact("source", \.string), rowsRead: try facts.fact("rowsRead", \.int),
            rowsKept: try facts.fact("rowsKept", \.int), quarantined: try InputFacts.quarantined(publication),
            warnings: try facts.fact("warnings", \.array).map { entry in
                SourceQuality.WarningCount(
                    code: try InputFacts.code(entry), message: try entry.fact("message", \.string),
                    count: try entry.fact("count", \.int))
            }, controls: controls)
    }
}

/// What an ingest of telemetry published about itself.
struct TelemetryFacts {
    private let publication: Publication

    init(_ publication: Publication) throws { self.publication = publication }

    func quality() throws -> SourceQuality {
        let quarantined: Int = try publication.facts.fact("rowsQuarantined", \.int)
        return SourceQuality(
            source: publication.stage.text, rowsRead: Int(publication.rowCount) + quarantined,
            rowsKept: Int(publication.rowCount), quarantined: try InputFacts.quarantined(publication))
    }
}

extension FocusCosts {
    init(_ costs: CostVector) {
        self.init(
            billed: costs.billed, effective: costs.effective, list: costs.list, contracted: costs.contracted)
    }
}

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

    /// One bill per currency; lines by provider, billing period and category.
    ///
    /// - Parameter allocated: a billing period that is left out because its rows are allocated.
    func otherBills(allocated: Month? = nil) throws -> [OtherBill] {
        var bills: [Currency: OtherBill] = [:]
        for service in try facts.fact("services", \.array) {
            let billingPeriod: Month = try service.fact("billingPeriod") { $0.string.flatMap { Month($0) } }
            guard billingPeriod != allocated else { continue }
            let currency: Currency = try service.fact("currency") { $0.string.flatMap { Currency($0) } }
            let line = OtherBill.Line(
                provider: try service.fact("provider", \.string),
                billingPeriod: billingPeriod,
                category: try service.fact("serviceCategory", \.string), costs: try CostVector(facts: service))
            var bill =
                try bills[currency]
                ?? OtherBill(
                    source: facts.fact("source", \.string), currency: currency, rows: 0, costs: .zero)
            bill.rows += try service.fact("rows", \.int)
            try bill.costs.add(line.costs)
            bill.lines.append(line)
            bills[currency] = bill
        }
        return bills.values.sorted { $0.currency < $1.currency }
    }

    /// Rows set aside and what can be read of their cost: those of a currency, and those whose currency is unreadable.
    func setAside(_ currency: Currency, _ basis: CostMetric) throws -> Headline.SetAside {
        var sum = Headline.SetAside()
        for entry in try facts.fact("quarantinedCosts", \.array) {
            let code: String = try entry.fact("currency", \.string)
            guard code == currency.description || Currency(code) == nil else { continue }
            sum.rows += try entry.fact("rows", \.int)
            try sum.cost.add(try CostVector(facts: entry)[basis])
        }
        return sum
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
            }, controls: controls,
            restated: publication.restated.map { .init(run: $0.run, sentences: $0.summary) })
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

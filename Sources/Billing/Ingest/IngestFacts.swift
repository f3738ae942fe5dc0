import Documents
import Kernel
import Model
import Runner

/// What an ingest says about itself: the source of summaries, reports and checks.
struct IngestFacts {
    let source: SourceID
    let files: [InputFile]
    /// What each file was read as.
    let formats: [String]
    let kept: ControlTotals
    let setAside: SetAsideCosts
    let quarantine: FindingTally
    let warnings: FindingTally
    let daily: GroupedCosts

    func json() throws -> JSONOut {
        .object([
            .init("source", .string(source.text)),
            .init("format", .string(formats.max() ?? "")),
            .init("files", try InputFile.facts(files)),
            .init("rowsRead", .integer(Int(kept.rows + setAside.rows))),
            .init("rowsKept", .integer(Int(kept.rows))),
            .init("rowsQuarantined", .integer(Int(setAside.rows))),
            .init("totals", kept.facts),
            .init("quarantinedCosts", setAside.facts),
            .init("quarantine", quarantine.facts),
            .init("warnings", warnings.facts),
            .init("services", try services()),
        ])
    }

    private struct ServiceKey: Hashable, Comparable {
        let billingPeriod: Month
        let currency: Currency
        let provider: String
        let category: String

        static func < (left: ServiceKey, right: ServiceKey) -> Bool {
            if left.billingPeriod != right.billingPeriod { return left.billingPeriod < right.billingPeriod }
            return (left.currency, left.provider, left.category) < (right.currency, right.provider, right.category)
        }
    }

    private func services() throws -> JSONOut {
        var sums: [ServiceKey: ControlTotals.Total] = [:]
        let texts = daily.texts
        for line in daily.lines {
            let service = ServiceKey(
                billingPeriod: line.key.billingPeriod, currency: line.key.currency,
                provider: texts[0][Int(line.key.text(0))], category: texts[1][Int(line.key.text(1))])
            try sums[service, default: ControlTotals.Total()].costs.add(line.costs)
            sums[service]?.rows += line.rows
        }
        return .array(
            sums.sorted { $0.key < $1.key }.map { key, line in
                .object(
                    [
                        .init("billingPeriod", .string(key.billingPeriod.description)),
                        .init("currency", .string(key.currency.description)),
                        .init("provider", .string(key.provider)), .init("serviceCategory", .string(key.category)),
                        .init("rows", .integer(Int(line.rows))),
                    ] + line.costs.facts)
            })
    }
}

import Documents
package import Kernel
import Model
package import Runner

extension AllocationView {
    /// The view of what a stage has published.
    ///
    /// - Throws: exit 65 when it was published by a version that did not store a key.
    package init(_ publication: Publication, _ question: ViewQuestion, job: JobID, period: Month) throws {
        let paths = publication.paths(below: Dataset.allocations.rawValue)
        let knowsControllers = try paths.allSatisfy { try ViewReader.knowsControllers($0) }
        if !knowsControllers,
            let key = ViewKey.allCases.first(where: { $0.isOfControllers && question.allKeys.contains($0) })
        {
            throw Failure(
                .badInput, ReportCode.viewKeyNotStored,
                "what stage '\(publication.stage)' has published for period \(period) does not say \(QuotedText.of(key.rawValue))",
                hint: "it is of an older version; run the job again: `reckon run \(job) --period \(period)`")
        }
        var keys = question.allKeys
        if question.splitsToRows {
            // `controller` says no more than kind and name do.
            keys.formUnion(ViewKey.allCases.filter { $0 != .controller && (knowsControllers || !$0.isOfControllers) })
        }
        var reader = ViewReader(
            question.cost, keys: keys, platform: try PlatformNamespaces(facts: publication.facts))
        for path in paths { try reader.readAllocations(path) }
        for path in publication.paths(below: Dataset.distributions.rawValue) { try reader.readDistributions(path) }
        try self.init(reader.rows, question, bills: AllocationView.bills(publication, question.cost))
    }

    /// The bill of each currency as the allocation's bridge states it.
    private static func bills(_ publication: Publication, _ cost: CostMetric) throws -> [Currency: Amount] {
        var bills: [Currency: Amount] = [:]
        for bridge in try publication.facts.fact("bridges", \.array) {
            let currency: Currency = try bridge.fact("currency") { $0.string.flatMap { Currency($0) } }
            for line in try bridge.fact("lines", \.array) where try line.fact("line", \.string) == "bill" {
                bills[currency] = try CostVector(facts: line)[cost]
            }
        }
        return bills
    }
}

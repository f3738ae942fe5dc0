import Columns
import Documents
package import Kernel
import Model
package import Runner

extension AllocationView {
    /// The view of what a stage has published.
    ///
    /// - Parameter telemetry: what the stage has read, for a question of efficiency.
    /// - Throws: exit 64 when there is no efficiency by such keys, 65 when it was published by a version that did not
    ///   store a key.
    package init(
        _ publication: Publication, _ question: ViewQuestion, telemetry: [Publication] = [], job: JobID?, period: Month
    ) throws {
        if question.showsEfficiency { try AllocationView.checkEfficiency(question) }
        let paths = publication.paths(below: Dataset.allocations.rawValue)
        var columns = Set(Dataset.allocations.schema.columns.map(\.name))
        for path in paths { columns.formIntersection(try ParquetReader.columns(path: path).map(\.name)) }
        let hasContainers = publication.facts["containers"]?.bool == true
        let isByHour = publication.facts["rows"]?.string == "hour"
        func isStored(_ key: ViewKey) -> Bool {
            if key == .container, !hasContainers { return false }
            if key == .hour, !isByHour { return false }
            return key.parts.isEmpty ? columns.contains(key.column) : key.parts.allSatisfy(isStored)
        }
        if question.allKeys.contains(.container), !hasContainers {
            throw Failure(
                .badInput, ReportCode.viewKeyNotStored,
                "stage '\(publication.stage)' does not part pods among their containers",
                hint:
                    "set \"containers\": true in its options and \"containerHours\": true in those of its telemetry, and run the job again"
            )
        }
        if question.allKeys.contains(.hour), !isByHour {
            throw Failure(
                .badInput, ReportCode.viewKeyNotStored,
                "stage '\(publication.stage)' stores its rows by the day",
                hint: "set \"rows\": \"hour\" in its options and run the job again")
        }
        if let key = question.allKeys.sorted(by: { $0.name < $1.name }).first(where: { !isStored($0) }) {
            throw Failure(
                .badInput, ReportCode.viewKeyNotStored,
                "what stage '\(publication.stage)' has published for period \(period) does not say \(QuotedText.of(key.name))",
                hint: "it is of an older version; run the job again"
                    + (job.map { ": `reckon run \($0) --period \(period)`" } ?? ""))
        }
        var keys = question.allKeys
        // Labels need not be read to tell rows apart: on a day a pod has but one set of them.
        if question.splitsToRows { keys.formUnion(ViewKey.stored.filter(isStored)) }
        var reader = ViewReader(
            question.cost, keys: keys, platform: try PlatformNamespaces(facts: publication.facts))
        for path in paths { try reader.readAllocations(path) }
        for path in publication.paths(below: Dataset.distributions.rawValue) { try reader.readDistributions(path) }
        try self.init(
            reader.rows, question, period: period, bills: AllocationView.bills(publication, question.cost),
            usage: question.showsEfficiency ? AllocationView.usage(publication, telemetry, period) : nil)
        findings = AllocationView.strangers(question.allKeys, among: reader.labelNames)
    }

    private static let labelsNamed = 20

    /// A label that nobody carries is most often misspelt: a view by it has one line, and a filter shows nothing.
    private static func strangers(_ keys: Set<ViewKey>, among known: Set<String>) -> [Diagnostic] {
        let asked = keys.compactMap { if case .label(let name) = $0 { name } else { nil } }
        return asked.filter { !known.contains($0) }.sorted().map { name in
            let there = known.sorted()
            let meant = NearestName.of(name, among: there).map { "did you mean \(QuotedText.of($0))? " } ?? ""
            let listed = there.prefix(labelsNamed).joined(separator: ", ")
            let more = there.count > labelsNamed ? " and \(there.count - labelsNamed) more" : ""
            return .warning(
                ReportCode.labelOfNobody, "no row carries the label \(QuotedText.of(name))",
                hint: meant
                    + (there.isEmpty ? "the allocation knows no labels at all" : "the labels are \(listed)\(more)"))
        }
    }

    private static func checkEfficiency(_ question: ViewQuestion) throws(Failure) {
        let keys = question.allKeys
        guard let key = keys.subtracting(ViewKey.ofTelemetry).min(by: { $0.name < $1.name }) else { return }
        let known = ViewKey.named.filter { ViewKey.ofTelemetry.contains($0) }.map(\.name)
        throw Failure(
            .usage, ReportCode.noEfficiency, "there is no efficiency by \(QuotedText.of(key.name))",
            hint: "it is what pods used of what they asked for; telemetry knows \(known.joined(separator: ", "))")
    }

    private static func usage(
        _ publication: Publication, _ telemetry: [Publication], _ period: Month
    ) throws -> (rows: UsageRows, basis: ResourceBasis) {
        var reader = UsageReader(period: period)
        for source in telemetry {
            for path in source.paths(below: Dataset.usageHours.rawValue) { try reader.read(path) }
        }
        let basis = try publication.facts.fact("resource") { $0.string.flatMap { ResourceBasis(rawValue: $0) } }
        return (reader.rows(), basis)
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

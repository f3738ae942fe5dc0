import Columns
import Kernel

/// What the columns of a Parquet dump of allocations mean, by their names.
///
/// opencost-parquet-exporter flattens an answer with pandas' `json_normalize`: a nested member's name is the names on
/// its way, joined by a separator that can be set. It renames `start` and `end`, and the columns of a few labels.
struct AllocationColumns {
    enum Meaning: Equatable {
        case name, start, end
        case figure(AllocationFigure)
        case property(AllocationProperty)
        case label(String)
        case namespaceLabel(String)
        /// By the key that the answer has the load balancer under.
        case service(of: String)
        case address(of: String)
    }

    typealias Column = (name: String, type: ParquetType?, typeText: String)

    /// The columns that are read, in the order of the file.
    private(set) var names: [String] = []
    private(set) var meanings: [Meaning] = []
    private let separator: String
    private let readsNetwork: Bool

    /// - Throws: exit 65 when these are no columns of allocations, or all at once that are missing or of a wrong type.
    init(_ columns: [Column], file: String, readsNetwork: Bool) throws {
        self.readsNetwork = readsNetwork
        separator = try AllocationColumns.separator(of: columns.map(\.name), file: file)
        var findings = DiagnosticCollector()
        let known = Set(columns.map(\.name))
        for column in columns {
            // Nothing but nulls stood in it.
            guard column.typeText != "null", let meaning = meaning(of: column.name) else { continue }
            if let renamed = AllocationColumns.renamed[column.name], known.contains(renamed) { continue }
            names.append(column.name)
            meanings.append(meaning)
            if !meaning.allows(column.type) {
                findings.add(
                    .error(
                        ParquetCode.wrongType,
                        "column \(QuotedText.of(column.name)) is of type \(column.type?.description ?? column.typeText), wanted is \(meaning.wanted)",
                        at: Place(file: file),
                        hint: "keep the exporter's file as it comes: what came between has changed the type"))
            }
        }
        for (meaning, name) in wanted where !meanings.contains(meaning) {
            let null = columns.contains { $0.name == name }
            findings.add(
                .error(
                    TelemetryCode.missingColumn,
                    null
                        ? "column \(QuotedText.of(name)) holds nothing but nulls"
                        : "there is no column \(QuotedText.of(name))",
                    at: Place(file: file), hint: AllocationColumns.keep))
        }
        try findings.throwIfErrors(.badInput)
    }

    private static let keep = "keep the exporter's file as it comes: it always fills this column"

    /// What the exporter calls the times of an answer.
    private static let renamed = ["start": "running_start_time", "end": "running_end_time"]

    /// What no dump of the exporter is without; an absent property is empty as in JSON.
    private var wanted: [(Meaning, String)] {
        let figures = AllocationFigure.allCases.filter { readsNetwork || !$0.isOfNetwork }
        return [(.name, "name"), (.start, "running_start_time"), (.end, "running_end_time")]
            + figures.map { (.figure($0), $0.rawValue) }
    }

    /// What stands between the names of an object and its member. It is read off the window, which every allocation has
    /// and nothing else is called like.
    private static func separator(of names: [String], file: String) throws -> String {
        let known = Set(names)
        let separators = names.filter { $0.hasPrefix("window") && $0.hasSuffix("start") }
            .map { String($0.dropFirst("window".count).dropLast("start".count)) }
            .filter { !$0.isEmpty && known.contains("window\($0)end") }
        guard let separator = separators.first, separators.count == 1 else {
            throw Failure(
                .badInput, TelemetryCode.notAnAllocation,
                separators.isEmpty
                    ? "the Parquet file holds no allocations of OpenCost: there are no columns \"window.start\" and \"window.end\""
                    : "the Parquet file has windows with several separators, \(QuotedText.list(separators))",
                at: Place(file: file),
                hint: "Parquet is read as opencost-parquet-exporter writes it; this file has \(QuotedText.list(names))")
        }
        return separator
    }

    private func meaning(of name: String) -> Meaning? {
        switch name {
        case "name": return .name
        case "start", "running_start_time": return .start
        case "end", "running_end_time": return .end
        default: break
        }
        if let figure = AllocationFigure(rawValue: name) {
            return readsNetwork || !figure.isOfNetwork ? .figure(figure) : nil
        }
        // The exporter takes "properties" off some labels, and an "s".
        for path in [["properties", "labels"], ["label"]] {
            if let label = member(of: path, name) { return .label(label) }
        }
        for path in [["properties", "namespaceLabels"], ["namespaceLabels"]] {
            if let label = member(of: path, name) { return .namespaceLabel(label) }
        }
        if let property = member(of: ["properties"], name) {
            return AllocationProperty(rawValue: property).map { .property($0) }
        }
        return member(of: ["lbAllocations"], name).flatMap(ofLoadBalancer)
    }

    private func ofLoadBalancer(_ path: String) -> Meaning? {
        let (service, address) = ("\(separator)service", "\(separator)ip")
        if path.hasSuffix(service) { return .service(of: String(path.dropLast(service.count))) }
        if path.hasSuffix(address) { return .address(of: String(path.dropLast(address.count))) }
        return nil
    }

    /// What follows the path and a separator; nil if the name is not below the path.
    private func member(of path: [String], _ name: String) -> String? {
        let prefix = path.map { $0 + separator }.joined()
        return name.hasPrefix(prefix) && name != prefix ? String(name.dropFirst(prefix.count)) : nil
    }
}

extension AllocationColumns.Meaning {
    /// For messages.
    fileprivate var wanted: String {
        switch self {
        case .figure: "double or an integer"
        case .start, .end: "text or timestamp"
        case .name, .property, .label, .namespaceLabel, .service, .address: "text"
        }
    }

    fileprivate func allows(_ type: ParquetType?) -> Bool {
        switch self {
        case .figure: type == .double || type == .int64 || type == .int32
        case .start, .end: type == .utf8 || type == .timestampMicros
        case .name, .property, .label, .namespaceLabel, .service, .address: type == .utf8
        }
    }
}

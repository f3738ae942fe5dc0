import Documents
import Kernel
import Model
package import Runner

extension IngestFocusStage {
    package static let kind = StageKind(
        use: use, version: 2, options: options, publishes: [Dataset.costLines.rawValue],
        compare: BillRevision.compare
    ) { try IngestFocusStage(options: $0) }

    private static let options = ObjectShape(
        "options of \(use)", "read a FOCUS bill into the dataset cost_lines",
        [
            .required("source", .identifier, "name of the bill, such as the account or contract it is for"),
            .required(
                "files", .array(of: .path, count: 1...1000, unique: .value),
                "paths of CSV files, plain or gzip; may hold {period} and the wildcards * ? [...]"),
            .optional(
                "version", .oneOf(FocusColumn.Version.allCases.map(\.rawValue)),
                "FOCUS version of the files; left out, the columns tell"),
            .optional(
                "maximumQuarantinedRows", .integer(0...1_000_000_000), default: 100,
                "how many rows that cannot be accounted for may be set aside before the stage fails"),
        ])

    private init(options node: JSONNode) throws {
        guard let source = try SourceID(node.option("source", \.string)) else {
            preconditionFailure("the shape admits identifiers only")
        }
        self.init(
            source: source, version: node["version"]?.string.flatMap(FocusColumn.Version.init(rawValue:)),
            maximumQuarantinedRows: try node.option("maximumQuarantinedRows", \.int),
            files: try FilePattern.list(node, "files"))
    }
}

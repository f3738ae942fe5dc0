import Documents
import Kernel
import Model
package import Runner

extension IngestFocusStage {
    /// - Parameter open: opens the stores of deliveries.
    package static func kind(opening open: @escaping StoreOpening) -> StageKind {
        StageKind(
            use: use, version: 3, options: options, publishes: [Dataset.costLines.rawValue],
            compare: BillRevision.compare
        ) { try IngestFocusStage(options: $0, open: open) }
    }

    private static let options = ObjectShape(
        "options of \(use)", "read a FOCUS bill into the dataset cost_lines",
        [
            .required("source", .identifier, "name of the bill, such as the account or contract it is for"),
            .optional(
                "files", .array(of: .path, count: 1...1000, unique: .value),
                "paths of bills (CSV, gzip, zstd, Parquet); may hold {period} and the wildcards * ? [...]; or else \"delivery\""
            ),
            .optional(
                "delivery", .tagged(DeliveryOptions.shape),
                "where a provider delivers, so that its own manifests say which files are read; or else \"files\""),
            .optional(
                "provider", .oneOf(StageAccount.providers),
                "whose bill it is, which tiers count by; left out, the layout of the delivery tells, else it is \"other\""
            ),
            .optional(
                "version", .oneOf(FocusColumn.Version.allCases.map(\.rawValue)),
                "FOCUS version of the files; left out, the columns tell"),
            .optional(
                "maximumQuarantinedRows", .integer(0...1_000_000_000), default: 100,
                "how many rows that cannot be accounted for may be set aside before the stage fails"),
        ])

    private init(options node: JSONNode, open: @escaping StoreOpening) throws {
        guard let source = try SourceID(node.option("source", \.string)) else {
            preconditionFailure("the shape admits identifiers only")
        }
        self.init(
            source: source, version: node["version"]?.string.flatMap(FocusColumn.Version.init(rawValue:)),
            maximumQuarantinedRows: try node.option("maximumQuarantinedRows", \.int),
            input: try IngestFocusStage.input(node, open: open),
            account: StageAccount(
                provider: try IngestFocusStage.provider(node), name: source.text,
                place: node["source"]?.place ?? node.place))
    }

    private static func provider(_ node: JSONNode) throws(Failure) -> String {
        let stated = node["provider"]?.string
        guard let told = DeliveryOptions.provider(ofLayout: node["delivery"]?["layout"]?.string ?? "") else {
            return stated ?? StageAccount.other
        }
        guard let stated, stated != told else { return told }
        throw Failure(
            .configuration, DeliveryCode.otherProvider,
            "the delivery is one of '\(told)', and \"provider\" says '\(stated)'", at: node["provider"]?.place,
            hint: "leave \"provider\" out: the layout tells")
    }

    private static func input(_ node: JSONNode, open: @escaping StoreOpening) throws(Failure) -> StageInput {
        switch (node["files"], node["delivery"]) {
        case (.some, nil): return .files(role: filesRole, patterns: try FilePattern.list(node, "files"))
        case (nil, let delivery?):
            return .delivery(role: filesRole, finder: try DeliveryOptions.finder(delivery, open: open))
        case (let files, _):
            throw Failure(
                .configuration, DeliveryCode.inputUnclear,
                files == nil ? "the stage names no bill" : "the stage names its bill twice",
                at: files?.place ?? node.place, hint: "write either \"files\" or \"delivery\"")
        }
    }
}

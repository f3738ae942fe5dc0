import Documents
import Kernel
import Model
package import Runner

/// Writes an allocation or a bill as FOCUS files, for other tools to read.
package struct ExportFocusStage: Stage {
    package static let use = "export-focus"
    private static let role = "charges"

    package let inputs: [StageInput]
    private let export: FocusExport
    private let formats: [FocusExportFormat]

    package func run(_ context: StageContext) throws -> StageOutcome {
        let writers = try formats.map { format in
            try export.writer(
                format, path: "\(context.directory)/focus-\(export.version.rawValue).\(format.rawValue)",
                token: ExportFocusStage.use)
        }
        let rows = try export.write(context.publications(role: ExportFocusStage.role), to: writers) {
            try context.progress(StageProgress(rows: $0))
        }
        return StageOutcome(rowCount: rows)
    }
}

extension ExportFocusStage {
    // 2: FOCUS 1.3, bills, Parquet; x_AllocatedTags.
    package static let kind = StageKind(use: use, version: 3, options: shape) { try ExportFocusStage(options: $0) }

    private static let shape = ObjectShape(
        "options of \(use)", "write an allocation or a bill as FOCUS files, for other tools",
        [
            .optional(
                "allocation", .identifier, "stage that allocated the bill; either this or \"bill\" is needed"),
            .optional(
                "bill", .identifier, "stage that published a bill, to write its rows; either this or \"allocation\""),
            .optional(
                "version",
                .oneOf([
                    "1.2": "how charges were split stands in columns with the prefix x_",
                    "1.3": "how charges were split stands in the columns that this version has for it",
                ]), default: "1.2", "version of FOCUS"),
            .optional(
                "formats",
                .array(
                    of: .oneOf(["csv": "CSV, UTF-8 with a header", "parquet": "Parquet, compressed with zstd"]),
                    count: 1...2, unique: .value), default: ["csv"], "kinds of files to write"),
        ])

    private init(options node: JSONNode) throws {
        let source: FocusExport.Source
        switch (node["allocation"], node["bill"]) {
        case (.some, nil): source = .allocation
        case (nil, .some): source = .bill
        case (nil, nil), (.some(_), .some(_)):
            throw Failure(
                .configuration, ReportCode.exportOfOne, "an export is of an allocation or of a bill",
                at: node.place, hint: "give one of the options \"allocation\" and \"bill\"")
        }
        let key = source == .bill ? "bill" : "allocation"
        inputs = [
            try StageInput.stage(node, key, role: ExportFocusStage.role, needs: source.dataset.rawValue)
        ]
        export = FocusExport(source, try node.option("version") { $0.string.flatMap(FocusExportVersion.init) })
        formats = try node.option("formats") { $0.array?.compactMap { $0.string.flatMap(FocusExportFormat.init) } }
    }
}

import Columns
import Documents
import Kernel
import Runner

/// What a job says about a delivery.
enum DeliveryOptions {
    static let shape = TaggedShape(
        "delivery", "where a provider delivers; the files of the period are found there", tag: "layout",
        "how the provider lays out folders and manifests", placement: .inline,
        common: [
            .required(
                "location", .path, "folder or bucket, such as exports/aws or s3://bucket/prefix, without the name below"
            )
        ],
        choices: [
            .init(
                "aws-data-export",
                ObjectShape("delivery aws-data-export", "AWS Data Exports: CUR 2.0 or FOCUS", [name("the export")])),
            .init(
                "aws-cur-legacy",
                ObjectShape("delivery aws-cur-legacy", "AWS's older Cost and Usage Reports", [name("the report")])),
            .init(
                "azure-export",
                ObjectShape("delivery azure-export", "exports of Azure Cost Management", [name("the export")])),
            .init(
                "gcp-extract",
                ObjectShape(
                    "delivery gcp-extract", "extracts of a Google Cloud billing table, a folder for each month",
                    [.optional("folder", folder, default: "{period}", "the month's folder"), marker])),
            .init(
                "oci-focus",
                ObjectShape(
                    "delivery oci-focus", "Oracle Cloud's FOCUS reports",
                    [
                        .optional(
                            "lateDays", .integer(0...31), default: 5,
                            "days of the next month whose files are read too, for usage that was written late")
                    ])),
            .init(
                "folder",
                ObjectShape(
                    "delivery folder", "all bill files below a folder",
                    [
                        .optional("folder", folder, "folder below the location; left out, the location itself"),
                        marker,
                    ])),
        ])

    /// Nil where the layout is not one provider's own.
    static func provider(ofLayout layout: String) -> String? {
        switch layout {
        case "aws-data-export", "aws-cur-legacy": "aws"
        case "azure-export": "azure"
        case "gcp-extract": "gcp"
        case "oci-focus": "oci"
        default: nil
        }
    }

    private static func name(_ whose: String) -> FieldShape {
        .required("name", .string(.named(part)), "name of \(whose)")
    }

    private static let marker = FieldShape.optional(
        "marker", .string(.named(part)),
        "name of a file in the folder that is written last; without it, what is there is taken as complete")

    private static let part = NamedText(
        "a name", "1 to 255 bytes without / and control characters, and not . or ..", pattern: "^[^/\\u0000-\\u001f]+$"
    ) { text in text.utf8.count <= 255 && !text.contains("/") && StorePath.isPlain(text[...]) }

    private static let folder = ValueShape.string(
        .named(
            NamedText(
                "a folder", "a path below the location without . and ..; may hold {period}",
                pattern: "^[^/\\u0000-\\u001f][^\\u0000-\\u001f]*$"
            ) { text in
                let filled = text.replacing("{period}", with: "2026-04")
                return StorePath.isPlain(filled[...]) && !filled.contains("{") && !filled.contains("}")
            }))

    static func finder(_ node: JSONNode, open: @escaping StoreOpening) throws(Failure) -> DeliveryFinder {
        let layoutName: String = try node.option("layout", \.string)
        let name = node["name"]?.string
        return DeliveryFinder(
            layoutName: layoutName, layout: try layout(layoutName, node, name: name ?? ""),
            location: try location(node), name: name, open: open)
    }

    /// A location that cannot be one is a mistake in the job, found without looking for files.
    private static func location(_ node: JSONNode) throws(Failure) -> String {
        let text: String = try node.option("location", \.string)
        do { _ = try StorageLocation(text) } catch {
            var failure = error
            for index in failure.diagnostics.indices { failure.diagnostics[index].place = node["location"]?.place }
            throw failure
        }
        return text
    }

    private static func layout(
        _ layout: String, _ node: JSONNode, name: String
    ) throws(Failure) -> any DeliveryLayout {
        switch layout {
        case "aws-data-export": return AWSDataExport(name: name)
        case "aws-cur-legacy": return AWSCostAndUsageReport(name: name)
        case "azure-export": return AzureExport(name: name)
        case "oci-focus": return OCIFocusReports(lateDays: try node.option("lateDays", \.int))
        case "gcp-extract", "folder":
            return BillFolder(folder: node["folder"]?.string ?? "", marker: node["marker"]?.string)
        default: preconditionFailure("the shape admits known layouts only")
        }
    }
}

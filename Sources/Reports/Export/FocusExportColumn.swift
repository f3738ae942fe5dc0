import Columns
import Model

/// A column of an exported file: its name there and what stands in it.
struct FocusExportColumn {
    enum Content {
        /// The column of the dataset at this position.
        case column(Int)
        case allocatedTags
    }

    let name: String
    let type: ParquetType
    let content: Content

    /// FOCUS columns in alphabetical order, as the specification lists them; then those with the prefix x_.
    static func all(_ dataset: Dataset, _ version: FocusExportVersion) -> [FocusExportColumn] {
        var columns = dataset.schema.columns.enumerated().map { position, column in
            FocusExportColumn(name: column.name, type: column.type, content: .column(position))
        }
        if dataset == .allocations {
            columns.append(FocusExportColumn(name: "x_AllocatedTags", type: .utf8, content: .allocatedTags))
        }
        if version == .v1_3 { columns = columns.map(\.with1_3Name) + participants(columns) }
        return columns.filter { !$0.isOurs }.sorted { $0.name < $1.name }
            + columns.filter(\.isOurs)
            .sorted { $0.name < $1.name }
    }

    private var isOurs: Bool { name.hasPrefix("x_") }

    /// FOCUS 1.3 knows the columns of a split; before, they are columns of our own.
    private var with1_3Name: FocusExportColumn {
        let known = [
            "x_AllocatedMethodDetails", "x_AllocatedMethodId", "x_AllocatedResourceId", "x_AllocatedResourceName",
            "x_AllocatedTags",
        ]
        guard known.contains(name) else { return self }
        return FocusExportColumn(name: String(name.dropFirst(2)), type: type, content: content)
    }

    /// Who provides the service and on whose machines: a bill of 1.2 names one provider for both, and 1.3 lets the host
    /// be the service's provider where no other is known.
    private static func participants(_ columns: [FocusExportColumn]) -> [FocusExportColumn] {
        columns.filter { $0.name == FocusColumn.providerName.rawValue }.flatMap { provider in
            ["ServiceProviderName", "HostProviderName"].map {
                FocusExportColumn(name: $0, type: provider.type, content: provider.content)
            }
        }
    }
}

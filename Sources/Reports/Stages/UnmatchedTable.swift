import Columns
import Kernel

/// `unmatched.csv`: what bill and telemetry do not say of each other, both ways.
enum UnmatchedTable {
    private static let columns = [
        CSVColumn("Kind"), CSVColumn("Cluster"), CSVColumn("Name"), CSVColumn("ResourceId"), CSVColumn("First"),
        CSVColumn("Last"), CSVColumn("Count", .number), CSVColumn("Namespaces"), CSVColumn("Currency"),
        CSVColumn("Cost", .number),
    ]

    static func write(_ report: AllocationReport, to path: String) throws {
        let file = try DurableFile(path: path)
        let writer = try CSVWriter(columns: columns, to: file, guardsFormulas: true)
        for item in report.unbilled {
            for text in [
                "\(item.kind.rawValue) not on the bill", item.cluster, item.name, item.resourceID, item.first,
                item.last, String(item.count), item.namespaces.joined(separator: " "),
            ] { writer.write(text) }
            writer.writeNull()
            writer.writeNull()
            try writer.endRecord()
        }
        for section in report.sections {
            for node in section.nodes where node.noTelemetry != .zero {
                for text in ["node without telemetry", node.cluster, node.name] { writer.write(text) }
                for _ in 0..<5 { writer.writeNull() }
                writer.write(section.currency.description)
                writer.write(node.noTelemetry.description)
                try writer.endRecord()
            }
            for item in section.outside {
                for text in ["charge outside of clusters", "", item.name] { writer.write(text) }
                for _ in 0..<5 { writer.writeNull() }
                writer.write(section.currency.description)
                writer.write(item.cost.description)
                try writer.endRecord()
            }
        }
        try writer.finish()
        try file.commit()
    }
}

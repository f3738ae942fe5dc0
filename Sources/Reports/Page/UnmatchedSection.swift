import Kernel

/// What bill and telemetry do not say of each other, both ways.
struct UnmatchedSection {
    static let tableRows = 200

    let unbilled: [UnbilledItem]
    let sections: [CurrencySection]

    func render() -> HTML {
        let unseen = sections.flatMap { section in
            section.nodes.filter { $0.noTelemetry != .zero }
                .sorted { $0.noTelemetry != $1.noTelemetry ? $0.noTelemetry > $1.noTelemetry : $0.name < $1.name }
                .map { (section.currency, $0) }
        }
        return HTML.section(HTMLAttribute("aria-labelledby", "unmatched")) {
            HTML.h2(.id("unmatched")) { "Not matched" }
            if unbilled.isEmpty && unseen.isEmpty {
                HTML.p(.class("note")) {
                    "Every hour of every node that was seen was charged, and the other way round."
                }
            } else {
                HTML.p(.class("prose")) {
                    "Where bill and telemetry disagree about what ran. Charges of other resources, which no cluster can "
                    "be named for, stand under “Outside the clusters”; the file unmatched.csv has all of this."
                }
                if !unseen.isEmpty { unseenTable(unseen) }
                if !unbilled.isEmpty { unbilledTable }
            }
        }
    }

    private func unseenTable(_ nodes: [(Currency, NodeCost)]) -> HTML {
        ReportTable(
            id: "unmatched-bill", caption: "On the bill at times at which telemetry saw no pod on the node",
            columns: [.text("Node"), .text("Cluster"), .text("Currency"), .number("Cost"), .number("Exact")],
            rows: nodes.prefix(Self.tableRows).map { currency, node in
                [
                    .name(node.name), .plainName(node.cluster), .plainName(currency.description),
                    .number(MoneyText(currency).rounded(node.noTelemetry)), .digits(node.noTelemetry.description),
                ]
            }, totals: Self.rest(nodes.count, columns: 5)
        ).render()
    }

    private var unbilledTable: HTML {
        ReportTable(
            id: "unmatched-telemetry", caption: "Seen by telemetry at times at which the bill does not charge it",
            columns: [
                .text("Node or disk"), .text("Cluster"), .text("Id"), .text("First"), .text("Last"), .number("Seen"),
            ],
            rows: unbilled.prefix(Self.tableRows).map { item in
                [
                    .name(item.name), .plainName(item.cluster), .plainName(item.resourceID), .text(item.first),
                    .text(item.last),
                    .number("\(MoneyText.grouped(item.count)) \(item.kind == .node ? "hours" : "days")"),
                ]
            }, totals: Self.rest(unbilled.count, columns: 6)
        ).render()
    }

    private static func rest(_ count: Int, columns: Int) -> [[ReportTable.Cell]] {
        guard count > tableRows else { return [] }
        return [
            [.name("\(MoneyText.grouped(count - tableRows)) more, in unmatched.csv")]
                + Array(repeating: .text(""), count: columns - 1)
        ]
    }
}

package import Documents
import Kernel
import Model

/// A view for programs: every line, amounts as exact decimal text.
package enum ViewJSON {
    /// - Parameter head: members that stand first.
    package static func object(_ view: AllocationView, head: [JSONOut.Member]) -> JSONOut {
        let question = view.question
        return .object(
            head + [
                .init("cost", .string(question.cost.columnName)),
                .init("by", .strings(question.keys.map(\.rawValue))),
                .init("idle", .string(question.sharesIdle ? "share" : "keep")),
                .init("share", .string(question.sharesPools ? "apply" : "keep")),
                .init("currencies", .array(view.sections.map { section($0, question) })),
            ])
    }

    private static func section(_ section: AllocationView.Section, _ question: ViewQuestion) -> JSONOut {
        .object([
            .init("currency", .string(section.currency.description)),
            .init("total", .string(section.bill.description)),
            .init("shown", .object(costs(section.shown))),
            .init("notShown", .object(costs(section.notShown))),
            .init(
                "rows",
                .array(
                    section.lines.map { line in
                        .object(
                            zip(question.keys, line.values).map { .init($0.rawValue, .string($1)) }
                                + costs(line.costs))
                    })),
        ])
    }

    private static func costs(_ costs: AllocationView.Costs) -> [JSONOut.Member] {
        [
            .init("direct", .string(costs.direct.description)), .init("shared", .string(costs.shared.description)),
            .init("cost", .string(costs.cost.description)),
        ]
    }
}

package import Documents
import Kernel
import Model

/// A view for programs: every line, amounts as exact decimal text.
package enum ViewJSON {
    /// - Parameter head: members that stand first.
    package static func object(_ view: AllocationView, head: [JSONOut.Member]) -> JSONOut {
        let question = view.question
        var members = head
        members.append(.init("cost", .string(question.cost.columnName)))
        members.append(.init("by", .strings(question.keys.map(\.name))))
        members.append(.init("idle", .string(idle(question))))
        members.append(.init("share", .string(question.sharesPools ? "apply" : "keep")))
        if let preset = question.preset { members.append(.init("preset", .string(preset.rawValue))) }
        if question.sharedRows != nil {
            members.append(.init("split", .string(question.splitsEvenly ? "even" : "weighted")))
        }
        if let weeks = view.partWeeks { members.append(.init("partWeeks", .strings(weeks))) }
        let efficiency = ViewEfficiency(view)
        members.append(.init("currencies", .array(view.sections.map { section($0, question, efficiency) })))
        return .object(members)
    }

    private static func idle(_ question: ViewQuestion) -> String {
        guard question.sharesIdle else { return "keep" }
        return question.idleScope.map { "\($0)" } ?? "share"
    }

    private static func section(
        _ section: AllocationView.Section, _ question: ViewQuestion, _ efficiency: ViewEfficiency?
    ) -> JSONOut {
        func use(_ use: ResourceUse?, _ costs: AllocationView.Costs) -> [JSONOut.Member] {
            efficiency?.members(use, costs.direct) ?? []
        }
        let rows = section.lines.map { line -> JSONOut in
            var members = zip(question.columns, line.values).map { JSONOut.Member($0.name, .string($1)) }
            members += costs(line.costs)
            members += use(line.use, line.costs)
            return .object(members)
        }
        let withoutContainer: [JSONOut.Member] =
            question.keys.contains(.container)
            ? [.init("podsWithoutContainers", .string(section.withoutContainer.description))] : []
        let head: [JSONOut.Member] = [
            .init("currency", .string(section.currency.description)),
            .init("total", .string(section.bill.description)),
        ]
        return .object(
            head + withoutContainer + [
                .init("shown", .object(costs(section.shown) + use(section.use, section.shown))),
                .init("notShown", .object(costs(section.notShown))), .init("rows", .array(rows)),
            ])
    }

    private static func costs(_ costs: AllocationView.Costs) -> [JSONOut.Member] {
        [
            .init("direct", .string(costs.direct.description)), .init("shared", .string(costs.shared.description)),
            .init("cost", .string(costs.cost.description)),
        ]
    }
}

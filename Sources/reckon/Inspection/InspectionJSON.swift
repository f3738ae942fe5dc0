import Billing
import Documents
import Kernel
import Model

/// What `inspect` prints for programs: amounts as exact decimal text.
enum InspectionJSON {
    static func text(_ inspections: [BillInspection], _ grouping: BillGrouping?) -> String {
        PrettyJSON.text(.array(inspections.map { object($0, grouping) }))
    }

    private static func object(_ inspection: BillInspection, _ grouping: BillGrouping?) -> JSONOut {
        let columns = inspection.columns
        var members: [JSONOut.Member] = [
            .init("file", .string(inspection.name)), .init("format", .string(inspection.format)),
            .init("container", .string(inspection.container)), .init("bytes", .integer(Int(inspection.bytes))),
            .init("rows", .integer(Int(inspection.rows))), .init("rowsSetAside", .integer(Int(inspection.setAside))),
            .init("firstChargeStart", .optional(inspection.chargeStarts?.lowerBound.description)),
            .init("lastChargeStart", .optional(inspection.chargeStarts?.upperBound.description)),
            .init(
                "columns",
                .object([
                    .init("focus", .strings(columns.focus.map(\.rawValue))),
                    .init("custom", .strings(columns.custom)), .init("other", .strings(columns.other)),
                    .init("missing", .strings(columns.missing.map(\.rawValue))),
                ])),
            .init("totals", inspection.totals.facts),
            .init(
                "setAside",
                .array(
                    inspection.setAsideCosts.map {
                        .object(
                            [.init("currency", .string($0.currency)), .init("rows", .integer(Int($0.rows)))]
                                + $0.costs.facts)
                    })),
            .init("findings", .array(inspection.findings.map(finding))),
        ]
        if let grouping {
            members.append(.init("groups", .array(inspection.groups().map { group($0, grouping) })))
        }
        return .object(members)
    }

    private static func finding(_ finding: Diagnostic) -> JSONOut {
        .object([
            .init("severity", .string(finding.severity.rawValue)), .init("code", .string(finding.code.description)),
            .init("message", .string(finding.message)), .init("place", .optional(finding.place?.description)),
            .init("hint", .optional(finding.hint)),
        ])
    }

    private static func group(_ group: BillInspection.Group, _ grouping: BillGrouping) -> JSONOut {
        var members: [JSONOut.Member] = [
            .init("billingPeriod", .string(group.billingPeriod.description)),
            .init("currency", .string(group.currency.description)),
        ]
        if let day = group.day { members.append(.init("day", .string(day.description))) }
        for (column, text) in zip(grouping.columns, group.texts) {
            members.append(.init(column.rawValue, .string(text)))
        }
        members.append(.init("rows", .integer(Int(group.rows))))
        return .object(members + group.costs.facts)
    }
}

import Kernel

/// What was found while the sources were read: nothing is dropped without a line here.
struct QualitySection {
    let sources: [SourceQuality]

    func render() throws(AmountOverflow) -> HTML {
        let controls = try controlTable()
        return HTML.section(HTMLAttribute("aria-labelledby", "quality")) {
            HTML.h2(.id("quality")) { "Data quality" }
            if sources.isEmpty {
                HTML.p(.class("note")) { "No source was read." }
            } else {
                rowTable
                controls
                restatedTable
                findingsTable
            }
        }
    }

    private var rowTable: HTML {
        ReportTable(
            id: "quality-rows", caption: "Rows read and kept",
            columns: [.text("Source"), .number("Read"), .number("Kept"), .number("Set aside"), .number("Warnings")],
            rows: sources.map { source in
                [
                    .name(source.source), .number(MoneyText.grouped(source.rowsRead)),
                    .number(MoneyText.grouped(source.rowsKept)),
                    .number(MoneyText.grouped(source.quarantined.reduce(0) { $0 + $1.rows })),
                    .number(MoneyText.grouped(source.warnings.reduce(0) { $0 + $1.count })),
                ]
            }
        ).render()
    }

    private func controlTable() throws(AmountOverflow) -> HTML? {
        var rows: [[ReportTable.Cell]] = []
        for source in sources {
            for control in source.controls {
                var difference = control.after
                try difference.subtract(control.before)
                rows.append([
                    .name(control.name), .plainName(source.source), .plainName(control.unit),
                    .digits(control.before.description), .digits(control.after.description),
                    .digits(difference.description),
                ])
            }
        }
        guard !rows.isEmpty else { return nil }
        return ReportTable(
            id: "quality-controls", caption: "Control totals: the raw input against what was kept, every digit",
            columns: [
                .text("Control total"), .text("Source"), .text("Unit"), .number("Before"), .number("After"),
                .number("Difference"),
            ], rows: rows
        ).render()
    }

    /// Only where a source was delivered again.
    private var restatedTable: HTML? {
        let rows = sources.flatMap { source in
            (source.restated?.sentences ?? []).map { sentence -> [ReportTable.Cell] in
                [
                    .name(source.source), .plainName(source.restated?.run.text ?? ""), .text(sentence),
                ]
            }
        }
        guard !rows.isEmpty else { return nil }
        return ReportTable(
            id: "quality-restated", caption: "What the latest changed delivery changed",
            columns: [.text("Source"), .text("Run"), .text("Difference")], rows: rows
        ).render()
    }

    private var findingsTable: HTML {
        var rows: [[ReportTable.Cell]] = []
        for source in sources {
            for finding in source.quarantined {
                rows.append([
                    .name(finding.reason), .code(finding.code.description), .plainName(source.source),
                    .text("set aside"), .number(MoneyText.grouped(finding.rows)), places(finding.examples),
                ])
            }
            for warning in source.warnings {
                rows.append([
                    .name(warning.message), .code(warning.code.description), .plainName(source.source),
                    .text("warning"), .number(MoneyText.grouped(warning.count)), .text(""),
                ])
            }
        }
        guard !rows.isEmpty else {
            return HTML.p(.class("note")) { "No row was set aside and nothing was found worth a warning." }
        }
        return ReportTable(
            id: "quality-findings", caption: "Findings by reason",
            columns: [
                .text("Reason"), .text("Code"), .text("Source"), .text("Kind"), .number("Count"), .text("For example"),
            ], rows: rows
        ).render()
    }

    private func places(_ places: [Place]) -> ReportTable.Cell {
        .html(
            HTML.group {
                for (index, place) in places.enumerated() {
                    if index > 0 { ", " }
                    HTML.bdi { VisibleText.show(place.description) }
                }
            })
    }
}

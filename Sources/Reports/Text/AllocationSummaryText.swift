package import Kernel
import Model

/// The report in a few lines of a terminal, for the end of a run.
package enum AllocationSummaryText {
    /// - Parameter width: columns of the terminal; figures are never cut, so a very narrow one is overrun.
    package static func render(
        _ report: AllocationReport, width: Int, style: TextStyle = .plain
    ) throws(AmountOverflow) -> String {
        let tenant = VisibleText.show(report.tenant, ascii: !style.unicode)
        let basis = VisibleText.show(report.basis.name, ascii: !style.unicode)
        var text = style.bold("Cost allocation, \(tenant), \(report.period.title)") + "\n"
        if let rules = report.rules { text += "by the rules of \(VisibleText.show(rules, ascii: !style.unicode))\n" }
        if report.sections.isEmpty { text += "no bill for this period\n" }
        for section in report.sections {
            text += "\n" + (try currency(section, basis: basis, width: width, style: style))
        }
        for bill in report.otherBills { text += "\n" + other(bill, width: width, style: style) }
        let setAside = report.sources.reduce(0) { sum, source in sum + source.quarantined.reduce(0) { $0 + $1.rows } }
        let warnings = report.sources.reduce(0) { sum, source in sum + source.warnings.reduce(0) { $0 + $1.count } }
        if setAside + warnings > 0 {
            text += "\n\(MoneyText.grouped(setAside)) rows set aside, \(MoneyText.grouped(warnings)) warnings: "
            text += "see data quality in the report\n"
        }
        return text
    }

    private static func currency(
        _ section: CurrencySection, basis: String, width: Int, style: TextStyle
    ) throws(AmountOverflow) -> String {
        let money = MoneyText(section.currency)
        let headline = section.headline
        var table = TextTable([.text("\(basis), \(section.currency)"), .number("cost"), .number("share")])
        func row(_ label: String, _ amount: Amount) -> [String] {
            [label, money.rounded(amount), PercentText.of(amount, headline.bill).replacingDash(style)]
        }
        for line in section.bridge { table.add(row(line.kind.label.lowercased(), line.cost)) }
        table.addRule()
        table.addTotal(row("bill", headline.bill))
        table.add(row("allocated to namespaces", headline.allocated))
        if headline.residual != .zero { table.add(row("nobody received", headline.residual)) }
        let difference = "difference \(try section.openDifference())"
        let setAside = headline.setAside
        let missing =
            setAside.rows == 0
            ? ""
            : "NOT in this bill: \(MoneyText.grouped(setAside.rows)) \(setAside.rows == 1 ? "row" : "rows") set aside; "
                + "what can be read of \(setAside.rows == 1 ? "it" : "them") is \(money.rounded(setAside.cost))\n"
        return table.render(width: width, style: style) + style.bold(difference) + "\n" + style.bold(missing)
    }

    private static func other(_ bill: OtherBill, width: Int, style: TextStyle) -> String {
        let ascii = !style.unicode
        var title = VisibleText.show(bill.source, ascii: ascii) + ", \(MoneyText.grouped(bill.rows)) rows, "
        title += "\(bill.currency), \(bill.periods) (\(VisibleText.show(bill.providers, ascii: ascii)))"
        let money = MoneyText(bill.currency)
        let decimals = money.decimals(for: bill.costs.all)
        var table = TextTable([.text(), .number()])
        for (name, amount) in zip(CostMetric.columnNames, bill.costs.all) {
            table.add([name, money.exact(amount, decimals: decimals)])
        }
        let line = DisplayWidth.truncated(title, to: max(width, 20), ellipsis: style.ellipsis)
        return style.bold(line) + "\n" + table.render(width: width, style: style)
    }
}

extension String {
    fileprivate func replacingDash(_ style: TextStyle) -> String { self == "–" && !style.unicode ? "-" : self }
}

import Kernel
import Model

/// Bills of other providers that were read in the same night: their totals, every digit.
struct OtherBillsSection {
    let bills: [OtherBill]

    func render() -> HTML {
        HTML.section(HTMLAttribute("aria-labelledby", "other-bills")) {
            HTML.h2(.id("other-bills")) { "Other bills read with this one" }
            HTML.p(.class("prose")) {
                "These bills are not allocated here. Their four totals are shown with every digit, so that they can be "
                "compared with the provider’s invoice."
            }
            for (index, bill) in bills.enumerated() { self.bill(bill, index) }
        }
    }

    private func bill(_ bill: OtherBill, _ index: Int) -> HTML {
        let money = MoneyText(bill.currency)
        let lines = bill.lines.sorted {
            ($0.provider, $0.billingPeriod, $0.category) < ($1.provider, $1.billingPeriod, $1.category)
        }
        let decimals = money.decimals(for: (lines.map(\.costs) + [bill.costs]).flatMap(\.all))
        func cells(_ costs: CostVector) -> [ReportTable.Cell] {
            costs.all.map { .digits(money.exact($0, decimals: decimals)) }
        }
        return HTML.group {
            HTML.h3 { HTML.bdi { VisibleText.show(bill.source) } }
            HTML.p(.class("note")) {
                "\(VisibleText.show(bill.providers)). Billing period \(bill.periods), "
                "\(MoneyText.grouped(bill.rows)) rows, \(bill.currency)."
            }
            ReportTable(
                id: "other-\(index + 1)",
                subject: bill.source, caption: "% by provider and service category, \(bill.currency), every digit",
                columns: [.text("Provider"), .text("Period"), .text("Service category")]
                    + CostMetric.columnNames.map { .number($0) },
                rows: lines.map {
                    [.name($0.provider), .text($0.billingPeriod.description), .plainName($0.category)] + cells($0.costs)
                },
                totals: [[.name("Bill"), .text(""), .text("")] + cells(bill.costs)]
            ).render()
        }
    }
}

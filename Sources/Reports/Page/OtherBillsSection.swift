import Kernel

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
        let categories = bill.categories.sorted {
            $0.costs.effective != $1.costs.effective
                ? $0.costs.effective > $1.costs.effective : $0.name < $1.name
        }
        let decimals = money.decimals(for: (categories.map(\.costs) + [bill.costs]).flatMap(\.all))
        func cells(_ costs: FocusCosts) -> [ReportTable.Cell] {
            costs.all.map { .digits(money.exact($0, decimals: decimals)) }
        }
        return HTML.group {
            HTML.h3 {
                HTML.bdi { VisibleText.show(bill.provider) }
                ", "
                HTML.bdi { VisibleText.show(bill.source) }
            }
            HTML.p(.class("note")) {
                "Billing period \(bill.billingPeriod), \(MoneyText.grouped(bill.rows)) rows, \(bill.currency)."
            }
            ReportTable(
                id: "other-\(index + 1)",
                subject: bill.source, caption: "% by service category, \(bill.currency), every digit",
                columns: [.text("Service category")] + FocusCosts.names.map { .number($0) },
                rows: categories.map { [.name($0.name)] + cells($0.costs) },
                totals: [[.name("Bill")] + cells(bill.costs)]
            ).render()
        }
    }
}

import Kernel

/// The figures at the top, and the sentence that says them.
struct HeadlineSection {
    let context: SectionContext
    let headline: Headline
    /// What the proof found; zero when the section is whole.
    let difference: Amount
    let period: ReportPeriod

    func render() -> HTML {
        HTML.section(HTMLAttribute("aria-labelledby", context.id("summary"))) {
            context.heading("summary", "Summary")
            HTML.p(.class("lead")) { lead }
            verdict
            setAside
            HTML.dl(.class("figures")) {
                figure("Bill", headline.bill, share: false)
                figure("Allocated to namespaces", headline.allocated)
                figure("Outside the clusters", headline.outside)
                figure("No telemetry", headline.noTelemetry)
                figure("Residual", headline.residual)
                figure("Difference", difference, share: false, exact: true)
            }
            HTML.p(.class("note")) {
                "Bill = allocated + outside + no telemetry + residual + difference. The allocated amount contains "
                "\(money.rounded(headline.idle)) of idle capacity and \(money.rounded(headline.shared)) of shared "
                "platform cost. Amounts are in \(context.currency), rounded half-even for reading, except what namespaces "
                "cost in the end: that is rounded so that each cluster’s namespaces add up. Figures marked “exact” "
                "show every digit."
            }
        }
    }

    private var money: MoneyText { context.money }

    private var lead: String {
        let bill = "The bill for \(period.title) is \(context.currency) \(money.rounded(headline.bill))."
        if headline.allocated == .zero {
            if headline.bill == .zero { return bill + " There was nothing to allocate." }
            return bill + " None of it was allocated to a namespace."
        }
        if headline.allocated == headline.bill { return bill + " Namespaces bear all of it." }
        var text = "\(bill) Namespaces bear \(money.rounded(headline.allocated))"
        let share = PercentText.of(headline.allocated, headline.bill)
        // Beside a bill of zero, or one that credits made negative, a share says nothing.
        if headline.bill > .zero { text += ", or \(share)" }
        var rest: [String] = []
        if headline.outside != .zero { rest.append("\(money.rounded(headline.outside)) lies outside the clusters") }
        if headline.noTelemetry != .zero {
            rest.append("\(money.rounded(headline.noTelemetry)) went to machines without telemetry")
        }
        if !rest.isEmpty { text += "; " + rest.joined(separator: " and ") }
        return text + "."
    }

    private var verdict: HTML {
        if difference == .zero {
            return HTML.p(.class("verdict ok")) {
                HTML.strong { "Difference 0." }
                headline.setAside.rows == 0
                    ? " Every digit of the bill is accounted for below."
                    : " Every digit of the rows that could be read is accounted for below."
            }
        }
        return HTML.p(.class("verdict bad"), HTMLAttribute("role", "alert")) {
            HTML.strong { "Difference \(difference)." }
            " The lines below do not add up to the bill; do not use this report."
        }
    }

    private var setAside: HTML {
        let rows = headline.setAside.rows
        guard rows > 0 else { return .empty }
        return HTML.p(.class("verdict bad"), HTMLAttribute("role", "alert")) {
            HTML.strong { "\(MoneyText.grouped(rows)) \(rows == 1 ? "row is" : "rows are") not in this bill." }
            " They could not be accounted for and were set aside. What can be read of their cost comes to "
            "\(money.rounded(headline.setAside.cost)); what cannot be read is more. See data quality."
        }
    }

    private func figure(_ label: String, _ amount: Amount, share: Bool = true, exact: Bool = false) -> HTML {
        HTML.div(label == "Bill" ? .class("hero") : nil) {
            HTML.dt { label }
            HTML.dd(.class("amount")) { exact ? amount.description : money.rounded(amount) }
            if share {
                HTML.dd(.class("share")) { PercentText.of(amount, headline.bill) }
            } else {
                HTML.dd(.class("share")) { context.currency }
            }
        }
    }
}

import Kernel

/// The pods that cost most by themselves.
struct TopPodsSection {
    let context: SectionContext
    let pods: [PodCost]

    func render() -> HTML {
        let money = context.money
        let sorted = pods.sorted {
            if $0.directCompute != $1.directCompute { return $0.directCompute > $1.directCompute }
            return ($0.cluster, $0.namespace, $0.pod, $0.node) < ($1.cluster, $1.namespace, $1.pod, $1.node)
        }
        return HTML.section(HTMLAttribute("aria-labelledby", context.id("pods"))) {
            context.heading("pods", "Pods with the highest direct compute cost")
            if sorted.isEmpty {
                context.note("No pod has a cost in this period.")
            } else {
                ReportTable(
                    id: context.id("pod-table"), caption: "Direct compute cost of pods, \(context.currency)",
                    columns: [
                        .text("Pod"), .text("Namespace"), .text("Cluster"), .text("Node"), .number("Direct compute"),
                    ],
                    rows: sorted.map {
                        [
                            .name($0.pod), .plainName($0.namespace), .plainName($0.cluster), .plainName($0.node),
                            .number(money.rounded($0.directCompute)),
                        ]
                    }
                ).render()
            }
        }
    }
}

/// What belongs to no cluster.
struct OutsideSection {
    static let tableRows = 200

    let context: SectionContext
    let items: [OutsideItem]

    func render() throws(AmountOverflow) -> HTML {
        let table = items.isEmpty ? nil : try self.table()
        return HTML.section(HTMLAttribute("aria-labelledby", context.id("outside"))) {
            context.heading("outside", "Outside the clusters")
            if let table {
                HTML.p(.class("prose")) {
                    "Charges that no cluster can be named for: other resources, fees, tax, credits and refunds. "
                    "A negative amount lowers the bill."
                }
                table
            } else {
                context.note("Everything on the bill belongs to a cluster.")
            }
        }
    }

    private func table() throws(AmountOverflow) -> HTML {
        let money = context.money
        let sorted = items.sorted {
            let sizes = ($0.cost.units.magnitude, $1.cost.units.magnitude)
            return sizes.0 != sizes.1 ? sizes.0 > sizes.1 : $0.name < $1.name
        }
        let shown = sorted.prefix(Self.tableRows)
        let rest = sorted.dropFirst(shown.count)
        let restTotal = try total(rest.map(\.cost))
        let sum = try total(sorted.map(\.cost))
        let decimals = money.decimals(for: sorted.map(\.cost))
        func cells(_ amount: Amount) -> [ReportTable.Cell] {
            [.number(money.rounded(amount)), .digits(money.exact(amount, decimals: decimals))]
        }
        var totals: [[ReportTable.Cell]] = []
        if !rest.isEmpty { totals.append([.name("\(MoneyText.grouped(rest.count)) smaller items")] + cells(restTotal)) }
        totals.append([.name("Total")] + cells(sum))
        return ReportTable(
            id: context.id("outside-table"),
            caption: "Outside the clusters by resource or charge type, \(context.currency), largest first",
            columns: [.text("Resource or charge type"), .number("Cost"), .number("Exact")],
            rows: shown.map { [.name($0.name)] + cells($0.cost) }, totals: totals
        ).render()
    }
}

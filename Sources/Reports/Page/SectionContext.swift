import Kernel

/// What the sections of one currency share.
struct SectionContext {
    let money: MoneyText
    /// Put before every id, so that the sections of two currencies can stand on one page.
    let prefix: String
    /// One more below the heading of a currency.
    let isNested: Bool
    /// Namespaces that more than one cluster has.
    private let ambiguous: Set<String>

    init(_ section: CurrencySection, isNested: Bool) {
        money = MoneyText(section.currency)
        prefix = isNested ? section.currency.description.lowercased() + "-" : ""
        self.isNested = isNested
        var seen: Set<String> = []
        var twice: Set<String> = []
        for name in section.clusters.flatMap({ Set($0.namespaces.map(\.name)) }) where !seen.insert(name).inserted {
            twice.insert(name)
        }
        ambiguous = twice
    }

    var currency: String { money.currency.description }

    func id(_ name: String) -> String { prefix + name }

    func heading(_ name: String, _ title: String) -> HTML {
        isNested ? HTML.h3(.id(id(name))) { title } : HTML.h2(.id(id(name))) { title }
    }

    func subheading(@HTMLBuilder content: () -> [HTML]) -> HTML {
        isNested ? HTML.h4(content: content) : HTML.h3(content: content)
    }

    /// `ledger`, or `tariff · harbor-us` where another cluster has a namespace of that name.
    func label(_ namespace: String, cluster: String) -> String {
        let name = VisibleText.show(namespace)
        return ambiguous.contains(namespace) ? "\(name) · \(VisibleText.show(cluster))" : name
    }

    /// A chart as figure, or a sentence when it would be empty.
    func figure(_ drawings: [HTML]?, caption: String, legend: HTML = .empty) -> HTML {
        guard let drawings else { return note("No chart: every amount is zero.") }
        return HTML.figure {
            HTML.figcaption { caption }
            legend
            drawings
        }
    }

    func note(_ text: String) -> HTML { HTML.p(.class("note")) { text } }
}

/// Exact sums for totals.
func total(_ amounts: some Sequence<Amount>) throws(AmountOverflow) -> Amount {
    var sum = Amount.zero
    for amount in amounts { try sum.add(amount) }
    return sum
}

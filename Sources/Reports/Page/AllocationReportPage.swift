package import Kernel

/// The allocation report as a self-contained HTML page.
package enum AllocationReportPage {
    /// The page's bytes depend on `report` alone.
    ///
    /// - Parameter sha256Base64: base 64 of the SHA-256 of the bytes it is given.
    /// - Throws: `AmountOverflow` when a total of the report does not fit.
    package static func render(
        _ report: AllocationReport, sha256Base64: ([UInt8]) -> String
    ) throws(AmountOverflow) -> String {
        let isNested = report.sections.count > 1
        var sections: [HTML] = []
        for section in report.sections { sections.append(try currency(section, report, isNested)) }
        let quality = try QualitySection(sources: report.sources).render()
        let body = HTML.group {
            HTML.a(.class("skip"), .anchor("content")) { "Skip to the report" }
            ChartFrame.patterns
            HTML.div(.class("page")) {
                masthead(report)
                contents(report, isNested)
                HTML.main(.id("content")) {
                    if sections.isEmpty {
                        HTML.p(.class("lead")) { "There is no bill for this period." }
                    }
                    sections
                    if !report.sections.isEmpty {
                        UnmatchedSection(unbilled: report.unbilled, sections: report.sections).render()
                    }
                    if !report.otherBills.isEmpty { OtherBillsSection(bills: report.otherBills).render() }
                    quality
                    EvidenceSection(inputs: report.inputs, checks: report.checks).render()
                }
                HTML.footer {
                    HTML.p {
                        "Made from the inputs above and nothing else: the same inputs give the same bytes. This page has "
                        "no script and fetches nothing."
                    }
                }
            }
        }
        let title = "Cost allocation, \(VisibleText.show(report.tenant)), \(report.period.title)"
        return HTMLPage(title: title, style: ReportStyle.css, body: body).render(sha256Base64: sha256Base64)
    }

    /// The `_headers` file for the folder that the page is published in.
    package static func headersFile(sha256Base64: ([UInt8]) -> String) -> String {
        ContentPolicy(style: ReportStyle.css, sha256Base64: sha256Base64).headersFile
    }

    private static func masthead(_ report: AllocationReport) -> HTML {
        HTML.header(.class("masthead")) {
            HTML.p(.class("eyebrow")) { "Cost allocation" }
            HTML.h1 { report.period.title }
            HTML.dl(.class("facts")) {
                fact("Tenant") { HTML.bdi { VisibleText.show(report.tenant) } }
                fact("Period") { report.period.range }
                fact(report.sections.count > 1 ? "Currencies" : "Currency") {
                    report.sections.isEmpty
                        ? "none" : report.sections.map(\.currency.description).joined(separator: ", ")
                }
                fact("Cost basis") { HTML.bdi { VisibleText.show(report.basis.name) } }
            }
            HTML.p(.class("prose basis")) { report.basis.explanation }
            if let rules = report.rules {
                HTML.p(.class("prose basis")) {
                    "Allocated by the rules of "
                    HTML.bdi { VisibleText.show(rules) }
                    ": pods on an over-committed node pay more than it costs, and its idle cost is below zero."
                }
            }
        }
    }

    private static func fact(_ name: String, @HTMLBuilder value: () -> [HTML]) -> HTML {
        HTML.div {
            HTML.dt { name }
            HTML.dd(content: value)
        }
    }

    private static let currencyParts = [
        ("summary", "Summary"), ("bridge", "Bridge to the bill"), ("namespaces", "Namespaces"), ("days", "Day by day"),
        ("nodes", "Nodes"), ("pods", "Pods"), ("outside", "Outside"),
    ]

    private static func contents(_ report: AllocationReport, _ isNested: Bool) -> HTML {
        HTML.nav(.class("contents"), HTMLAttribute("aria-label", "Contents")) {
            HTML.ul {
                if isNested {
                    for currency in report.sections.map(\.currency.description) {
                        entry(currency.lowercased(), currency)
                    }
                } else if !report.sections.isEmpty {
                    for part in currencyParts {
                        entry(part.0, part.1)
                        if part.0 == "namespaces", report.sections.contains(where: { !$0.teams.isEmpty }) {
                            entry("teams", "Teams")
                        }
                    }
                }
                if !report.sections.isEmpty { entry("unmatched", "Not matched") }
                if !report.otherBills.isEmpty { entry("other-bills", "Other bills") }
                entry("quality", "Data quality")
                entry("inputs", "Inputs")
                if !report.checks.isEmpty { entry("check", "Check it yourself") }
            }
        }
    }

    private static func entry(_ id: String, _ title: String) -> HTML {
        HTML.li { HTML.a(.anchor(id)) { title } }
    }

    private static func currency(
        _ section: CurrencySection, _ report: AllocationReport, _ isNested: Bool
    ) throws(AmountOverflow) -> HTML {
        let context = SectionContext(section, isNested: isNested)
        let parts = [
            HeadlineSection(
                context: context, headline: section.headline, difference: try section.openDifference(),
                period: report.period
            ).render(),
            try BridgeSection(context: context, section: section, basis: report.basis).render(),
            try NamespaceSection(context: context, section: section).render(),
            section.teams.isEmpty ? .empty : try TeamSection(context: context, teams: section.teams).render(),
            try DailySection(context: context, section: section).render(),
            try NodeSection(context: context, section: section).render(),
            TopPodsSection(context: context, pods: section.topPods).render(),
            try OutsideSection(context: context, items: section.outside).render(),
        ]
        guard isNested else { return HTML.group { parts } }
        let id = section.currency.description.lowercased()
        return HTML.section(.class("currency"), HTMLAttribute("aria-labelledby", id)) {
            HTML.h2(.id(id), .class("currency-name")) { "Charges in \(section.currency)" }
            parts
        }
    }
}

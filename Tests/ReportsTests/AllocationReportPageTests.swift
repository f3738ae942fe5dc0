import Model
import Testing

@testable import Kernel
@testable import Reports

struct AllocationReportPageTests {
    static let names = EdgeFixtures.all.map(\.0)

    private static func page(_ name: String) throws -> String { try RenderedPages.of(name).text }

    @Test(arguments: names.filter { $0 != "crowd" && $0 != "two-currencies" })
    func thePageIsAsItWas(_ name: String) throws {
        try expectGolden(try Self.page(name), "\(name).html")
    }

    @Test(arguments: names)
    func theSameReportGivesTheSameBytes(_ name: String) throws {
        let fixture = try #require(EdgeFixtures.all.first { $0.0 == name })
        let again = try AllocationReportPage.render(try fixture.1(), sha256Base64: PlainSHA256.base64)
        #expect(try again == Self.page(name))
    }

    @Test(arguments: names)
    func thePageHasNoScriptNoAssetAndNoStyleOfItsOwn(_ name: String) throws {
        let markup = try RenderedPages.of(name).markup
        for element in markup.elements {
            #expect(element.name != "script" && element.name != "iframe" && element.name != "object")
            for (attribute, value) in element.attributes {
                #expect(attribute != "style" && attribute != "src" && !attribute.hasPrefix("on"))
                if attribute == "href" { #expect(value.hasPrefix("#") || value == "data:,") }
            }
        }
        let style = try #require(markup.elements.first { $0.name == "style" }).text
        #expect(!style.contains("@import") && !style.contains("url(http") && !style.contains("url(//"))
        #expect(markup.elements.filter { $0.name == "style" }.count == 1)
    }

    @Test(arguments: names)
    func thePolicyComesFirstAndNamesTheStyleSheet(_ name: String) throws {
        let markup = try RenderedPages.of(name).markup
        let head = try #require(markup.elements.firstIndex { $0.name == "head" })
        let first = markup.elements[head + 1]
        #expect(first.attributes["http-equiv"] == "Content-Security-Policy")
        let style = try #require(markup.elements.first { $0.name == "style" }).text
        let hash = PlainSHA256.base64(Array(style.utf8))
        #expect(
            first.attributes["content"]
                == "default-src 'none'; style-src 'sha256-\(hash)'; img-src data:; base-uri 'none'; form-action 'none'")
        #expect(markup.elements[head + 2].attributes["charset"] == "utf-8")
    }

    @Test(arguments: names)
    func idsAreUniqueAndEveryReferenceHasOne(_ name: String) throws {
        let markup = try RenderedPages.of(name).markup
        let ids = markup.elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
        for element in markup.elements {
            let anchors =
                (element.attributes["href"] ?? "").hasPrefix("#")
                ? [String(element.attributes["href"]!.dropFirst())] : []
            let labels = (element.attributes["aria-labelledby"] ?? "").split(separator: " ").map(String.init)
            for id in anchors + labels { #expect(ids.contains(id), "\(element.name) refers to \(id)") }
        }
    }

    @Test(arguments: names)
    func tablesAndDrawingsSayWhatTheyAre(_ name: String) throws {
        let markup = try RenderedPages.of(name).markup
        #expect(markup.elements.filter { $0.name == "h1" }.count == 1)
        let tables = markup.elements.filter { $0.name == "table" }.count
        #expect(markup.elements.filter { $0.name == "caption" }.count == tables)
        for cell in markup.elements where cell.name == "th" { #expect(cell.attributes["scope"] != nil) }
        for chart in markup.elements where chart.name == "svg" && chart.attributes["aria-hidden"] == nil {
            #expect(chart.attributes["role"] == "img" && chart.attributes["aria-labelledby"] != nil)
        }
    }

    @Test func headingsDoNotSkipALevel() throws {
        for name in Self.names {
            var level = 0
            for element in try RenderedPages.of(name).markup.elements
            where element.name.count == 2 && element.name.hasPrefix("h") {
                guard let next = Int(element.name.dropFirst()) else { continue }
                #expect(next <= level + 1)
                level = next
            }
        }
    }

    @Test func hostileNamesStayText() throws {
        let page = try Self.page("hostile")
        #expect(!page.contains("<script"))
        #expect(!page.contains("\" onmouseover"))
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(page.contains("evil‹U+202E›txt.exe"))
        #expect(page.contains("null‹U+0000›byte‹U+001B›[31m"))
        #expect(page.contains("(no name)"))
        #expect(!page.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" })
    }

    @Test func aDifferenceIsNotHidden() throws {
        let page = try Self.page("negative")
        #expect(page.contains("Difference 0.000000000001."))
        #expect(page.contains("do not use this report"))
        #expect(!page.contains("Every digit of the bill"))
    }

    @Test func aDifferenceThatNobodyStatedIsFound() throws {
        var report = try HarborFixture.report()
        report.sections[0].bridge[0].focus.list.units += 1
        let page = try AllocationReportPage.render(report, sha256Base64: PlainSHA256.base64)
        #expect(page.contains("Difference -0.000000000000000000000001."))
        let text = try AllocationSummaryText.render(report, width: 80)
        #expect(text.contains("difference -0.000000000000000000000001"))
    }

    @Test func everyFigureOfTheReportIsOnThePage() throws {
        let report = try HarborFixture.report()
        let page = try Self.page("harbor-2026-04")
        let money = MoneyText(report.sections[0].currency)
        for cluster in report.sections[0].clusters {
            for namespace in cluster.namespaces {
                #expect(page.contains(">\(namespace.final)<"))
                #expect(page.contains(">\(money.rounded(namespace.finalInCoins))<"))
            }
        }
        for line in report.sections[0].bridge {
            for cost in line.focus.all { #expect(page.contains(">\(money.exact(cost, decimals: 12))<")) }
        }
    }

    @Test func totalsAreTheSumsOfWhatWasGiven() throws {
        let markup = try RenderedPages.of("harbor-2026-04").markup
        // In cluster: 1195.164 and 888.184000032, from the data set's own description.
        #expect(markup.totals(of: "cluster-1").suffix(2) == ["1195.164000000000", "1,195.16"])
        #expect(markup.totals(of: "cluster-2").suffix(2) == ["888.184000032000", "888.18"])
        #expect(markup.totals(of: "outside-table") == ["222.55", "222.552000016"])
        #expect(markup.totals(of: "day-table").last == "2,083.35")
        #expect(markup.totals(of: "node-table").prefix(2) == ["1,723.18", "987.42"])
    }

    @Test func aCrowdIsCutInTheChartAndWholeInTheTable() throws {
        let markup = try RenderedPages.of("crowd").markup
        #expect(markup.rows(of: "cluster-1") == 500)
        #expect(markup.rows(of: "node-table") == 500)
        #expect(markup.rows(of: "outside-table") == 200)
        let page = try Self.page("crowd")
        #expect(page.contains("The chart shows the first 50 of 500 namespaces; the other 450 cost"))
        #expect(page.contains("100 more nodes"))
        #expect(page.contains("100 smaller items"))
    }

    @Test func theHostFileCarriesTheWholePolicy() throws {
        let file = AllocationReportPage.headersFile { _ in "HASH" }
        try expectGolden(file, "_headers")
        #expect(file.contains("frame-ancestors 'none'"))
    }
}

/// Each page is rendered and read once for all tests.
enum RenderedPages {
    struct Page: Sendable {
        var text: String
        var markup: Markup
    }

    private static let all = Result {
        try EdgeFixtures.all.map { name, report in
            let text = try AllocationReportPage.render(try report(), sha256Base64: PlainSHA256.base64)
            return (name, Page(text: text, markup: try Markup(text)))
        }
    }

    static func of(_ name: String) throws -> Page { try #require(try all.get().first { $0.0 == name }).1 }
}

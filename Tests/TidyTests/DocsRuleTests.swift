import Testing

struct DocsRuleTests {
    @Test func deadLinksAndLostPagesAreFound() {
        let files = [
            TextFile("README.md", "[a](docs/a.md) [web](https://example.org) [gone](docs/gone.md)\n[jobs](Jobs)\n"),
            TextFile("docs/a.md", "# Title\n[up](../README.md#nowhere) [b](b.md#two-words)\n[out](../../x.md)\n"),
            TextFile("docs/b.md", "## Two words!\n[self](#two-words) `[code](no.md)`\n```\n[fenced](no.md)\n```\n"),
            TextFile("docs/lost.md", "# Lost\n"), TextFile("Jobs/nightly.json", "{}\n"),
        ]
        let found = DocsRule.violations(paths: files.map(\.path), textFiles: files).map(\.description)
        #expect(
            found == [
                "README.md:1: [links] 'docs/gone.md' leads nowhere",
                "docs/a.md:2: [links] 'README.md' has no heading '#nowhere'",
                "docs/a.md:3: [links] '../../x.md' leads nowhere",
                "docs/lost.md: [links] no chain of links leads here from README.md",
            ])
    }

    @Test(arguments: [
        (" Two words!", "two-words"), (" `reckon run` - now", "reckon-run---now"), (" Ünicode, 2nd", "ünicode-2nd"),
    ])
    func headingsBecomeAnchors(heading: String, anchor: String) {
        #expect(Markdown.slug(heading[...]) == anchor)
    }

    @Test func rowsOfATableMayHaveAnchors() {
        #expect(Markdown("# A\n| <a id=\"d200\"></a>D200 | text |\n").anchors == ["a", "d200"])
    }

    @Test func repeatedHeadingsAreNumbered() {
        #expect(Markdown("# A\n# A\n```\n# B\n```\n").anchors == ["a", "a-1"])
    }

    @Test func testsThatAreNotThereAreFound() {
        let tests = """
            struct ATests {
                @Test func isThere() throws { helper() }
                func helper() {}
                @Test(arguments: [1, 2])
                func `has words`(number: Int) {}
                // @Test func isGone() {}
            }
            """
        let page = """
            [`isThere`](../Tests/ATests/ATests.swift) and [`has words`](../Tests/ATests/ATests.swift)
            [`helper`](../Tests/ATests/ATests.swift), [`isGone`](../Tests/ATests/ATests.swift)
            [`Split`](../Sources/Kernel/Split.swift) [`lost`](../Tests/ATests/Lost.swift)
            """
        let files = [TextFile("docs/a.md", page), TextFile("Tests/ATests/ATests.swift", tests)]
        #expect(
            DocumentedTestRule.violations(textFiles: files).map(\.description) == [
                "docs/a.md:2: [documented-tests] 'Tests/ATests/ATests.swift' has no test 'helper'",
                "docs/a.md:2: [documented-tests] 'Tests/ATests/ATests.swift' has no test 'isGone'",
            ])
    }
}

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
}

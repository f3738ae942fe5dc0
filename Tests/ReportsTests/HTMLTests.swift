import Testing

@testable import Reports

struct HTMLTests {
    @Test(arguments: [
        ("a & b", "a &amp; b"), ("<b>", "&lt;b&gt;"), ("\"'", "&quot;&#39;"), ("&amp;", "&amp;amp;"),
        ("tab\tline\n", "tab\tline\n"), ("\u{0}\u{1B}[31m\r", "\u{FFFD}\u{FFFD}[31m\u{FFFD}"),
        ("\u{85}", "\u{FFFD}"), ("漢字 👩🏽‍💻 مرحبا", "漢字 👩🏽‍💻 مرحبا"), ("", ""),
    ])
    func textAndAttributesAreEscaped(_ text: String, _ expected: String) {
        #expect(
            HTML.span(HTMLAttribute("title", text)) { text }.render()
                == "<span title=\"\(expected)\">\(expected)</span>")
    }

    @Test(arguments: [0xFDD0, 0xFFFE, 0xFFFF, 0x1FFFF, 0x10FFFE] as [UInt32])
    func nonCharactersAreReplaced(_ value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        #expect(HTML.text(String(Character(scalar))).render() == "\u{FFFD}")
    }

    @Test func aStringInABuilderIsText() {
        let names = ["<i>", "b"]
        let list = HTML.ul { for name in names { HTML.li { name } } }
        #expect(list.render() == "<ul>\n<li>&lt;i&gt;</li>\n<li>b</li>\n</ul>\n")
    }

    @Test func voidElementsHaveNoEnd() {
        #expect(HTML.br().render() == "<br>\n")
    }

    @Test func absentAttributesAreLeftOut() {
        #expect(HTML.td(nil, .class("n")) { "1" }.render() == "<td class=\"n\">1</td>")
    }

    /// FIPS 180-4 examples, base 64 by Python.
    @Test(arguments: [
        ("", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="), ("abc", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE="
        ),
    ])
    func theTestsOwnHashIsRight(_ text: String, _ expected: String) {
        #expect(PlainSHA256.base64(Array(text.utf8)) == expected)
    }

    @Test func theHashIsThatOfTheStyleSheet() {
        var seen: [UInt8] = []
        let page = HTMLPage(title: "t", style: "p{color:red}", body: .empty).render { bytes in
            seen = bytes
            return "HASH="
        }
        #expect(String(decoding: seen, as: UTF8.self) == "p{color:red}")
        #expect(page.contains("style-src &#39;sha256-HASH=&#39;"))
        #expect(page.contains("<style>p{color:red}</style>"))
        #expect(
            page.hasPrefix("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Security-Policy\""))
    }
}

import Model
import Testing

struct NamePatternTests {
    @Test(arguments: [
        ("shop", "shop", true), ("shop", "shops", false), ("shop", "Shop", false), ("shop", "", false),
        ("kube-*", "kube-system", true), ("kube-*", "kube-", true), ("kube-*", "kube", false),
        ("kube-*", "a-kube-system", false), ("*", "", true), ("*", "any", true), ("", "", true), ("", "a", false),
        ("sh?p", "shop", true), ("sh?p", "shp", false), ("?", "é", true), ("*-dev", "a-dev-b-dev", true),
        ("*-dev", "a-dev-b", false), ("a*b*c", "a-b-b-c", true), ("a*b*c", "a-c-b", false), ("**a", "a", true),
        ("a**", "a", true), ("[a]*", "[a]b", true), ("[a]*", "ab", false), ("*?", "", false), ("*?", "x", true),
        ("a.b", "a.b", true), ("a.b", "axb", false),
    ])
    func theWholeNameFits(pattern: String, name: String, fits: Bool) throws {
        #expect(NamePattern(pattern).matches(name) == fits)
        // The report's check says the same to a database.
        let expression = try Regex(NamePattern(pattern).regularExpression)
        #expect((try expression.wholeMatch(in: name) != nil) == fits)
    }

    /// A pattern cannot keep the matcher busy for long.
    @Test func manyStarsAreTakenBackOneAtATime() {
        let pattern = NamePattern(String(repeating: "*a", count: 120) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 253)))
    }
}

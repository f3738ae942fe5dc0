import Testing

struct SwiftSourceTests {
    @Test(arguments: [
        (#"let a = "text" + b"#, #"let a = "    " + b"#), ("let a = 1 // why", "let a = 1       "),
        ("a /* b /* c */ d */ e", "a                   e"), (#"f("\(g("x")) y", z)"#, #"f("           ", z)"#),
        (##"let a = #"say "x""# + b"##, ##"let a = #"       "# + b"##), (#"let a = "\"" + b"#, #"let a = "  " + b"#),
        (#"let a = "never closed"#, #"let a = "            "#), ("a / b", "a / b"),
        (##"let a = #""""# + b"##, ##"let a = #"  "# + b"##),
    ])
    func literalsAndCommentsAreBlank(line: String, code: String) {
        #expect(SwiftSource(line).code == [code])
    }

    @Test func linesKeepTheirNumbers() {
        let source = SwiftSource("let a = \"\"\"\n    import B \"x\"\n    \"\"\"\n/* import C\n*/\nimport D\n")
        #expect(source.imports.map(\.module) == ["D"])
        #expect(source.imports.map(\.line) == [6])
        #expect(source.code.count == 7)
        #expect(source.comments[3] == "/* import C")
    }
}

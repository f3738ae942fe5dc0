import Kernel
import Testing

/// Every rule fires on what it is there for, and on nothing beside it.
struct RuleTests {
    @Test func topLevelIsFixed() {
        let found = LayoutRule.topLevelViolations(paths: [
            "Sources/Kernel/A.swift", "scripts/x.sh", "todo.txt", "README.md",
        ])
        #expect(found.map(\.path) == ["scripts", "todo.txt"])
    }

    @Test func whatIsBuiltIsNotTracked() {
        let built = [
            "Package.resolved", ".build/a.o", ".build-asan/x", ".arrow/stamp", ".reckon/runs/1", "a/default.profraw",
        ]
        #expect(LayoutRule.trackedViolations(paths: built + ["Package.swift", "docs/a.md"]).map(\.path) == built)
    }

    @Test func bigFilesAreFound() {
        #expect(LayoutRule.byteViolations(path: "a", byteCount: 1_000_000).isEmpty)
        #expect(LayoutRule.byteViolations(path: "a", byteCount: 1_000_001).count == 1)
    }

    @Test func longFilesAreFound() {
        let line = "let a = 1\n"
        #expect(SizeRule.fileViolations(in: TextFile("Sources/A/B.swift", String(repeating: line, count: 400))).isEmpty)
        #expect(
            SizeRule.fileViolations(in: TextFile("Sources/A/B.swift", String(repeating: line, count: 401))).count == 1)
        #expect(SizeRule.fileViolations(in: TextFile("docs/a.md", String(repeating: line, count: 401))).isEmpty)
    }

    @Test func longLinesAreFound() {
        let text = "/* a */\n" + String(repeating: "x", count: 121) + "\n"
        #expect(SizeRule.lineViolations(in: TextFile("Sources/CScan/a.c", text)).map(\.line) == [2])
        #expect(SizeRule.lineViolations(in: TextFile("docs/a.md", text)).isEmpty)
    }

    @Test(arguments: [
        ("func f() {", true), ("    package static func f<A>(_ a: A) -> Int where A: P {", true),
        ("    init(a: Int) {", true),
        ("    subscript(index: Int) -> Int {", true), ("struct S {", false), ("let a = f {", false),
        (#"    let text = "func f() {""#, false),
    ])
    func longFunctionsAreFound(start: String, isFound: Bool) {
        let body = String(repeating: "    call(\"{\") // {\n", count: 69)
        let fits = TextFile("Sources/A/B.swift", "\n\(start)\n\(body.dropLast(20))\n}\n")
        let tooLong = TextFile("Sources/A/B.swift", "\n\(start)\n\(body)}\n")
        #expect(SizeRule.functionViolations(in: fits).isEmpty)
        #expect(SizeRule.functionViolations(in: tooLong).map(\.line) == (isFound ? [2] : []))
    }

    @Test func requirementOfAProtocolHasNoBody() {
        let text = "protocol P {\n    func f()\n}\n\nstruct S {\n\(String(repeating: "    var a = 1\n", count: 90))}\n"
        #expect(SizeRule.functionViolations(in: TextFile("Sources/A/B.swift", text)).isEmpty)
    }

    @Test(
        arguments: [
            ("RunManager", "Manager"), ("ManagerList", "Manager"), ("JSONHelper", "Helper"), ("TextUtils", "Utils"),
            ("Utils+Text", "Utils"), ("RunInfo", "Info"), ("RowData", "Data"), ("Data", "Data"), ("Database", nil),
            ("DataFile", nil), ("Information", nil), ("Utilisation", nil),
        ] as [(String, String?)])
    func emptyNamesAreFound(name: String, word: String?) {
        #expect(NameRule.emptyWord(in: name[...]) == word)
        let file = TextFile("Sources/A/\(name).swift", "")
        #expect(NameRule.violations(in: file).isEmpty == (word == nil))
    }

    @Test func emptyTypeNamesAreFound() {
        let text = "// class NoManager\nfinal class RowManager {}\nenum Fine {}\ntypealias RunInfo = Int\n"
        #expect(NameRule.violations(in: TextFile("Sources/A/B.swift", text)).map(\.line) == [2, 4])
    }

    @Test(arguments: [
        ("public struct S {}", ["access"]), ("    public func f() {}", ["access"]),
        ("public import Kernel", ["access"]),
        ("@frozen public enum E {}", ["access"]), ("open class C {}", ["access"]), ("package func f() {}", []),
        ("// public struct S {}", []), (#"let a = "public struct S""#, []), ("file.open(path)", []),
        ("let open = 1", []),
        ("let amount: Double = 1", ["money"]), ("func total(costs: [Float]) {}", ["money"]),
        ("let ratio: Double = 1", []),
        ("let amount: Amount // not Double", []), ("fatalError()", ["traps"]), ("let a = try! f()", ["traps"]),
        ("let a = try? f()", ["traps"]), ("try? f()  // closing twice is harmless", []),
        ("// a missing file is an empty one\nlet a = try? f()", []), ("let a = Date()", ["ambient"]),
        ("let a = UUID()", ["ambient"]), ("Int.random(in: 0..<3)", ["ambient"]), ("let a: Date", []),
        ("getenv(name)", ["ambient"]),
    ])
    func codeRulesFire(line: String, rules: [String]) {
        #expect(CodeRule.violations(in: TextFile("Sources/A/B.swift", line + "\n")).map(\.rule) == rules)
    }

    @Test func executableAndTestsMayAskTheMachine() {
        #expect(CodeRule.violations(in: TextFile("Sources/reckon/Run.swift", "let a = Date()\n")).isEmpty)
        #expect(CodeRule.violations(in: TextFile("Tests/ATests/A.swift", "let a = try! f(UUID())\n")).isEmpty)
    }

    @Test(arguments: [
        ("#!/bin/sh\nset -eu\n", true, []), ("#!/usr/bin/env bash\nset -euo pipefail\n", true, []),
        ("#!/usr/bin/env bash\n# set -eu\n", true, ["scripts"]), ("#!/bin/sh\nset -e\n", true, ["scripts"]),
        ("#!/bin/sh\nset -eu\n", false, ["scripts"]), ("#!/usr/bin/env python3\n", true, []),
        ("#!/bin/sh\nset -eu \n", true, ["space"]), ("#!/bin/sh\nset -eu\n\techo\n", true, ["space"]),
        ("#!/bin/sh\nset -eu", true, ["space"]), ("#!/bin/sh\nset -eu\n\n", true, ["space"]),
    ])
    func scriptsAreStrictAndTidy(text: String, isExecutable: Bool, rules: [String]) {
        #expect(
            SpellingRule.violations(in: TextFile("bootstrap", text), isExecutable: isExecutable).map(\.rule) == rules)
    }

    @Test func errorCodesAreNamedOnceAndExplainedOnce() {
        let make = "Diagnos" + "ticCode"
        let sources = [
            TextFile("Sources/A/ACode.swift", "static let a = \(make)(\"D\", 1)\nstatic let b = \(make)(\"D\", 2)\n"),
            TextFile("Sources/B/B.swift", "static let c = \(make)(\"D\", 1)\nthrow \(make)(\"E\", 3)\n"),
            TextFile("Tests/ATests/A.swift", "\(make)(\"D\", 9)\n"),
        ]
        let rows = ["D1", "E3", "E3"].map { "| <a id=\"\($0.lowercased())\"></a>\($0) | text | |" }
        let found = ErrorCodeRule.violations(
            sources: sources, page: TextFile("docs/errors.md", rows.joined(separator: "\n")))
        #expect(
            found.map(\.description) == [
                "Sources/A/ACode.swift: [error-codes] D2 is not in docs/errors.md: add it to its table and run `reckon schema`",
                "Sources/B/B.swift:1: [error-codes] D1 is made in Sources/A/ACode.swift too",
                "Sources/B/B.swift:2: [error-codes] give E3 a name in a code table",
                "docs/errors.md:3: [error-codes] E3 is explained twice",
            ])
    }

    @Test func exitCodePageMustMatchTheEnum() {
        let rows = ExitStatus.allCases.map { "| \($0.rawValue) | `\($0)` | text |" }
        #expect(ExitCodeRule.violations(in: TextFile("a.md", rows.joined(separator: "\n"))).isEmpty)
        let bad = rows.dropFirst() + ["| 99 | `novel` | text |", "| 65 | `badInput` | again |"]
        let messages = ExitCodeRule.violations(in: TextFile("a.md", bad.joined(separator: "\n"))).map(\.message)
        #expect(messages == ["99 is no ExitStatus", "65 is listed twice", "0 must be listed as `success`"])
    }
}

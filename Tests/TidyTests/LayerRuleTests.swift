import Foundation
import Testing

struct LayerRuleTests {
    typealias Target = PackageManifest.Target

    @Test(arguments: [
        ("Billing", "Runner"), ("Allocation", "Model"), ("Runner", "Database"), ("Database", "CLibPQ"),
        ("Columns", "CArrow"),
        ("Columns", "CScan"), ("Crypto", "COpenSSL"), ("reckon", "Billing"), ("reckon", "ArgumentParser"),
        ("Runner", "Logging"),
    ])
    func drawnArrowsPass(from: String, to: String) {
        #expect(LayerRule.objection(from: from, to: to) == nil)
    }

    @Test(arguments: [
        ("Billing", "Telemetry", "of one layer"), ("Reports", "Allocation", "of one layer"),
        ("Kernel", "Documents", "lies above"),
        ("Model", "Runner", "lies above"), ("Billing", "CLibPQ", "only 'Database'"),
        ("Database", "CArrow", "only 'Columns'"),
        ("reckon", "COpenSSL", "only 'Crypto'"), ("Runner", "ArgumentParser", "may import 'ArgumentParser'"),
        ("Kernel", "Logging", "standard library"), ("Novelty", "Kernel", "'Novelty' is in no layer"),
        ("Runner", "Novelty", "'Novelty' is in no layer"),
    ])
    func otherArrowsFail(from: String, to: String, message: String) throws {
        let objection = try #require(LayerRule.objection(from: from, to: to))
        #expect(objection.contains(message), "\(objection)")
    }

    @Test func manifestIsHeldAgainstTheLayers() {
        let manifest = PackageManifest(
            targets: [
                Target("Kernel"), Target("CLibPQ", .system), Target("CNew", .system),
                Target("Billing", dependencies: ["Kernel", "CLibPQ"]), Target("Novelty"),
                Target("BillingTests", .test, dependencies: ["Billing", "Reports"]),
                Target("ProcessTests", .test, dependencies: ["Reports", "Billing"]),
            ], packageAddresses: ["https://github.com/apple/swift-log", "https://example.org/other"])
        let messages = LayerRule.violations(manifest: manifest).map(\.message)
        #expect(
            messages == [
                "the package https://example.org/other is not one that was chosen (docs/architecture.md)",
                "'CNew' is in no layer: draw it in LayerRule and docs/architecture.md",
                "'Billing': only 'Database' may import 'CLibPQ'",
                "'Novelty' is in no layer: draw it in LayerRule and docs/architecture.md",
                "'BillingTests': 'Billing' and 'Reports' are of one layer and must not know each other",
            ])
    }

    @Test func toolsOfTestsSeeWhatTestsSeeAndNothingElseSeesThem() {
        let manifest = PackageManifest(
            targets: [
                Target("Kernel"),
                Target("Checks", folder: "Tests/Checks", dependencies: ["Kernel", "Billing", "CScan"]),
                Target("dump", .executable, folder: "Tests/Tools/dump", dependencies: ["Checks", "Kernel"]),
                Target("CDoor", .system, folder: "Tests/CDoor"), Target("Billing", dependencies: ["Kernel", "Checks"]),
                Target("BillingTests", .test, dependencies: ["Billing", "Checks"]),
            ], packageAddresses: [])
        #expect(
            LayerRule.violations(manifest: manifest).map(\.message) == ["'Billing': 'Checks' is for tests alone"])
    }

    @Test func manifestIsReadFromSwiftPMsDump() throws {
        let json = #"""
            {"dependencies": [{"sourceControl": [{"location": {"remote": [{"urlString": "https://example.org/log"}]}}]}],
             "targets": [{"name": "A", "type": "regular", "dependencies": [{"byName": ["B", null]}]},
                         {"name": "B", "type": "test", "path": "Tests/Other", "dependencies":
                            [{"product": ["Logging", "swift-log", null, null]}, {"target": ["A", null]}]}]}
            """#
        let manifest = try PackageManifest(json: Data(json.utf8))
        #expect(manifest.targets.map(\.folder) == ["Sources/A", "Tests/Other"])
        #expect(manifest.targets.map(\.dependencies) == [["B"], ["Logging", "A"]])
        #expect(manifest.packageAddresses == ["https://example.org/log"])
    }

    @Test(arguments: [
        #"{}"#, #"{"dependencies": [], "targets": [{"name": "A", "type": "novel", "dependencies": []}]}"#,
        #"{"dependencies": [], "targets": [{"name": "A", "type": "regular", "dependencies": [{"byName": []}]}]}"#,
        #"{"dependencies": [{"fileSystem": []}], "targets": []}"#,
    ])
    func manifestThatIsNotUnderstoodIsRefused(json: String) {
        #expect(throws: PackageManifest.Unreadable.self) { try PackageManifest(json: Data(json.utf8)) }
    }

    @Test(
        arguments: [
            ("import Kernel", nil), ("package import Kernel", nil), ("@testable import Kernel", nil),
            ("import Glibc", nil),
            ("    import Glibc", nil), ("// import Billing", nil), (#"let text = "import Billing""#, nil),
            ("import Billing", "imports"), ("internal import struct Billing.Row", "imports"),
            ("import Foundation", "foundation"),
            ("@_implementationOnly import CLibPQ", "imports"),
        ] as [(String, String?)])
    func importsMustBeDeclared(line: String, rule: String?) {
        let file = TextFile("Sources/Reports/A.swift", "\n\(line)\n")
        let found = ImportRule.violations(in: file, of: Target("Reports", dependencies: ["Kernel"]))
        #expect(found.map(\.rule) == (rule.map { [$0] } ?? []))
        #expect(found.allSatisfy { $0.line == 2 })
    }

    @Test func foundationIsFineInTests() {
        let file = TextFile("Tests/ATests/A.swift", "import Foundation\n")
        #expect(ImportRule.violations(in: file, of: Target("ATests", .test)).isEmpty)
    }

    @Test func dependencyWithoutImportIsFound() {
        let files = [TextFile("Sources/Reports/A.swift", "import Kernel\n")]
        let target = Target("Reports", dependencies: ["Kernel", "Model"])
        #expect(
            ImportRule.unusedDependencies(of: target, files: files).map(\.message) == [
                "'Reports' is given 'Model' and imports it nowhere"
            ])
    }

    @Test func folderWithoutTargetIsFound() {
        let manifest = PackageManifest(targets: [Target("Kernel")], packageAddresses: [])
        let found = ImportRule.strayFolders(
            paths: ["Sources/Kernel/A.swift", "Sources/Kern/B.swift", "docs/a.md"], manifest: manifest)
        #expect(found.map(\.path) == ["Sources/Kern/B.swift"])
    }
}

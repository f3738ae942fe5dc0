import Foundation
import Kernel
import Testing

/// The rules, held against this very checkout.
struct RepositoryTests {
    static let rules = [
        "access", "ambient", "bytes", "claims", "billed-api", "documented-tests", "error-codes", "exit-codes",
        "file-size", "foundation",
        "function-size",
        "imports", "layers", "line-length", "links", "machine-path", "money", "names", "registry-host", "scripts",
        "space",
        "top-level", "tracked", "traps", "unfinished",
    ]

    static let violations = Result { try allViolations() }

    @Test(arguments: rules) func repositoryKeeps(rule: String) throws {
        let broken = Allowances.remaining(try RepositoryTests.violations.get()).filter { $0.rule == rule }
        #expect(broken.isEmpty, "\n\(broken.map(\.description).joined(separator: "\n"))")
    }

    @Test func everyAllowanceIsNeededAndSaysWhy() throws {
        let unused = Allowances.unused(try RepositoryTests.violations.get())
        #expect(unused.isEmpty, "\(unused.map { "\($0.path) [\($0.rule)] is fine by now: remove its allowance" })")
        #expect(Allowances.all.allSatisfy { $0.reason.count > 20 && RepositoryTests.rules.contains($0.rule) })
    }

    @Test func everyViolationIsOfAKnownRule() throws {
        #expect(try RepositoryTests.violations.get().allSatisfy { RepositoryTests.rules.contains($0.rule) })
    }

    /// Guards against rules that pass because nothing was read.
    @Test func theRepositoryWasRead() throws {
        let repository = try Repository.current.get()
        #expect(repository.file("Package.swift") != nil)
        #expect(repository.textFiles.count(where: \.isSwift) > 20)
        #expect(repository.textFiles.contains { $0.isMarkdown })
        #expect(repository.file("docs/what-others-get-wrong.md").map(DocumentedTestRule.mentions)?.isEmpty == false)
        #expect(!repository.paths.contains { $0.hasPrefix(".build") || $0.hasPrefix(".git/") })
    }

    private static func allViolations() throws -> [Violation] {
        let repository = try Repository.current.get()
        let manifest = try PackageManifest(of: repository)
        let files = FileManager.default
        var found = LayoutRule.topLevelViolations(paths: repository.paths)
        found += LayoutRule.trackedViolations(paths: repository.trackedPaths)
        for path in repository.paths {
            let attributes = try files.attributesOfItem(atPath: repository.root.appending(path: path).path)
            found += LayoutRule.byteViolations(path: path, byteCount: attributes[.size] as? Int ?? 0)
        }
        found += LayerRule.violations(manifest: manifest)
        found += ImportRule.strayFolders(paths: repository.paths, manifest: manifest)
        for target in manifest.targets {
            let own = repository.textFiles.filter { $0.isSwift && $0.path.hasPrefix(target.folder + "/") }
            found += own.flatMap { ImportRule.violations(in: $0, of: target) }
            found += ImportRule.unusedDependencies(of: target, files: own)
        }
        for file in repository.textFiles {
            let path = repository.root.appending(path: file.path).path
            found += SizeRule.fileViolations(in: file) + SizeRule.lineViolations(in: file)
            found += SizeRule.functionViolations(in: file) + NameRule.violations(in: file)
            found += WordRule.violations(in: file) + CodeRule.violations(in: file)
            found += SpellingRule.violations(in: file, isExecutable: files.isExecutableFile(atPath: path))
        }
        found += DocsRule.violations(paths: repository.paths, textFiles: repository.textFiles)
        found += DocumentedTestRule.violations(textFiles: repository.textFiles)
        if let page = repository.file("docs/exit-codes.md") {
            found += ExitCodeRule.violations(in: page)
        } else {
            found.append(Violation(path: "docs/exit-codes.md", line: nil, rule: "exit-codes", message: "is missing"))
        }
        if let page = repository.file("docs/errors.md") {
            found += ErrorCodeRule.violations(sources: repository.textFiles, page: page)
        } else {
            found.append(Violation(path: "docs/errors.md", line: nil, rule: "error-codes", message: "is missing"))
        }
        return found
    }
}

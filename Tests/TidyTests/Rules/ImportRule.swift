/// Imports and Package.swift say the same.
enum ImportRule {
    /// Modules that come with the toolchain.
    static let system: Set<String> = [
        "Swift", "Glibc", "Synchronization", "Testing", "Dispatch", "RegexBuilder", "PackageDescription", "Cxx",
        "CxxStdlib",
    ]

    /// Modules of the toolchain that cost start-up time: a use below Sources wants an allowance with its reason.
    static let heavy: Set<String> = ["Foundation", "FoundationEssentials", "FoundationNetworking", "FoundationXML"]

    static func violations(in file: TextFile, of target: PackageManifest.Target) -> [Violation] {
        file.source.imports.compactMap { module, line in
            if system.contains(module) || module == target.name { return nil }
            if heavy.contains(module) {
                guard target.kind != .test, !target.isTool else { return nil }
                return file.violation("foundation", line: line, "'\(module)' costs start-up time; Glibc is there")
            }
            if target.dependencies.contains(module) { return nil }
            return file.violation(
                "imports", line: line, "'\(module)' is imported, but Package.swift does not give it to '\(target.name)'"
            )
        }
    }

    /// Dependencies that no file of the target imports.
    static func unusedDependencies(of target: PackageManifest.Target, files: [TextFile]) -> [Violation] {
        let swift = files.filter(\.isSwift)
        // A test target may be given a C library only so that it is linked.
        guard !swift.isEmpty, target.kind != .test else { return [] }
        let imported = Set(swift.flatMap { $0.source.imports.map(\.module) })
        return target.dependencies.filter { !imported.contains($0) }.map {
            Violation(
                path: "Package.swift", line: nil, rule: "imports",
                message: "'\(target.name)' is given '\($0)' and imports it nowhere")
        }
    }

    /// Folders below Sources and Tests that belong to no target.
    static func strayFolders(paths: [String], manifest: PackageManifest) -> [Violation] {
        let folders = manifest.targets.map { $0.folder + "/" }
        let stray = paths.filter { path in
            (path.hasPrefix("Sources/") || path.hasPrefix("Tests/")) && path.hasSuffix(".swift")
                && !folders.contains { path.hasPrefix($0) }
        }
        return stray.map {
            Violation(path: $0, line: nil, rule: "imports", message: "belongs to no target of Package.swift")
        }
    }
}

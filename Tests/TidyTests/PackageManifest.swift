import Foundation

/// What Package.swift declares, as SwiftPM itself understands it.
struct PackageManifest {
    struct Target {
        enum Kind: String { case regular, executable, test, system, plugin, macro, binary, snippet }

        var name: String
        var kind: Kind
        /// Relative to the top of the repository.
        var folder: String
        /// Targets of this package and products of others, by name.
        var dependencies: [String]

        /// Code beside the tests that is no test: what several of them share, and programs they run. No release has it.
        var isTool: Bool { kind != .test && folder.hasPrefix("Tests/") }

        init(_ name: String, _ kind: Kind = .regular, folder: String? = nil, dependencies: [String] = []) {
            self.name = name
            self.kind = kind
            self.folder = folder ?? (kind == .test ? "Tests/\(name)" : "Sources/\(name)")
            self.dependencies = dependencies
        }
    }

    var targets: [Target]
    /// Where the packages come from.
    var packageAddresses: [String]

    var names: Set<String> { Set(targets.map(\.name)) }
}

extension PackageManifest {
    struct Unreadable: Error { var reason: String }

    /// Asks SwiftPM, so that any Swift in the manifest is understood. `swift test` holds the lock while this runs. With
    /// the targets that only `Tests/Fuzz/run` builds.
    init(of repository: Repository) throws {
        let text = try Subprocess.run(
            ["env", "RECKON_FUZZ=1", "swift", "package", "--ignore-lock", "dump-package"], in: repository.root)
        try self.init(json: Data(text.utf8))
    }

    init(json: Data) throws {
        guard let top = try JSONSerialization.jsonObject(with: json) as? [String: Any],
            let targets = top["targets"] as? [[String: Any]], let packages = top["dependencies"] as? [[String: Any]]
        else { throw Unreadable(reason: "no 'targets' or 'dependencies'") }
        self.targets = try targets.map { entry in
            guard let name = entry["name"] as? String, let type = entry["type"] as? String,
                let kind = Target.Kind(rawValue: type), let dependencies = entry["dependencies"] as? [[String: Any]]
            else { throw Unreadable(reason: "a target without name, known type or dependencies") }
            // {"byName": ["Kernel", null]}, {"target": [...]}, {"product": ["Logging", "swift-log", ...]}
            let names = try dependencies.map { dependency in
                guard let parts = dependency.values.first as? [Any], let first = parts.first as? String else {
                    throw Unreadable(reason: "a dependency of '\(name)' without a name")
                }
                return first
            }
            return Target(name, kind, folder: entry["path"] as? String, dependencies: names)
        }
        packageAddresses = try packages.map { package in
            guard let control = (package["sourceControl"] as? [[String: Any]])?.first,
                let location = control["location"] as? [String: Any],
                let remote = (location["remote"] as? [[String: Any]])?.first,
                let address = remote["urlString"] as? String
            else { throw Unreadable(reason: "a package that is not fetched by address") }
            return address
        }
    }
}

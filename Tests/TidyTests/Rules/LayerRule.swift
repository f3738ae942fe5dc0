/// The arrows between targets: which may import which.
enum LayerRule {
    /// From the ground up, as drawn in docs/architecture.md. An arrow goes from a target to one of a lower line.
    static let layers: [[String]] = [
        ["Kernel"],
        ["Schedule", "Documents"],
        ["HTTP", "Crypto"],
        ["Columns"],
        ["Database"],
        ["Model"],
        ["Runner"],
        ["Billing", "Telemetry", "Allocation", "Payments", "Reports", "Watching"],
        ["reckon"],
    ]

    /// C targets and the one Swift target that may see each: the wrapper around it.
    static let wrappers: [String: String] = [
        "CLibPQ": "Database", "CSpawn": "Database", "CArrow": "Columns", "CScan": "Columns", "CISAL": "Columns",
        "CZstd": "Columns", "CCurl": "HTTP", "COpenSSL": "Crypto",
    ]

    /// Products of other packages and who may see them; nil means every target but Kernel.
    static let products: [String: Set<String>?] = ["ArgumentParser": ["reckon"], "Logging": nil]

    static let packageAddresses: Set<String> = [
        "https://github.com/apple/swift-argument-parser", "https://github.com/apple/swift-log",
    ]

    static func rank(_ target: String) -> Int? { layers.firstIndex { $0.contains(target) } }

    /// Nil when the arrow is allowed, else what is wrong with it.
    static func objection(from target: String, to other: String) -> String? {
        if let wrapper = wrappers[other] {
            return wrapper == target ? nil : "only '\(wrapper)' may import '\(other)'"
        }
        if let allowed = products[other] {
            if let allowed { return allowed.contains(target) ? nil : "only \(allowed.sorted()) may import '\(other)'" }
            return target == "Kernel" ? "'Kernel' stands on the standard library alone" : nil
        }
        guard let from = rank(target) else {
            return "'\(target)' is in no layer: draw it in LayerRule and docs/architecture.md"
        }
        guard let to = rank(other) else {
            return "'\(other)' is in no layer: draw it in LayerRule and docs/architecture.md"
        }
        if from == to { return "'\(target)' and '\(other)' are of one layer and must not know each other" }
        return from > to ? nil : "arrows point down, and '\(other)' lies above '\(target)'"
    }

    static func violations(manifest: PackageManifest) -> [Violation] {
        var found: [Violation] = []
        func add(_ message: String) {
            found.append(Violation(path: "Package.swift", line: nil, rule: "layers", message: message))
        }
        for address in manifest.packageAddresses where !packageAddresses.contains(address) {
            add("the package \(address) is not one that was chosen (docs/architecture.md)")
        }
        let tools = Set(manifest.targets.filter(\.isTool).map(\.name))
        for target in manifest.targets {
            switch target.kind {
            case .test: break
            // They stand beside the tests and may see what tests see.
            case _ where target.isTool: break
            case .system where wrappers[target.name] != nil: break
            default:
                if rank(target.name) == nil, wrappers[target.name] == nil {
                    add("'\(target.name)' is in no layer: draw it in LayerRule and docs/architecture.md")
                    continue
                }
                for other in target.dependencies {
                    if tools.contains(other) {
                        add("'\(target.name)': '\(other)' is for tests alone")
                    } else if let objection = objection(from: target.name, to: other) {
                        add("'\(target.name)': \(objection)")
                    }
                }
            }
        }
        return found + testTargetViolations(manifest: manifest)
    }

    /// A test target that is named after a target may see what its subject may see, and the tools of tests.
    private static func testTargetViolations(manifest: PackageManifest) -> [Violation] {
        let tools = Set(manifest.targets.filter(\.isTool).map(\.name))
        return manifest.targets.filter { $0.kind == .test && $0.name.hasSuffix("Tests") }.flatMap { target in
            let subject = String(target.name.dropLast(5))
            guard rank(subject) != nil else { return [] as [Violation] }
            return target.dependencies.filter { $0 != subject && !tools.contains($0) }.compactMap { other in
                objection(from: subject, to: other).map {
                    Violation(path: "Package.swift", line: nil, rule: "layers", message: "'\(target.name)': \($0)")
                }
            }
        }
    }
}

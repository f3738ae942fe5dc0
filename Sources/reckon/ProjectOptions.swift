import ArgumentParser
import Database
import Kernel
import Runner

#if canImport(Glibc)
    import Glibc
#endif

/// Options that say where the project and the runner's state are.
struct ProjectOptions: ParsableArguments {
    @Option(name: .customLong("project"), help: "Folder that holds Jobs/ and Config/.")
    var root = "."

    @Option(help: "Folder of the runner's state; also RECKON_HOME. Default: as Config/reckon.json says.")
    var home: String?

    func project() throws -> Project {
        try Project(root: root, home: home ?? Environment.value("RECKON_HOME"))
    }
}

/// The process environment, read here and nowhere below.
enum Environment {
    /// The variables that say where the store is.
    static var storeVariables: [String: String] {
        var found: [String: String] = [:]
        for name in [StoreLocation.runtimeVariable, StoreLocation.ownerVariable] { found[name] = value(name) }
        return found
    }

    static func value(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }
}

/// How a command prints its answer.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

extension JobID: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension Month: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

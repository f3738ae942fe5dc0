import ArgumentParser
import Columns
import Crypto
import Database
import Kernel
import Payments
import Runner
import Schedule

#if canImport(Glibc)
    import Glibc
#endif

/// Options that say where the project and the runner's state are.
struct ProjectOptions: ParsableArguments {
    @Option(name: .customLong("project"), help: "Folder that holds Jobs/ and Config/.")
    var root = "."

    @Option(
        help:
            "Folder of the runner's state, relative to the working folder; also RECKON_HOME. Default: as Config/reckon.json says."
    )
    var home: String?

    func validate() throws {
        if home?.isEmpty == true { throw ValidationError("--home names no folder") }
    }

    func project() throws(Failure) -> Project {
        let project = try Project(
            root: root, home: (home ?? Environment.value("RECKON_HOME")).map(absolute), zones: .ofThisMachine)
        DetailLog.use(home: project.home)
        return project
    }

    private func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        return "\(FileSystem.realPath(".") ?? ".")/\(path)"
    }
}

extension ZoneFolder {
    /// `TZDIR` names another folder, as for the C library.
    static var ofThisMachine: ZoneFolder { Environment.value("TZDIR").map { ZoneFolder($0) } ?? .standard }
}

/// The process environment, read here and nowhere below.
enum Environment {
    /// The variables that say where the store is.
    static var storeVariables: [String: String] {
        var found: [String: String] = [:]
        for name in [StoreLocation.runtimeVariable, StoreLocation.ownerVariable] { found[name] = value(name) }
        return found
    }

    /// The variables that say how buckets are reached.
    static var storageVariables: [String: String] {
        var found: [String: String] = [:]
        for name in StorageEnvironment.variableNames { found[name] = value(name) }
        return found
    }

    /// The limits of keys in memory.
    static var keyCacheVariables: [String: String] {
        var found: [String: String] = [:]
        for name in KeyCacheLimits.variableNames { found[name] = value(name) }
        return found
    }

    /// What stands in the place of a key.
    static let keySource: KeySource = { reference throws(KeyTrouble) in
        switch reference {
        case .environment(let name):
            guard let text = value(name) else { throw .variableNotSet }
            return Array(text.utf8)
        case .file(let path): return try KeyFile.read(path)
        }
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

/// Arguments that obey a rule; the message says the rule.
enum CommandArgument {
    static func job(_ text: String) throws -> JobID {
        if let job = JobID(text) { return job }
        throw ValidationError(
            "'\(text)' is no name of a job; a job is named like its file without Jobs/ and .json: \(IdentifierRule.description)"
        )
    }

    static func tenant(_ text: String) throws -> TenantID {
        if let tenant = TenantID(text) { return tenant }
        throw ValidationError("'\(text)' is no name of a tenant: \(IdentifierRule.description)")
    }

    static func tier(_ text: String) throws -> TierID {
        if let tier = TierID(text) { return tier }
        throw ValidationError("'\(text)' is no name of a tier: \(IdentifierRule.description)")
    }

    static func interval(_ text: String) throws -> BillingInterval {
        if let interval = BillingInterval(rawValue: text) { return interval }
        throw ValidationError("'\(text)' is no interval; there are month and year")
    }

    static func stage(_ text: String) throws -> StageID {
        if let stage = StageID(text) { return stage }
        throw ValidationError("'\(text)' is no name of a stage: \(IdentifierRule.description)")
    }

    static func noRun(_ text: String) -> String {
        "'\(text)' is no run; runs look like 20260401T021700Z-0123abcd"
    }

    static func period(_ text: String) throws -> Month {
        if let month = Month(text) { return month }
        throw ValidationError("'\(text)' is no period; periods are months such as 2026-04")
    }

    static func day(_ text: String) throws -> CalendarDay {
        if let instant = Instant("\(text)T00:00:00Z"), instant.day.description == text { return instant.day }
        throw ValidationError("'\(text)' is no day; days are written 2026-05-01")
    }

    static func note(_ text: String) throws -> String {
        if text.utf8.count <= noteLimit, !text.unicodeScalars.contains(where: { $0.value < 0x20 }) { return text }
        throw ValidationError("a note is one line of at most \(noteLimit) bytes")
    }

    /// A sentence or two; longer stories have a place of their own that a note can name.
    private static let noteLimit = 1000
}

import Foundation
import TestSupport
import Testing

/// A project with one job, whose tenant is the test's own.
struct Project {
    let folder: TemporaryFolder
    let tenant: String

    /// The tiny example from bill to report.
    static let tiny = """
        {"id": "bill", "use": "ingest-focus", "options": {"source": "tiny", "files": ["in/bill-focus.csv"]}},
        {"id": "usage", "use": "ingest-operator", "options": {"clusters": [{"id": "tiny",
          "podUsage": ["in/ocp_pod_usage.csv"], "storageUsage": ["in/ocp_storage_usage.csv"]}]}},
        {"id": "allocation", "use": "allocate", "options": {"bill": ["bill"], "usage": ["usage"]}},
        {"id": "export", "use": "export-focus", "options": {"allocation": "allocation"}},
        {"id": "report", "use": "report", "options": {"allocation": "allocation", "bills": ["bill"], "usage": ["usage"]}}
        """

    /// - Parameter job: the stages of the job `night`.
    init(_ tenant: String, job stages: String, fixtures: String = "tiny") throws {
        folder = try TemporaryFolder()
        self.tenant = tenant
        try folder.write(#"{"tenant": "\#(tenant)", "name": "Tenant \#(tenant)"}"#, to: "Config/tenants/\(tenant).json")
        try write(stages)
        try FileManager.default.copyItem(
            atPath: "\(Checkout.root)/Tests/Fixtures/\(fixtures)", toPath: "\(folder.path)/in")
    }

    func write(_ stages: String) throws {
        try folder.write(
            "{\"job\": \"night\", \"tenant\": \"\(tenant)\", \"stages\": [\n\(stages)\n]}\n", to: "Jobs/night.json")
    }

    /// Runs `reckon` here, with the shared home unless another is named.
    func run(
        _ arguments: String..., home: String? = nil, environment: [String: String] = [:]
    ) throws -> Reckon.Answer {
        try start(arguments, home: home, environment: environment).wait()
    }

    func start(
        _ arguments: [String], home: String? = nil, environment: [String: String] = [:]
    ) throws -> Reckon.Running {
        try Reckon.start(
            arguments, in: folder.path,
            environment: ["RECKON_HOME": home ?? SharedHome.path].merging(environment) { $1 })
    }

    /// Runs the job for the month of the tiny example and reads what it tells as JSON.
    func night(
        _ more: String..., period: String = "2026-06", home: String? = nil, environment: [String: String] = [:]
    ) throws -> Night {
        let answer = try start(
            ["run", "night", "--period", period, "--format", "json"] + more, home: home, environment: environment
        ).wait()
        return try Night(answer)
    }

    /// The states of this project's runs, latest first; other projects' stand in the same ledger.
    func states() throws -> [String] {
        let status = try run("status", "--format", "json", "--limit", "200")
        return try #require(try JSONSerialization.jsonObject(with: Data(status.out.utf8)) as? [[String: Any]])
            .filter { $0["tenant"] as? String == tenant }.compactMap { $0["state"] as? String }
    }
}

/// What a run told.
struct Night {
    let exit: Int32
    let run: String
    let err: String
    /// By stage, in the order of the job.
    let endings: [String]
    let digests: [String: String]
    let directories: [String: String]

    init(_ answer: Reckon.Answer) throws {
        exit = answer.exit
        err = answer.err
        guard let object = try JSONSerialization.jsonObject(with: Data(answer.out.utf8)) as? [String: Any],
            let run = object["run"] as? String, let stages = object["stages"] as? [[String: Any]]
        else { throw Missing("an answer in JSON: \(answer.out) \(answer.err)") }
        self.run = run
        endings = stages.map { "\($0["stage"] ?? "") \($0["ending"] ?? "")" }
        digests = Night.texts(stages, "digest")
        directories = Night.texts(stages, "directory")
    }

    private static func texts(_ stages: [[String: Any]], _ key: String) -> [String: String] {
        var found: [String: String] = [:]
        for stage in stages { if let name = stage["stage"] as? String { found[name] = stage[key] as? String } }
        return found
    }

    func all(_ ending: String) -> Bool { !endings.isEmpty && endings.allSatisfy { $0.hasSuffix(" \(ending)") } }
}

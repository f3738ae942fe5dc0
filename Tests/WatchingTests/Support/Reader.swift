import Documents
import Kernel
import TestSupport

@testable import Runner

/// A kind of stage that only says what it reads.
struct Reader: Stage {
    let inputs: [StageInput]

    static let catalog = StageCatalog([
        StageKind(
            use: "reader", version: 1,
            options: ObjectShape(
                "options of a reader", "what it reads",
                [
                    .optional("files", .array(of: .path), default: [], "patterns"),
                    .optional("from", .array(of: .identifier), default: [], "stages"),
                ]), publishes: ["things"]
        ) { options in
            let files = try FilePattern.list(options, "files")
            return Reader(
                inputs: (files.isEmpty ? [] : [.files(role: "files", patterns: files)])
                    + (try StageInput.stages(options, "from", role: "from", needs: "things")))
        }
    ])

    func run(_ context: StageContext) throws -> StageOutcome { StageOutcome(rowCount: 0) }

    /// - Parameter stages: the job's stages as JSON, without the brackets around them.
    static func job(_ stages: String, in folder: TemporaryFolder) throws -> JobFile {
        try folder.write(#"{"tenant": "harbor", "name": "Harbor"}"#, to: "Config/tenants/harbor.json")
        try folder.write(
            #"{"job": "nightly", "tenant": "harbor", "summary": "x", "stages": [\#(stages)]}"#, to: "Jobs/nightly.json")
        guard let job = JobID("nightly") else { throw Missing("a sound name") }
        return try JobFile(job, project: Project(root: folder.path, home: nil), catalog: catalog)
    }

    /// Two stages that read files, one that reads both, one that reads two of different columns.
    static let diamond = """
        {"id": "bill", "use": "reader", "options": {"files": ["bills/{period}/<&>\\".csv", "more/*.csv"]}},
        {"id": "usage", "use": "reader", "options": {"files": ["usage.csv"]}},
        {"id": "allocation", "use": "reader", "options": {"from": ["bill", "usage"]}},
        {"id": "report", "use": "reader", "options": {"from": ["bill", "allocation"]}}
        """
}

extension RunID {
    static func sample() throws -> RunID {
        guard let run = RunID("20260401T021700Z-0123abcd") else { throw Missing("a sound run") }
        return run
    }
}

extension Instant {
    static let sample = Instant(secondsSinceEpoch: 1_775_009_820)
}

import Crypto
import Database
import Documents
import Kernel

/// A publication as the ledger keeps it.
struct StoredPublication: Sendable {
    let publication: Publication
    let generation: Int64

    /// Path of the generation's folder below the home.
    let directory: String
}

extension Ledger {
    static func publications(_ session: Session, _ partition: Partition) throws -> [StageID: StoredPublication] {
        let answer = try session.query(
            """
            SELECT p.stage, p.run_id, p.generation, p.cache_key, p.digest, p.directory, p.files, p.facts, p.diagnostics,
                p.row_count, r.run_id, r.summary
            FROM publications p LEFT JOIN LATERAL (
                SELECT run_id, summary FROM restatements
                WHERE tenant_id = p.tenant_id AND job = p.job AND period = p.period AND stage = p.stage
                    AND outcome = 'published'
                ORDER BY generation DESC LIMIT 1
            ) r ON true
            WHERE p.job = \(partition.job) AND p.period = \(partition.period.firstDay)
            """)
        var found: [StageID: StoredPublication] = [:]
        for row in answer.rows {
            let stage: StageID = try row.value(0)
            guard let cacheKey = Digest(hexadecimal: try row.value(3)),
                let digest = Digest(hexadecimal: try row.value(4))
            else { throw damaged(stage) }
            let directory: String = try row.value(5)
            let publication = Publication(
                stage: stage, run: try row.value(1), directory: directory,
                files: try publishedFiles(json(try row.value(6), stage), stage),
                facts: try json(try row.value(7), stage),
                digest: digest, cacheKey: cacheKey, rowCount: try row.value(9),
                diagnostics: try diagnostics(json(try row.value(8), stage)),
                restated: try row.optional(10).map { run in
                    Publication.Restated(run: run, summary: try texts(json(try row.value(11), stage)))
                })
            found[stage] = StoredPublication(
                publication: publication, generation: try row.value(2), directory: directory)
        }
        return found
    }

    /// Publications of a partition, read only.
    func publications(_ partition: Partition) throws -> [StageID: StoredPublication] {
        try database.withTenant(partition.tenant, readOnly: true) { try Ledger.publications($0, partition) }
    }

    /// Whether anything of a partition is published.
    package func isPublished(_ partition: Partition) throws -> Bool { try !publications(partition).isEmpty }

    /// What a publication's cache key is the digest of.
    func cacheInputs(of stage: StageID, _ partition: Partition) throws -> JSONNode {
        try database.withTenant(partition.tenant, readOnly: true) { session in
            let text: String = try session.query(
                """
                SELECT cache_inputs FROM publications
                WHERE job = \(partition.job) AND period = \(partition.period.firstDay) AND stage = \(stage)
                """
            ).onlyRow().value(0)
            return try Ledger.json(text, stage)
        }
    }

    static func texts(_ node: JSONNode) -> [String] { (node.array ?? []).compactMap(\.string) }

    static func json(_ text: String, _ stage: StageID) throws -> JSONNode {
        try Documents.JSONText.parse(Array(text.utf8), file: "ledger:\(stage)", limits: .data)
    }

    private static func publishedFiles(_ node: JSONNode, _ stage: StageID) throws -> [PublishedFile] {
        try (node.array ?? []).map { element in
            guard let path = element["path"]?.string, let bytes = element["bytes"]?.int,
                let digest = element["sha256"]?.string.flatMap({ Digest(hexadecimal: $0) })
            else { throw damaged(stage) }
            return PublishedFile(path: path, byteCount: Int64(bytes), digest: digest)
        }
    }

    static func diagnosticsJSON(_ diagnostics: [Diagnostic]) -> JSONOut {
        .array(
            diagnostics.map { diagnostic in
                .object([
                    .init("severity", .string(diagnostic.severity.rawValue)),
                    .init("area", .string(String(diagnostic.code.area))),
                    .init("number", .integer(diagnostic.code.number)),
                    .init("message", .string(diagnostic.message)), .init("file", .optional(diagnostic.place?.file)),
                    .init("line", diagnostic.place?.line.map { .integer($0) } ?? .null),
                    .init("column", diagnostic.place?.column.map { .integer($0) } ?? .null),
                    .init("hint", .optional(diagnostic.hint)),
                ])
            })
    }

    private static func diagnostics(_ node: JSONNode) throws -> [Diagnostic] {
        (node.array ?? []).compactMap { element in
            guard let severity = element["severity"]?.string.flatMap(Diagnostic.Severity.init(rawValue:)),
                let area = element["area"]?.string?.first, let number = element["number"]?.int,
                let message = element["message"]?.string
            else { return nil }
            let place = element["file"]?.string.map {
                Place(file: $0, line: element["line"]?.int, column: element["column"]?.int)
            }
            return Diagnostic(
                severity, DiagnosticCode(area, number), message, at: place, hint: element["hint"]?.string)
        }
    }

    private static func damaged(_ stage: StageID) -> Failure {
        Failure(
            .internal, RunnerCode.damagedRecord, "the ledger's record of stage '\(stage)' cannot be read",
            hint: "run the job again with --force, which publishes every stage anew")
    }
}

import Crypto
import Database
import Documents
import Kernel

extension Ledger {
    /// Makes a stage's result visible: its table rows, its record, what it changes of the one before it, and the run's
    /// note of it, in one transaction.
    ///
    /// - Parameters:
    ///   - cacheInputs: what the cache key is the digest of, for those who ask why a stage ran.
    ///   - revision: what it changes of the stage's publication, as the kind tells it.
    /// - Throws: exit 75 when a later run has taken the partition, `ClosedPeriodChange` when the period is closed and the
    ///   stage came to something else; nothing is changed then.
    func publish(
        _ publication: Publication, cacheInputs: JSONOut = .object([]), directory: String, tables: [TableContent],
        revision: Revision? = nil, partition: Partition, generation: Int64, at now: Instant
    ) throws {
        try database.withTenant(partition.tenant) { session in
            guard try Ledger.lock(partition, session) == generation else { throw Ledger.lostPartition }
            if let change = try change(publication, revision, partition, generation, session) {
                if let closing = try Ledger.closing(of: partition, session) {
                    throw ClosedPeriodChange(change, closing: closing)
                }
                if change.revision != nil { try Ledger.record(change, .published, session, at: now) }
            }
            for table in tables { try replace(table, publication.stage, partition, session) }
            let files = JSONOut.array(
                publication.files.map {
                    .object([
                        .init("path", .string($0.path)), .init("bytes", .integer(Int($0.byteCount))),
                        .init("sha256", .string($0.digest.description)),
                    ])
                })
            try session.execute(
                """
                INSERT INTO publications (tenant_id, job, period, stage, generation, run_id, cache_key,
                    cache_inputs, digest, directory, files, facts, diagnostics, row_count, published_at)
                VALUES (\(partition.tenant), \(partition.job), \(partition.period.firstDay), \(publication.stage),
                    \(generation), \(publication.run), \(publication.cacheKey.description),
                    \(PrettyJSON.text(cacheInputs)), \(publication.digest.description), \(directory), \(PrettyJSON.text(files)),
                    \(PrettyJSON.text(JSONOut(publication.facts))),
                    \(PrettyJSON.text(Ledger.diagnosticsJSON(publication.diagnostics))), \(publication.rowCount), \(now))
                ON CONFLICT (tenant_id, job, period, stage) DO UPDATE SET
                    generation = excluded.generation, run_id = excluded.run_id, cache_key = excluded.cache_key,
                    cache_inputs = excluded.cache_inputs, digest = excluded.digest, directory = excluded.directory, files = excluded.files,
                    facts = excluded.facts, diagnostics = excluded.diagnostics, row_count = excluded.row_count,
                    published_at = excluded.published_at
                """)
            try Ledger.move(
                session, publication.stage, of: publication.run, to: .published, at: now,
                rows: publication.rowCount)
            try AuditLog.append(
                session, partition.tenant, actor: actor, action: "stage.published",
                subject: "\(partition.job) \(partition.period) \(publication.stage)",
                detail: .object([
                    .init("run", .string(publication.run.text)), .init("generation", .integer(Int(generation))),
                    .init("digest", .string(publication.digest.description)),
                ]), at: now)
            FaultPoint.publishUncommitted.reach()
        }
    }

    /// Holds the partition until the transaction ends: publishing, closing and reopening wait for one another.
    ///
    /// - Returns: its generation; nil when no run has been there.
    static func lock(_ partition: Partition, _ session: Session) throws -> Int64? {
        let answer = try session.query(
            """
            SELECT generation FROM partitions
            WHERE job = \(partition.job) AND period = \(partition.period.firstDay) FOR UPDATE
            """)
        return answer.rowCount == 0 ? nil : try answer.onlyRow().value(0)
    }

    /// Nil when nothing is published of the stage, or the same.
    private func change(
        _ publication: Publication, _ revision: Revision?, _ partition: Partition, _ generation: Int64,
        _ session: Session
    ) throws -> PublicationChange? {
        let stored = try session.query(
            """
            SELECT generation, digest FROM publications
            WHERE job = \(partition.job) AND period = \(partition.period.firstDay) AND stage = \(publication.stage)
                AND digest <> \(publication.digest.description)
            """)
        guard stored.rowCount > 0 else { return nil }
        let row = try stored.onlyRow()
        return PublicationChange(
            partition: partition, stage: publication.stage, run: publication.run, generation: generation,
            oldGeneration: try row.value(0), oldDigest: try row.value(1), newDigest: publication.digest.description,
            revision: revision)
    }

    private func replace(
        _ table: TableContent, _ stage: StageID, _ partition: Partition, _ session: Session
    ) throws {
        try session.execute(
            """
            DELETE FROM \(identifier: table.table)
            WHERE job = \(partition.job) AND period = \(partition.period.firstDay) AND stage = \(stage)
            """)
        try Ledger.add(table, stage, partition, generation: nil, session)
    }

    /// - Parameter generation: for tables that keep the rows of all generations.
    static func add(
        _ table: TableContent, _ stage: StageID, _ partition: Partition, generation: Int64?, _ session: Session
    ) throws {
        guard let first = table.rows.first else { return }
        var leading: [CopyColumn] = [
            CopyColumn("tenant_id", .text), CopyColumn("job", .text), CopyColumn("period", .date),
            CopyColumn("stage", .text),
        ]
        if generation != nil { leading.append(CopyColumn("generation", .bigint)) }
        let own = zip(table.columns, first).map { CopyColumn($0, $1.sqlType) }
        try session.copyIn(table.table, leading + own) { writer in
            for row in table.rows {
                writer.append(partition.tenant)
                writer.append(partition.job)
                try writer.append(partition.period.firstDay)
                writer.append(stage)
                if let generation { writer.append(generation) }
                for value in row { try writer.append(value) }
                try writer.endRow()
            }
        }
    }
}

extension TableContent.Value {
    fileprivate var sqlType: SQLType {
        switch self {
        case .text: .text
        case .integer: .bigint
        case .amount: .numeric
        case .day: .date
        }
    }
}

extension CopyWriter {
    fileprivate mutating func append(_ value: TableContent.Value) throws(DatabaseError) {
        switch value {
        case .text(let text): try append(text)
        case .integer(let number): append(number)
        case .amount(let amount): append(amount)
        case .day(let day): try append(day)
        }
    }
}

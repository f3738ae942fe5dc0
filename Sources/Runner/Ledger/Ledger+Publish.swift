import Crypto
import Database
import Documents
import Kernel

extension Ledger {
    /// Makes a stage's result visible: its table rows, its record, and the run's note of it, in one transaction.
    ///
    /// - Throws: exit 75 when a later run has taken the partition; nothing is changed then.
    func publish(
        _ publication: Publication, directory: String, tables: [TableContent], partition: Partition, generation: Int64,
        at now: Instant
    ) throws {
        try database.withTenant(partition.tenant) { session in
            let current: Int64 = try session.query(
                """
                SELECT generation FROM partitions
                WHERE job = \(partition.job) AND period = \(partition.period.firstDay) FOR UPDATE
                """
            ).onlyRow().value(0)
            guard current == generation else { throw Ledger.lostPartition }
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
                INSERT INTO publications (tenant_id, job, period, stage, generation, run_id, cache_key, digest,
                    directory, files, facts, diagnostics, row_count, published_at)
                VALUES (\(partition.tenant), \(partition.job), \(partition.period.firstDay), \(publication.stage),
                    \(generation), \(publication.run), \(publication.cacheKey.description),
                    \(publication.digest.description), \(directory), \(PrettyJSON.text(files)),
                    \(PrettyJSON.text(JSONOut(publication.facts))),
                    \(PrettyJSON.text(Ledger.diagnosticsJSON(publication.diagnostics))), \(publication.rowCount), \(now))
                ON CONFLICT (tenant_id, job, period, stage) DO UPDATE SET
                    generation = excluded.generation, run_id = excluded.run_id, cache_key = excluded.cache_key,
                    digest = excluded.digest, directory = excluded.directory, files = excluded.files,
                    facts = excluded.facts, diagnostics = excluded.diagnostics, row_count = excluded.row_count,
                    published_at = excluded.published_at
                """)
            try Ledger.move(
                session, publication.stage, of: publication.run, from: .running, to: .published, at: now,
                rows: publication.rowCount, message: nil)
        }
    }

    private func replace(
        _ table: TableContent, _ stage: StageID, _ partition: Partition, _ session: Session
    ) throws {
        let period = partition.period.firstDay
        try session.execute(
            """
            DELETE FROM \(identifier: table.table)
            WHERE job = \(partition.job) AND period = \(period) AND stage = \(stage)
            """)
        guard let first = table.rows.first else { return }
        let leading: [CopyColumn] = [
            CopyColumn("tenant_id", .text), CopyColumn("job", .text), CopyColumn("period", .date),
            CopyColumn("stage", .text),
        ]
        let own = zip(table.columns, first).map { CopyColumn($0, $1.sqlType) }
        try session.copyIn(table.table, leading + own) { writer in
            for row in table.rows {
                writer.append(partition.tenant)
                writer.append(partition.job)
                try writer.append(period)
                writer.append(stage)
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

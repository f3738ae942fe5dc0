package import Database

/// The schema of the store.
package enum LedgerMigrations {
    private static let coreTables = ["partitions", "runs", "stage_runs", "publications"]

    /// The ledger's own tables, then one migration for each table of a pipeline, in the order given.
    package static func all(_ tables: [StoreTable]) -> [Migration] {
        let core = Migration(
            1, "ledger", coreSQL + coreTables.map { TenantTable($0).protections }.joined())
        return [core]
            + tables.enumerated().map { offset, table in
                Migration(offset + 2, table.name, table.creation + "\n" + TenantTable(table.name).protections)
            }
    }

    private static let coreSQL = """
        CREATE TABLE partitions (
            tenant_id text NOT NULL,
            job text NOT NULL,
            period date NOT NULL,
            generation bigint NOT NULL,
            run_id text NOT NULL,
            PRIMARY KEY (tenant_id, job, period)
        );
        CREATE TABLE runs (
            tenant_id text NOT NULL,
            run_id text NOT NULL,
            job text NOT NULL,
            period date NOT NULL,
            generation bigint NOT NULL,
            state text NOT NULL CHECK (state IN ('running', 'succeeded', 'failed', 'abandoned')),
            started_at timestamptz NOT NULL,
            ended_at timestamptz,
            exit_status bigint,
            PRIMARY KEY (tenant_id, run_id)
        );
        CREATE TABLE stage_runs (
            tenant_id text NOT NULL,
            run_id text NOT NULL,
            stage text NOT NULL,
            ordinal bigint NOT NULL,
            kind text NOT NULL,
            state text NOT NULL CHECK (state IN
                ('pending', 'running', 'published', 'unchanged', 'failed', 'not_run', 'abandoned')),
            row_count bigint,
            message text,
            started_at timestamptz,
            ended_at timestamptz,
            PRIMARY KEY (tenant_id, run_id, stage)
        );
        CREATE TABLE publications (
            tenant_id text NOT NULL,
            job text NOT NULL,
            period date NOT NULL,
            stage text NOT NULL,
            generation bigint NOT NULL,
            run_id text NOT NULL,
            cache_key text NOT NULL,
            digest text NOT NULL,
            directory text NOT NULL,
            files jsonb NOT NULL,
            facts jsonb NOT NULL,
            diagnostics jsonb NOT NULL,
            row_count bigint NOT NULL,
            published_at timestamptz NOT NULL,
            PRIMARY KEY (tenant_id, job, period, stage)
        );

        """
}

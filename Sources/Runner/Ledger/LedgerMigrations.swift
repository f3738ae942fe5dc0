package import Database

/// The schema of the store.
package enum LedgerMigrations {
    /// A step that comes after the ledger's first tables.
    package enum Step: Sendable {
        /// Makes a table of a pipeline.
        case create(StoreTable)
        /// Makes it anew, with other columns or another key, and without rows: its stages raise their version, so that
        /// the next run of a period publishes them again.
        case recreate(StoreTable)
        /// The ledger's tables of restatements and of closed periods.
        case restatements
        /// Leases of runs, the slots of schedules, and what a stage's cache key was made of.
        case schedules
        /// The audit log.
        case audit
        /// Tables that a pipeline keeps by itself; the SQL makes and protects them.
        case tables(name: String, sql: String)
    }

    private static let coreTables = ["partitions", "runs", "stage_runs", "publications"]
    private static let historyTables = ["restatements", "closings"]
    private static let slotTables = ["slots"]

    /// The ledger's first tables, then the steps in the order given.
    package static func all(_ steps: [Step]) -> [Migration] {
        let core = Migration(
            1, "ledger", coreSQL + coreTables.map { TenantTable($0).protections }.joined())
        return [core] + steps.enumerated().map { migration($0.offset + 2, $0.element) }
    }

    private static func migration(_ id: Int, _ step: Step) -> Migration {
        switch step {
        case .create(let table): Migration(id, table.name, sql(table))
        case .recreate(let table): Migration(id, "\(table.name) anew", "DROP TABLE \(table.name);\n" + sql(table))
        case .restatements:
            Migration(
                id, "restatements",
                historySQL + historyTables.map { TenantTable($0, access: .appendOnly).protections }.joined())
        case .schedules:
            Migration(
                id, "schedules", schedulesSQL + slotTables.map { TenantTable($0).protections }.joined())
        case .audit:
            Migration(id, "audit", auditSQL + TenantTable("audit_log", access: .appendOnly).protections)
        case .tables(let name, let sql): Migration(id, name, sql)
        }
    }

    private static func sql(_ table: StoreTable) -> String {
        let access = table.keeping == .all ? TenantTable.Access.appendOnly : .readWrite
        return table.creation + "\n" + TenantTable(table.name, access: access).protections
    }

    /// Rows of both are added and never changed; the runtime role may do nothing else.
    private static let historySQL = """
        CREATE TABLE restatements (
            tenant_id text NOT NULL,
            job text NOT NULL,
            period date NOT NULL,
            stage text NOT NULL,
            generation bigint NOT NULL,
            run_id text NOT NULL,
            outcome text NOT NULL CHECK (outcome IN ('published', 'refused')),
            old_generation bigint NOT NULL,
            old_digest text NOT NULL,
            new_digest text NOT NULL,
            summary jsonb NOT NULL,
            facts jsonb NOT NULL,
            recorded_at timestamptz NOT NULL,
            PRIMARY KEY (tenant_id, job, period, stage, generation)
        );
        CREATE TABLE closings (
            tenant_id text NOT NULL,
            job text NOT NULL,
            period date NOT NULL,
            ordinal bigint NOT NULL,
            event text NOT NULL CHECK (event IN ('closed', 'reopened')),
            actor text NOT NULL,
            note text NOT NULL,
            stages jsonb NOT NULL,
            recorded_at timestamptz NOT NULL,
            PRIMARY KEY (tenant_id, job, period, ordinal)
        );

        """

    /// A slot is entered once, run or not; what became of it is written when it is known.
    private static let schedulesSQL = """
        ALTER TABLE runs
            ADD COLUMN heartbeat_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            ADD COLUMN host text NOT NULL DEFAULT '',
            ADD COLUMN process bigint NOT NULL DEFAULT 0,
            DROP CONSTRAINT runs_state_check,
            ADD CONSTRAINT runs_state_check
                CHECK (state IN ('running', 'succeeded', 'failed', 'cancelled', 'abandoned'));
        ALTER TABLE stage_runs
            ADD COLUMN tries bigint NOT NULL DEFAULT 1,
            DROP CONSTRAINT stage_runs_state_check,
            ADD CONSTRAINT stage_runs_state_check CHECK (state IN
                ('pending', 'running', 'published', 'unchanged', 'failed', 'not_run', 'cancelled', 'abandoned'));
        ALTER TABLE publications ADD COLUMN cache_inputs jsonb NOT NULL DEFAULT '{}';
        CREATE TABLE slots (
            tenant_id text NOT NULL,
            job text NOT NULL,
            slot text NOT NULL,
            scheduled_at timestamptz NOT NULL,
            period date NOT NULL,
            outcome text NOT NULL CHECK (outcome IN ('due', 'succeeded', 'failed', 'dropped')),
            reason text NOT NULL,
            run_id text,
            recorded_at timestamptz NOT NULL,
            PRIMARY KEY (tenant_id, job, slot)
        );

        """

    /// Entries are added and never changed; each holds the hash of the one before.
    private static let auditSQL = """
        CREATE TABLE audit_log (
            tenant_id text NOT NULL,
            ordinal bigint NOT NULL,
            entry text NOT NULL,
            hash text NOT NULL,
            recorded_at timestamptz NOT NULL,
            PRIMARY KEY (tenant_id, ordinal)
        );

        """

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

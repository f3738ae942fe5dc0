import Allocation
import Billing
import Database
import Reports
import Runner
import Telemetry

/// Everything a job can use. A new kind of stage is one line here.
enum Catalog {
    static let stages = StageCatalog([
        IngestFocusStage.kind,
        IngestOperatorStage.kind,
        AllocateStage.kind,
        ExportFocusStage.kind,
        ReportStage.kind,
    ])

    /// Tables of the pipelines, in the order in which they came; a new one is added at the end.
    private static let tables = [DailyCostsTable.table, DailyAllocations.table, BridgeTable.table]

    static let migrations = LedgerMigrations.all(tables)
}

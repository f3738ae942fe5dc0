import Allocation
import Billing
import Columns
import Database
import Kernel
import Payments
import Reports
import Runner
import Telemetry
import Watching

/// Everything a job can use. A new kind of stage is one line here.
enum Catalog {
    static let stages = StageCatalog([
        IngestFocusStage.kind(opening: openStore),
        IngestOperatorStage.kind,
        IngestPrometheusStage.kind(.thisMachine(seed: UInt64.random(in: 0...UInt64.max))),
        IngestOpenCostStage.kind,
        AllocateStage.kind,
        ExportFocusStage.kind,
        ReportStage.kind,
    ])

    /// The one place where a location of a delivery becomes a store.
    private static let openStore: StoreOpening = { location throws(Failure) in
        try StorageLocation(location).store(StorageEnvironment(variables: Environment.storageVariables))
    }

    /// The store's schema after the ledger's first tables, in the order in which its steps came; a new one is added at
    /// the end, and none is ever changed.
    static let migrations = LedgerMigrations.all([
        .create(DailyCostsTable.first),
        .create(DailyAllocations.first),
        .create(BridgeTable.table),
        .recreate(DailyCostsTable.table),
        .recreate(DailyAllocations.table),
        .restatements,
        .create(BillRevision.table),
        .schedules,
        .audit,
        PaymentTables.step,
        PaymentTables.modeStep,
        PaymentTables.withoutUpgradesStep,
        PaymentTables.tellingStep,
        DigestDelivery.step,
        PaymentTables.upgradesStep,
        DigestDelivery.endsStep,
    ])
}

import Allocation
import Billing
import Database
import Kernel
import Reports
import Runner
import Telemetry

/// Everything a job can use. A new kind of stage is one line here.
enum Catalog {
    static let stages = StageCatalog([
        IngestFocusStage.kind(opening: openStore),
        IngestOperatorStage.kind,
        AllocateStage.kind,
        ExportFocusStage.kind,
        ReportStage.kind,
    ])

    /// The one place where a location of a delivery becomes a store.
    private static let openStore: StoreOpening = { location throws(Failure) in
        throw Failure(
            .unavailable, CommandCode.noStores, "deliveries in \(QuotedText.of(location)) cannot be opened",
            hint: "this build has no stores yet; name the files of the bill with \"files\"")
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
    ])
}

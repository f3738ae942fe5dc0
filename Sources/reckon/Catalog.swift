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

    /// Tables of the pipelines, in the order in which they came; a new one is added at the end.
    private static let tables = [DailyCostsTable.table, DailyAllocations.table, BridgeTable.table]

    static let migrations = LedgerMigrations.all(tables)
}

import Allocation
import Billing
import Crypto
import Runner
import Testing

/// A database keeps the digests of its migrations: what has once made a table may never change by a byte.
struct ReleasedTablesTests {
    private static let released = [
        (DailyCostsTable.first, "3d661eb67ddbc8ce876c80132a392ac2a5934af9e9abba47bc4422d5cfd5a03a"),
        (DailyAllocations.first, "3c0ce397b168ff1d7fe5ee9591330aaa7b327484b44a7ac79488fdf4386fcb73"),
        (BridgeTable.table, "868ebb59ab106de2e922889ae19183bb5239e83bac7ddb3e4d8b744aea8f81e0"),
    ]

    @Test(arguments: released)
    func theTextThatMadeATableStays(table: StoreTable, digest: String) {
        #expect(Digest(of: table.creation).description == digest)
    }

    /// A table that was made anew has the columns it had, and a number in front.
    @Test func aNarrowKeyLosesNoColumn() {
        #expect(DailyCostsTable.table.columnNames == ["line"] + DailyCostsTable.first.columnNames)
        #expect(DailyAllocations.table.columnNames == ["line"] + DailyAllocations.first.columnNames)
        #expect(DailyCostsTable.table.key == ["line"] && DailyAllocations.table.key == ["line"])
    }
}

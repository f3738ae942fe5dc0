import Kernel
import Model
import Testing

@testable import Billing

/// FOCUS 1.3 says ServiceProviderName and HostProviderName where 1.2 says ProviderName and PublisherName.
struct FocusHeaderTests {
    private static let names = MadeBill(rows: 0).header

    private func header(_ names: [String], declared: FocusColumn.Version? = nil) throws -> FocusHeader {
        try FocusHeader(names, file: "bill.csv", declared: declared)
    }

    @Test func laterNamesStandForTheEarlierOnes() throws {
        var bill = MadeBill(rows: 0)
        bill.rename("ProviderName", "ServiceProviderName")
        bill.rename("PublisherName", "HostProviderName")
        let found = try header(bill.header)
        #expect(found.version == .v1_3)
        #expect(found.positions[FocusColumn.providerName.ordinal] == bill.index("ServiceProviderName"))
        #expect(found.positions[FocusColumn.publisherName.ordinal] == bill.index("HostProviderName"))
        #expect(found.others.map(\.name) == ["x_Line"])
        #expect(found.warnings.isEmpty)
    }

    @Test func withBothSpellingsTheEarlierCountsAndTheLaterIsKept() throws {
        let names = FocusHeaderTests.names + ["ServiceProviderName", "HostProviderName"]
        let found = try header(names)
        #expect(found.version == .v1_3)
        #expect(found.positions[FocusColumn.providerName.ordinal] == names.firstIndex(of: "ProviderName"))
        #expect(found.positions[FocusColumn.publisherName.ordinal] == names.firstIndex(of: "PublisherName"))
        #expect(found.others.map(\.name) == ["HostProviderName", "ServiceProviderName", "x_Line"])
        #expect(found.warnings.isEmpty, "columns of a later FOCUS are no strangers")
    }

    @Test func valuesOfBothSpellingsSurvive() throws {
        let folder = try BillFolder()
        var bill = MadeBill(rows: 3)
        bill.add("ServiceProviderName") { "later \($0)" }
        let path = try folder.file("bill.csv", bill.text())
        let grouping = try BillGrouping(["ProviderName"])
        let inspection = try BillInspection(path: path, grouping: grouping)
        #expect(inspection.format == "FOCUS 1.3")
        #expect(inspection.groups().map(\.texts) == [["AWS"]])
        #expect(inspection.columns.other == ["ServiceProviderName"])
    }

    @Test func theLaterNameAloneFillsTheColumn() throws {
        let folder = try BillFolder()
        var bill = MadeBill(rows: 3)
        bill.rename("ProviderName", "ServiceProviderName")
        let path = try folder.file("bill.csv", bill.text())
        let inspection = try BillInspection(path: path, grouping: BillGrouping(["ProviderName"]))
        #expect(inspection.groups().map(\.texts) == [["AWS"]])
    }

    @Test func aVersionThatIsDeclaredOtherwiseIsToldOnce() throws {
        let found = try header(FocusHeaderTests.names + ["AllocatedTags"], declared: .v1_0)
        #expect(found.version == .v1_0)
        #expect(found.warnings.map(\.code) == [BillCode.newerColumnsMissing])
    }

    @Test func everyMissingColumnIsNamed() throws {
        let names = FocusHeaderTests.names.filter { $0 != "BilledCost" && $0 != "ServiceName" }
        let failure = #expect(throws: Failure.self) { try header(names) }
        #expect(failure?.exitStatus == .badInput)
        #expect(failure?.diagnostics.first?.message.hasSuffix("BilledCost, ServiceName") == true)
    }

    @Test func anotherSpellingIsSuspected() throws {
        let failure = #expect(throws: Failure.self) { try header(FocusHeaderTests.names.map { $0.lowercased() }) }
        #expect(failure?.exitStatus == .badInput)
        let hint = try #require(failure?.diagnostics.first?.hint)
        #expect(hint.hasPrefix("upper and lower case count, rename \""), "\(hint)")
        #expect(hint.hasSuffix(" and so on"))
        let one = #expect(throws: Failure.self) {
            try header(FocusHeaderTests.names.map { $0 == "BilledCost" ? "billedcost" : $0 })
        }
        #expect(one?.diagnostics.first?.message.hasSuffix("mandatory columns are missing: BilledCost") == true)
        #expect(
            one?.diagnostics.first?.hint == "upper and lower case count, rename \"billedcost\" to BilledCost")
    }

    /// Tags under another name would be lost to the allocation without a word.
    @Test func aColumnInAnotherCaseIsToldWithTheRightName() throws {
        let found = try header(FocusHeaderTests.names + ["tags", "RESOURCEID", "allocatedtags", "Project", "x_tags"])
        #expect(found.others.map(\.name) == ["Project", "RESOURCEID", "allocatedtags", "tags", "x_Line", "x_tags"])
        #expect(
            found.warnings.map(\.description) == [
                """
                bill.csv:1: warning[D236]: columns whose case differs from FOCUS's are not read: "RESOURCEID", \
                "allocatedtags", "tags"
                  hint: rename "RESOURCEID" to ResourceId, "allocatedtags" to AllocatedTags, "tags" to Tags
                """,
                """
                bill.csv:1: warning[D220]: columns that FOCUS does not know and that lack the prefix x_: Project
                  hint: they are kept in x_OtherColumns
                """,
            ])
        #expect(
            try header(FocusHeaderTests.names + ["Tags", "tags"]).warnings.map(\.code) == [BillCode.columnSpelling])
    }

    @Test(arguments: [(";", "\";\""), ("\t", "\"\\t\""), ("|", "\"|\"")])
    func anotherSeparatorIsSuspected(separator: String, told: String) throws {
        let line = FocusHeaderTests.names.joined(separator: separator)
        let failure = #expect(throws: Failure.self) { try header([line]) }
        #expect(failure?.diagnostics.first?.hint?.contains("separated by \(told)") == true)
    }
}

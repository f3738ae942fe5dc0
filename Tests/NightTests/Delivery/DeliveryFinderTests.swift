import Columns
import Kernel
import Runner
import Synchronization
import TestSupport
import Testing

@testable import Billing

/// From a bucket to files of this machine.
struct DeliveryFinderTests {
    /// A bucket whose content is another after some listings.
    private final class ChangingStore: ObjectStore {
        let location: String
        private let states: [MemoryStore]
        private let listings = Mutex(0)
        private let listingsPerState: Int

        init(_ states: [MemoryStore], listingsPerState: Int) {
            location = states.first?.location ?? ""
            self.states = states
            self.listingsPerState = listingsPerState
        }

        private var now: MemoryStore { states[min(listings.withLock { $0 } / listingsPerState, states.count - 1)] }

        func list(_ folder: String) throws(Failure) -> [StoredObject] {
            let found = try now.list(folder)
            listings.withLock { $0 += 1 }
            return found
        }

        func read(_ path: String, byteLimit: Int) throws(Failure) -> [UInt8] {
            try now.read(path, byteLimit: byteLimit)
        }

        func localCopy(of object: StoredObject, in folder: String) throws(Failure) -> String {
            try now.localCopy(of: object, in: folder)
        }
    }

    private static func bucket(_ text: String, minute: Int64) -> MemoryStore {
        var store = MemoryStore("s3://bills/exports")
        store.write(text, to: "2026-04/a.csv", minute: minute)
        store.write("b", to: "2026-04/b.csv", minute: 0)
        return store
    }

    private static func find(_ store: any ObjectStore, location: String = "s3://bills/exports/") throws -> FoundInput {
        let finder = DeliveryFinder(
            layoutName: "folder", layout: BillFolder(folder: "{period}", marker: nil), location: location, name: nil,
            open: { _ throws(Failure) in store })
        let cache = try TemporaryFolder().path
        let period = try #require(Month("2026-04"))
        let found = try finder.find(InputSearch(period: period, root: "/nowhere", cache: cache))
        #expect(found.files.allSatisfy { $0.path.hasPrefix(cache) })
        return found
    }

    @Test func filesAreCopiedAndKeepTheNamesOfTheBucket() throws {
        let found = try DeliveryFinderTests.find(DeliveryFinderTests.bucket("a", minute: 0))
        #expect(found.files.map(\.name) == ["s3://bills/exports/2026-04/a.csv", "s3://bills/exports/2026-04/b.csv"])
        #expect(try found.files.map { String(decoding: try FileSystem.read($0.path), as: UTF8.self) } == ["a", "b"])
        #expect(found.summary == "folder delivery in s3://bills/exports: 2 files")
    }

    /// The listing that was copied from and the one after copying must be the same.
    @Test(arguments: [("aa", Int64(0)), ("a", 1)]) func aDeliveryThatChangesIsTriedLater(text: String, minute: Int64)
        throws
    {
        let store = ChangingStore(
            [DeliveryFinderTests.bucket("a", minute: 0), DeliveryFinderTests.bucket(text, minute: minute)],
            listingsPerState: 1)
        let failure = #expect(throws: Failure.self) { try DeliveryFinderTests.find(store) }
        #expect(failure?.exitStatus == .tryLater)
        #expect(failure?.isTransient == true)
        #expect(failure?.diagnostics.first?.message == "the delivery changed while it was copied")
    }

    /// "Nothing was delivered" would send people to the provider when it is the job that names another place.
    @Test(arguments: [
        ("exports/", "exports: error[D250]: there is no such folder\n  hint: a relative location starts beside Jobs/"),
        ("/nowhere/at/all", "/nowhere/at/all: error[D250]: there is no such folder\n  hint: check the location"),
    ])
    func aFolderThatIsNotThereIsSaidToBeMissing(location: String, text: String) throws {
        let folder = try TemporaryFolder()
        let finder = DeliveryFinder(
            layoutName: "folder", layout: BillFolder(folder: "", marker: nil), location: location, name: nil,
            open: { location throws(Failure) in FolderStore(location: location) })
        let failure = #expect(throws: Failure.self) {
            try finder.find(InputSearch(period: try #require(Month("2026-04")), root: folder.path, cache: "/nowhere"))
        }
        #expect(failure?.exitStatus == .missingInput)
        #expect(failure?.description == text)
    }

    /// Where the project lies must not show in names: they stand in what is published.
    @Test func foldersAreNamedAsTheJobNamesThem() throws {
        let folder = try TemporaryFolder()
        try folder.write("a", to: "exports/a.csv")
        let finder = DeliveryFinder(
            layoutName: "folder", layout: BillFolder(folder: "", marker: nil), location: "exports//", name: nil,
            open: { location throws(Failure) in FolderStore(location: location) })
        let found = try finder.find(
            InputSearch(period: try #require(Month("2026-04")), root: folder.path, cache: "/nowhere"))
        #expect(found.files == [FoundInput.File(name: "exports/a.csv", path: "\(folder.path)/exports/a.csv")])
    }
}

import Kernel
import TestSupport
import Testing

@testable import Columns

/// Against a real S3-compatible server that Tests/Oracles/s3-store starts and fills; it says what lies there.
@Suite(.enabled(if: S3TestServer.endpoint != nil, "RECKON_TEST_S3_ENDPOINT is not set: see Tests/Oracles/s3-store"))
struct S3StoreTests {
    private let folder = TemporaryFolder.made()

    private func store(
        _ location: String = "s3://reckon-bills/exports", endpoint: String? = S3TestServer.endpoint,
        anonymous: Bool = false
    ) throws -> any ObjectStore {
        let environment = try StorageEnvironment(variables: [
            "AWS_ENDPOINT_URL": endpoint ?? "", "RECKON_STORAGE_ANONYMOUS": anonymous ? "1" : "0",
        ])
        return try StorageLocation(location).store(environment)
    }

    private func object(_ path: String, in store: any ObjectStore) throws -> StoredObject {
        try #require(try store.list("").first { $0.path == path })
    }

    @Test func listsFilesAtAnyDepthInByteOrder() throws {
        let found = try store().list("")
        #expect(
            found.map(\.path) == [
                "../outside.csv", "2026-04/a.csv", "2026-04/large.bin", "2026-04/part/b c+d%25é.csv", "a//b.csv",
                "manifest.json",
            ])
        #expect(found.allSatisfy { $0.modified != nil })
        #expect(found.last?.byteCount == 13)
        #expect(try store().list("2026-04/part").map(\.path) == ["2026-04/part/b c+d%25é.csv"])
        #expect(try store("s3://reckon-bills").list("exports/2026-04").count == 3)
    }

    @Test func listsMoreThanOnePage() throws {
        let found = try store("s3://reckon-many").list("")
        #expect(found.count == 2500)
        #expect(found.first?.path == "f0000" && found.last?.path == "f2499")
    }

    @Test func aMissingFolderIsAnEmptyOne() throws {
        #expect(try store().list("2026-05") == [])
        // A folder is not a beginning of names.
        #expect(try store("s3://reckon-bills/exp").list("") == [])
    }

    @Test func readsAWholeFileUpToALimit() throws {
        #expect(try store().read("manifest.json", byteLimit: 13) == Array("{\"files\": []}".utf8))
        let failure = #expect(throws: Failure.self) { try store().read("manifest.json", byteLimit: 12) }
        #expect(failure?.exitStatus == .badInput)
        #expect(failure?.diagnostics.first?.code == StorageCode.tooLarge)
    }

    @Test(arguments: ["s3://reckon-bills/exports", "s3://reckon-none/exports"])
    func saysThatAFileIsMissing(location: String) throws {
        let failure = #expect(throws: Failure.self) { try store(location).read("none.json", byteLimit: 10) }
        #expect(failure?.exitStatus == .missingInput)
        #expect(failure?.diagnostics.first?.place?.file == "\(location)/none.json")
    }

    @Test func saysThatABucketIsMissing() throws {
        let failure = #expect(throws: Failure.self) { try store("s3://reckon-none/exports").list("") }
        #expect(failure?.exitStatus == .missingInput)
        #expect(failure?.diagnostics.first?.code == StorageCode.noBucket)
    }

    @Test func copiesByteForByteAndKeepsTheTime() throws {
        let store = try store()
        for object in try store.list("2026-04") {
            let path = try store.localCopy(of: object, in: "\(folder.path)/copies")
            #expect(path == "\(folder.path)/copies/\(object.path)")
            #expect(CopiedFile.isSame(path, as: object))
        }
        #expect(
            TemporaryFolder.bytes(of: "\(folder.path)/copies/2026-04/part/b c+d%25é.csv") == Array("b,c\n1,2\n".utf8))
        let large = TemporaryFolder.bytes(of: "\(folder.path)/copies/2026-04/large.bin")
        // As the script makes it: longer than two parts, and no multiple of one.
        var expected = (0..<251).map { UInt8($0) }
        while expected.count < 20_000_003 { expected += expected }
        expected.removeLast(expected.count - 20_000_003)
        #expect(large == expected)
        #expect(try FileSystem.names(in: "\(folder.path)/copies/2026-04") == ["a.csv", "large.bin", "part"])
    }

    @Test func usesACopyThatIsThere() throws {
        let store = try store()
        let object = try object("2026-04/a.csv", in: store)
        let path = try store.localCopy(of: object, in: folder.path)
        let before = FileSystem.fingerprint(path)
        #expect(try store.localCopy(of: object, in: folder.path) == path)
        #expect(FileSystem.fingerprint(path) == before)
        try folder.write("12345678", to: "2026-04/a.csv")
        _ = try store.localCopy(of: object, in: folder.path)
        #expect(TemporaryFolder.bytes(of: path) == Array("a,b\n1,2\n".utf8))
    }

    @Test func saysThatAFileChangedAfterItWasListed() throws {
        let store = try store()
        let now = try object("2026-04/a.csv", in: store)
        let modified = try #require(now.modified)
        for before in [
            StoredObject(path: now.path, byteCount: now.byteCount - 1, modified: modified),
            StoredObject(path: now.path, byteCount: now.byteCount + 1, modified: modified),
            StoredObject(path: now.path, byteCount: now.byteCount, modified: modified.advanced(bySeconds: -2)),
            StoredObject(path: "2026-04/gone.csv", byteCount: 1, modified: modified),
        ] {
            let failure = #expect(throws: Failure.self) { try store.localCopy(of: before, in: folder.path) }
            #expect(failure?.exitStatus == .tryLater)
            #expect(failure?.isTransient == true)
            #expect(failure?.diagnostics.first?.code == StorageCode.changed)
        }
        #expect(try FileSystem.names(in: "\(folder.path)/2026-04") == [])
    }

    @Test func refusesNamesThatLeadElsewhere() throws {
        let store = try store()
        for path in ["../outside.csv", "a//b.csv", "/lead.csv", "folder/", "a\0b"] {
            let object = StoredObject(path: path, byteCount: 1, modified: nil)
            let failure = #expect(throws: Failure.self) {
                try store.localCopy(of: object, in: "\(folder.path)/copies")
            }
            #expect(failure?.exitStatus == .badInput)
            #expect(throws: Failure.self) { try store.read(path, byteLimit: 100) }
        }
        #expect(try FileSystem.names(in: folder.path) == [])
    }

    @Test func saysThatItIsRefused() throws {
        let refused = try store(endpoint: S3TestServer.variable("RECKON_TEST_S3_REFUSING_ENDPOINT"))
        for body in [
            { _ = try refused.list("") }, { _ = try refused.read("manifest.json", byteLimit: 100) },
            {
                _ = try refused.localCopy(
                    of: StoredObject(path: "manifest.json", byteCount: 13, modified: nil), in: folder.path)
            },
        ] {
            let failure = #expect(throws: Failure.self, performing: body)
            #expect(failure?.exitStatus == .notPermitted)
            #expect(failure?.diagnostics.first?.code == StorageCode.refused)
        }
    }

    @Test(arguments: ["RECKON_TEST_S3_CLOSED_ENDPOINT", "RECKON_TEST_S3_FAILING_ENDPOINT"])
    func saysThatTheServerDoesNotAnswer(name: String) throws {
        let down = try store(endpoint: S3TestServer.variable(name))
        for body in [{ _ = try down.list("") }, { _ = try down.read("manifest.json", byteLimit: 100) }] {
            let failure = #expect(throws: Failure.self, performing: body)
            #expect(failure?.exitStatus == .unavailable)
            #expect(failure?.isTransient == true)
            #expect(failure?.diagnostics.first?.code == StorageCode.unreachable)
            #expect(failure?.restrictedDetail?.isEmpty == false)
        }
    }

    @Test func asksUnsignedWhenToldTo() throws {
        #expect(try store(anonymous: true).read("manifest.json", byteLimit: 13).count == 13)
        let failure = #expect(throws: Failure.self) { try store(anonymous: true).read("2026-04/a.csv", byteLimit: 13) }
        #expect(failure?.exitStatus == .notPermitted)
    }
}

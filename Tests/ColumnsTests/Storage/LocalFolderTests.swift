import Glibc
import Kernel
import TestSupport
import Testing

@testable import Columns

struct LocalFolderTests {
    private let folder = TemporaryFolder.made()
    private var store: LocalFolder { LocalFolder(folder.path) }

    @Test func listsFilesAtAnyDepthInByteOrder() throws {
        for name in ["b.csv", "a/z.csv", "a/b/c.csv", "a.csv", "é.csv", "B.csv"] { try folder.write("1234", to: name) }
        let found = try store.list("")
        #expect(found.map(\.path) == ["B.csv", "a.csv", "a/b/c.csv", "a/z.csv", "b.csv", "é.csv"])
        #expect(found.allSatisfy { $0.byteCount == 4 && $0.modified != nil })
        #expect(try store.list("a").map(\.path) == ["a/b/c.csv", "a/z.csv"])
        #expect(try store.list("a/b").map(\.path) == ["a/b/c.csv"])
    }

    @Test func aMissingFolderIsAnEmptyOne() throws {
        #expect(try store.list("none") == [])
        #expect(try LocalFolder("\(folder.path)/none").list("") == [])
    }

    @Test func showsLinkedFilesOnceAndNoPipes() throws {
        try folder.write("12", to: "real/a.csv")
        symlink("real/a.csv", "\(folder.path)/link.csv")
        symlink(".", "\(folder.path)/loop")
        symlink("real", "\(folder.path)/linked")
        symlink("nowhere", "\(folder.path)/dangling")
        mkfifo("\(folder.path)/pipe", 0o600)
        #expect(try store.list("").map(\.path) == ["link.csv", "real/a.csv"])
    }

    @Test func followsALinkThatIsTheFolderItself() throws {
        try folder.write("12", to: "real/a.csv")
        symlink("real", "\(folder.path)/linked")
        #expect(try LocalFolder("\(folder.path)/linked/").list("").map(\.path) == ["a.csv"])
    }

    @Test func readsAWholeFileUpToALimit() throws {
        try folder.write("12345", to: "manifest.json")
        #expect(try store.read("manifest.json", byteLimit: 5) == Array("12345".utf8))
        let failure = #expect(throws: Failure.self) { try store.read("manifest.json", byteLimit: 4) }
        #expect(failure?.exitStatus == .badInput)
        #expect(failure?.diagnostics.first?.message == "the file has 5 bytes; at most 4 are read here")
    }

    @Test func saysThatAFileIsMissing() {
        let failure = #expect(throws: Failure.self) { try store.read("none.json", byteLimit: 4) }
        #expect(failure?.exitStatus == .missingInput)
    }

    @Test func theCopyIsTheFileItself() throws {
        try folder.write("12345", to: "a/b.csv")
        let object = try #require(try store.list("").first)
        #expect(try store.localCopy(of: object, in: "/nowhere") == "\(folder.path)/a/b.csv")
    }

    @Test(arguments: ["123456", "54321", nil])
    func saysThatAFileChangedAfterItWasListed(content: String?) throws {
        try folder.write("12345", to: "a.csv")
        let object = try #require(try store.list("").first)
        unlink("\(folder.path)/a.csv")
        if let content {
            try folder.write(content, to: "a.csv")
            try CopiedFile.setModified("\(folder.path)/a.csv", Instant(secondsSinceEpoch: 1))
        }
        let failure = #expect(throws: Failure.self) { try store.localCopy(of: object, in: "/nowhere") }
        #expect(failure?.exitStatus == .tryLater)
        #expect(failure?.isTransient == true)
        #expect(failure?.diagnostics.first?.code == StorageCode.changed)
    }

    @Test(arguments: ["../a.csv", "a/../../b", "/etc/passwd", "a//b", "a/", "./a", "a\0b", "a\nb", "", "..", "."])
    func refusesPathsThatLeadElsewhere(path: String) {
        for body in [
            { _ = try store.read(path, byteLimit: 10) },
            {
                _ = try store.localCopy(
                    of: StoredObject(path: path, byteCount: 1, modified: nil), in: folder.path)
            },
        ] {
            let failure = #expect(throws: Failure.self, performing: body)
            #expect(failure?.exitStatus == .badInput)
            #expect(failure?.diagnostics.first?.code == StorageCode.unusableName)
        }
    }
}

import Glibc
import Kernel
import TestSupport
import Testing

@testable import Columns

struct CopiedFileTests {
    private let folder = TemporaryFolder.made()

    @Test(arguments: [0, 1, -1, 1_777_777_777_123_456, -1_500_000] as [Int64])
    func bearsTheTimeOfItsOrigin(microseconds: Int64) throws {
        let path = folder.file("a.csv", "12")
        let modified = Instant(microseconds: microseconds)
        try CopiedFile.setModified(path, modified)
        #expect(CopiedFile.isSame(path, as: StoredObject(path: "a.csv", byteCount: 2, modified: modified)))
        #expect(!CopiedFile.isSame(path, as: StoredObject(path: "a.csv", byteCount: 3, modified: modified)))
        let later = Instant(microseconds: microseconds + 1)
        #expect(!CopiedFile.isSame(path, as: StoredObject(path: "a.csv", byteCount: 2, modified: later)))
        #expect(!CopiedFile.isSame(path, as: StoredObject(path: "a.csv", byteCount: 2, modified: nil)))
    }

    @Test func nothingAndFoldersAreNoCopies() {
        let object = StoredObject(path: "a.csv", byteCount: 0, modified: Instant(microseconds: 0))
        #expect(!CopiedFile.isSame("\(folder.path)/none", as: object))
        #expect(!CopiedFile.isSame(folder.path, as: object))
    }
}

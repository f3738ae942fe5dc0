import Glibc
import Kernel
import TestSupport
import Testing

@testable import Columns

struct DurableFileTests {
    private let folder = TemporaryFolder.made()

    @Test func appearsOnlyWhenCommitted() throws {
        let path = folder.file("a.txt", "old")
        let file = try DurableFile(path: path)
        try file.write("new content")
        #expect(TemporaryFolder.bytes(of: path) == Array("old".utf8))
        try file.commit()
        #expect(TemporaryFolder.bytes(of: path) == Array("new content".utf8))
        #expect(folder.files.sorted() == ["a.txt"])
        #expect(file.byteCount == 11)
    }

    @Test func leavesNothingBehindWhenLetGo() throws {
        do {
            let file = try DurableFile(path: "\(folder.path)/a.txt")
            try file.write("half")
            #expect(folder.files.sorted().count == 1)
        }
        #expect(folder.files.sorted() == [])
    }

    @Test func writesBesideAnotherUnfinishedCopy() throws {
        let path = "\(folder.path)/a.txt"
        let first = try DurableFile(path: path)
        let second = try DurableFile(path: path)
        try first.write("first")
        try second.write("second")
        try second.commit()
        try first.commit()
        #expect(TemporaryFolder.bytes(of: path) == Array("first".utf8))
        #expect(folder.files.sorted() == ["a.txt"])
    }

    @Test func saysWhenThereIsNoFolder() {
        let path = "\(folder.path)/none/a.txt"
        let failure = #expect(throws: Failure.self) { try DurableFile(path: path) }
        #expect(failure?.exitStatus == .cannotWrite)
        #expect(
            failure?.description
                == """
                \(path): error[D140]: the file cannot be created: its folder does not exist
                  hint: create the folder, or choose another path
                """)
    }

    @Test func keepsTheOldFileWhenItCannotBeReplaced() throws {
        let path = "\(folder.path)/a"
        mkdir(path, 0o700)
        defer { rmdir(path) }
        let file = try DurableFile(path: path)
        #expect(throws: Failure.self) { try file.commit() }
        #expect(folder.files.sorted().contains("a"))
    }
}

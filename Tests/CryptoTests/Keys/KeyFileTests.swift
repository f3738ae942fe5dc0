import Crypto
import Glibc
import TestSupport
import Testing

struct KeyFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func write(_ text: String, to name: String, mode: mode_t) throws -> String {
        let path = try folder.write(text, to: name)
        try #require(chmod(path, mode) == 0)
        return path
    }

    @Test(arguments: [0o400, 0o600] as [mode_t])
    func readsAFileOfItsOwnerAlone(mode: mode_t) throws {
        let path = try write("key\n", to: "key", mode: mode)
        #expect(try KeyFile.read(path) == Array("key\n".utf8))
        // Secrets that are mounted are links.
        try #require(symlink(path, "\(folder.path)/link") == 0)
        #expect(try KeyFile.read("\(folder.path)/link") == Array("key\n".utf8))
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o644, 0o777] as [mode_t])
    func refusesAFileThatIsOpenToOthers(mode: mode_t) throws {
        let path = try write("key\n", to: "key", mode: mode)
        #expect(throws: KeyTrouble.exposed(mode: mode)) { try KeyFile.read(path) }
    }

    @Test func refusesWhatIsNoFile() throws {
        #expect(throws: KeyTrouble.noFile) { try KeyFile.read("\(folder.path)/none") }
        #expect(throws: KeyTrouble.notRegularFile) { try KeyFile.read(folder.path) }
        // Nobody writes into it: a reader that waited would never end.
        try #require(mkfifo("\(folder.path)/pipe", 0o600) == 0)
        #expect(throws: KeyTrouble.notRegularFile) { try KeyFile.read("\(folder.path)/pipe") }
        #expect(throws: KeyTrouble.notRegularFile) { try KeyFile.read("/dev/zero") }
    }

    @Test func refusesALongFile() throws {
        let long = try write(String(repeating: "a", count: 1024), to: "long", mode: 0o600)
        #expect(try KeyFile.read(long).count == 1024)
        let longer = try write(String(repeating: "a", count: 1025), to: "longer", mode: 0o600)
        #expect(throws: KeyTrouble.noKey) { try KeyFile.read(longer) }
    }
}

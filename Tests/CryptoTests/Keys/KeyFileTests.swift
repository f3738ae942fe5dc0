import Crypto
import Foundation
import Glibc
import Testing

struct KeyFileTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "reckon-keys-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func write(_ text: String, to path: String, mode: mode_t) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
        try #require(chmod(path, mode) == 0)
    }

    @Test(arguments: [0o400, 0o600] as [mode_t])
    func readsAFileOfItsOwnerAlone(mode: mode_t) throws {
        try withFolder { folder in
            try write("key\n", to: "\(folder)/key", mode: mode)
            #expect(try KeyFile.read("\(folder)/key") == Array("key\n".utf8))
            // Secrets that are mounted are links.
            try #require(symlink("\(folder)/key", "\(folder)/link") == 0)
            #expect(try KeyFile.read("\(folder)/link") == Array("key\n".utf8))
        }
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o644, 0o777] as [mode_t])
    func refusesAFileThatIsOpenToOthers(mode: mode_t) throws {
        try withFolder { folder in
            try write("key\n", to: "\(folder)/key", mode: mode)
            #expect(throws: KeyTrouble.exposed(mode: mode)) { try KeyFile.read("\(folder)/key") }
        }
    }

    @Test func refusesWhatIsNoFile() throws {
        try withFolder { folder in
            #expect(throws: KeyTrouble.noFile) { try KeyFile.read("\(folder)/none") }
            #expect(throws: KeyTrouble.notRegularFile) { try KeyFile.read(folder) }
            // Nobody writes into it: a reader that waited would never end.
            try #require(mkfifo("\(folder)/pipe", 0o600) == 0)
            #expect(throws: KeyTrouble.notRegularFile) { try KeyFile.read("\(folder)/pipe") }
            #expect(throws: KeyTrouble.notRegularFile) { try KeyFile.read("/dev/zero") }
        }
    }

    @Test func refusesALongFile() throws {
        try withFolder { folder in
            try write(String(repeating: "a", count: 1024), to: "\(folder)/long", mode: 0o600)
            #expect(try KeyFile.read("\(folder)/long").count == 1024)
            try write(String(repeating: "a", count: 1025), to: "\(folder)/longer", mode: 0o600)
            #expect(throws: KeyTrouble.noKey) { try KeyFile.read("\(folder)/longer") }
        }
    }
}

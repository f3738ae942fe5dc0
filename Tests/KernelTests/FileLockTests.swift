import Foundation
import Testing

@testable import Kernel

/// Locks between processes. Descriptors of one process exclude each other as those of two do.
struct FileLockTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "lock-\(UUID())").path

    @Test func nobodyWaitsForEver() throws {
        defer { unlink(path) }
        let held = try FileLock(path, .exclusive, atMost: .zero)
        #expect(FileLock.isHeld(path))
        let failure = #expect(throws: Failure.self) {
            try FileLock.holding(path, atMost: .milliseconds(20)) { Issue.record("it was not waited for") }
        }
        #expect(failure?.exitStatus == .tryLater && failure?.isTransient == true)
        #expect(failure?.diagnostics.map(\.code.description) == ["E405"])
        #expect(failure?.diagnostics.first?.message.contains(path) == false)
        held.release()
        #expect(try FileLock.holding(path) { FileLock.isHeld(path) })
        #expect(!FileLock.isHeld(path))
    }

    @Test func sharersKeepOutWhoWantsItAlone() throws {
        defer { unlink(path) }
        let (one, other) = (try FileLock(path, .shared, atMost: .zero), try FileLock(path, .shared, atMost: .zero))
        #expect(!one.becomeExclusive())
        other.release()
        #expect(one.becomeExclusive())
        #expect(throws: FileLock.Refusal.self) { try FileLock(path, .shared, atMost: .milliseconds(20)) }
        one.becomeShared()
        #expect(throws: Never.self) { try FileLock(path, .shared, atMost: .zero) }
    }

    @Test func whereNoFileCanBeMadeThereIsNoLock() {
        let failure = #expect(throws: Failure.self) { try FileLock.holding("\(path)/nowhere/lock") {} }
        #expect(failure?.exitStatus == .cannotWrite)
        #expect(failure?.diagnostics.first?.place?.file == "\(path)/nowhere/lock")
    }
}

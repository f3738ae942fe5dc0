import Synchronization
import Testing

@testable import Crypto

struct SecretBytesTests {
    @Test func isOverwrittenWhenNobodyHoldsItAnyMore() {
        let left = LeftBehind()
        var key: SecretBytes? = SecretBytes(copying: [1, 2, 3], observer: left.observer)
        #expect(key?.withBytes { Array($0) } == [1, 2, 3])
        #expect(left.all.isEmpty)
        key = nil
        #expect(left.all == [[0, 0, 0]])
    }

    @Test func overwritesTextInPlace() {
        var text: [UInt8] = [1, 2, 3]
        SecretBytes.overwrite(&text)
        #expect(text == [0, 0, 0])
        text = [1, 2, 3]
        SecretBytes.erase(&text)
        #expect(text.isEmpty)
    }

    @Test func printsNothingOfItself() {
        let key = SecretBytes(copying: Array("hidden".utf8))
        #expect("\(key)" == "***")
        #expect(String(reflecting: key) == "***")
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!dumped.contains("hidden") && !dumped.contains("104"))
    }
}

/// What the memory of keys held when they were gone.
final class LeftBehind: Sendable {
    private let found = Mutex<[[UInt8]]>([])

    var all: [[UInt8]] { found.withLock { $0 } }
    var observer: SecretBytes.ErasureObserver { { bytes in self.found.withLock { $0.append(bytes) } } }
}

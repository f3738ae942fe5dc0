import Kernel
import TestSupport
import Testing

@testable import Columns

/// A file decompressed on a thread of its own has the same bytes and the same end.
struct ReadAheadTests {
    private let folder = TemporaryFolder.made()

    /// Around the size of the buffers that go from thread to thread, a mebibyte.
    @Test(arguments: [0, 1, 1 << 16, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 2 << 20, (3 << 20) + 17], [false, true])
    func hasTheSameBytes(size: Int, zstd: Bool) throws {
        var generator = SplitMix(seed: UInt64(size))
        var plain: [UInt8] = []
        plain.reserveCapacity(size)
        while plain.count < size {
            let word = generator.next()
            for shift in 0..<min(8, size - plain.count) {
                plain.append(UInt8(truncatingIfNeeded: word >> (8 * shift)) & 15)
            }
        }
        let path = folder.file("a", zstd ? ZstdFrame.of(plain) : StoredGzip.member(plain))
        for readBytes in [4099, 1 << 20, 5 << 20] {
            let source = try ByteSource.open(path: path, readsAhead: true)
            #expect(try allBytes(of: source, readBytes: readBytes) == plain)
            #expect(source.plainByteCount == size)
            #expect(source.storedByteCount == TemporaryFolder.bytes(of: path).count)
            #expect(try allBytes(of: source) == [], "the end stays the end")
        }
    }

    @Test func tellsTheSameFailure() throws {
        let stored = StoredGzip.member([UInt8](repeating: 65, count: 3 << 20))
        for length in [20, 70_000, 1 << 20, stored.count - 1] {
            let path = folder.file("a", Array(stored.prefix(length)))
            let failures = try [false, true].map { ahead in
                let source = try ByteSource.open(path: path, readsAhead: ahead)
                return try #require(#expect(throws: Failure.self) { try allBytes(of: source) }).description
            }
            #expect(failures[0] == failures[1])
        }
    }

    /// A reader that is let go in the middle does not wait for the rest, and leaves no thread.
    @Test func mayBeLeftInTheMiddle() throws {
        let path = folder.file("a", StoredGzip.member([UInt8](repeating: 65, count: 4 << 20)))
        for _ in 0..<50 {
            let source = try ByteSource.open(path: path, readsAhead: true)
            var few = [UInt8](repeating: 0, count: 100)
            #expect(try few.withUnsafeMutableBytes { try source.read(into: $0) } == 100)
        }
    }
}

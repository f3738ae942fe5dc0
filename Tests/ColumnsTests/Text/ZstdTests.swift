import CZstd
import Kernel
import TestSupport
import Testing

@testable import Columns

struct ZstdTests {
    private let folder = TemporaryFolder.made()
    private static let plain = Array("a,b\n".utf8) + Array(repeatElement(Array("1,2\n".utf8), count: 50).joined())

    @Test(arguments: [1, 2, 7, 64, 1 << 16])
    func inflatesByContentNotByName(bufferBytes: Int) throws {
        let stored = ZstdFrame.of(ZstdTests.plain)
        let path = folder.file("bill.csv", stored)
        let reader = try CSVReader(path: path, limits: CSVLimits(bufferBytes: bufferBytes))
        #expect(try reader.records().map(\.fields) == Array(repeating: ["1", "2"], count: 50))
        #expect(reader.source.compression == .zstd)
        #expect(reader.source.storedByteCount == stored.count)
        #expect(reader.source.plainByteCount == 204)
    }

    @Test(arguments: [1, 3, 4099, 1 << 20])
    func joinsTheFramesOfAFile(readBytes: Int) throws {
        var generator = SplitMix(seed: 7)
        var plain: [UInt8] = []
        var stored: [UInt8] = []
        for size in [10, 0, 70_000, 1, readBytes == 1 ? 10 : 300_000] {
            let part = (0..<size).map { _ in UInt8(truncatingIfNeeded: generator.next() % 7) }
            plain += part
            stored += ZstdFrame.of(part) + (size == 1 ? ZstdFrame.skippable(of: 1000) : [])
        }
        #expect(try content(of: folder.file("a.zst", stored), readBytes: readBytes) == plain)
    }

    /// As pzstd writes them: sizes for other programs before the content.
    @Test(arguments: [0, 4, 300_000])
    func skippableFramesHoldNoContent(size: Int) throws {
        let skippable = ZstdFrame.skippable(of: size)
        let frame = ZstdFrame.of(ZstdTests.plain)
        for stored in [skippable + frame, frame + skippable, skippable + skippable + frame + skippable + frame] {
            let path = folder.file("a.zst", stored)
            #expect(try ByteSource.open(path: path).compression == .zstd)
            let frames = stored.count == frame.count + skippable.count ? 1 : 2
            #expect(try content(of: path) == Array(repeatElement(ZstdTests.plain, count: frames).joined()))
        }
    }

    @Test func readsAnEmptyFrame() throws {
        #expect(try content(of: folder.file("a.zst", ZstdFrame.of([]))) == [])
        let failure = #expect(throws: Failure.self) { try CSVReader(path: "\(folder.path)/a.zst") }
        #expect(failure?.diagnostics.first?.code == TextCode.noHeader)
    }

    @Test(arguments: [true, false])
    func refusesEveryTruncation(checksum: Bool) throws {
        let first = ZstdFrame.of(Array("x".utf8), checksum: checksum)
        let stored = first + ZstdFrame.of(ZstdTests.plain, checksum: checksum) + ZstdFrame.skippable(of: 5)
        let whole = [first.count, stored.count - 13, stored.count]
        for length in 4...stored.count {
            let path = folder.file("a.zst", Array(stored.prefix(length)))
            if whole.contains(length) {
                #expect(throws: Never.self) { try content(of: path) }
                continue
            }
            let failure = #expect(throws: Failure.self, "cut at \(length)") { try content(of: path) }
            #expect(failure?.diagnostics.first?.code == TextCode.zstdTruncated, "cut at \(length)")
            #expect(failure?.exitStatus == .badInput)
        }
    }

    @Test func tellsAWrongChecksumFromDamage() throws {
        var damaged = ZstdFrame.of(ZstdTests.plain)
        damaged[damaged.count - 1] ^= 1
        let path = folder.file("a.zst", damaged)
        let failure = #expect(throws: Failure.self) { try content(of: path) }
        #expect(
            failure?.description
                == """
                \(path): error[D116]: the checksum of the zstd content does not match
                  hint: the file was damaged on its way; fetch the file again
                """)
    }

    /// With its checksum, every bit of a frame is either without meaning or noticed.
    @Test func neverTakesDamageForContent() throws {
        let stored = ZstdFrame.of(ZstdTests.plain)
        for index in 4..<stored.count {
            for bit in 0..<8 {
                var damaged = stored
                damaged[index] ^= 1 << UInt8(bit)
                let path = folder.file("a.zst", damaged)
                let read = Result { try content(of: path) }
                guard case .success(let bytes) = read else { continue }
                // The bit that says whether there is a checksum makes the checksum garbage behind the frame.
                #expect(bytes == ZstdTests.plain, "byte \(index), bit \(bit)")
            }
        }
    }

    @Test(
        arguments: [[0, 0, 0, 0], [1, 2, 3, 4, 5], Array("a,b\n".utf8), Array(repeating: 0x28, count: 9)] as [[UInt8]])
    func refusesWhatFollowsTheContent(garbage: [UInt8]) throws {
        let path = folder.file("a.zst", ZstdFrame.of(ZstdTests.plain) + garbage)
        let failure = #expect(throws: Failure.self) { try content(of: path) }
        #expect(failure?.diagnostics.first?.message == "bytes that are not zstd follow the compressed content")
    }

    /// A window of 2^28 bytes, asked for by a file of eighteen.
    @Test func refusesAWindowThatWouldFillTheMemory() throws {
        let path = folder.file("a.zst", ZstdFrame.raw(Array("a,b\n".utf8), windowLog: 28))
        let failure = #expect(throws: Failure.self) { try content(of: path) }
        #expect(failure?.diagnostics.first?.message == "the zstd file needs a window of more than 128 MiB")
        #expect(
            try content(of: folder.file("b.zst", ZstdFrame.raw(Array("a,b\n".utf8), windowLog: 27)))
                == Array("a,b\n".utf8))
    }

    private func content(of path: String, readBytes: Int = 4099) throws -> [UInt8] {
        try allBytes(of: ByteSource.open(path: path), readBytes: readBytes)
    }
}

/// All that a source has left, read in pieces.
func allBytes(of source: ByteSource, readBytes: Int = 4099) throws -> [UInt8] {
    var content: [UInt8] = []
    var part = [UInt8](repeating: 0, count: readBytes)
    while true {
        let count = try part.withUnsafeMutableBytes { try source.read(into: $0) }
        guard count > 0 else { return content }
        content += part[0..<count]
    }
}

enum ZstdFrame {
    static func of(_ content: [UInt8], checksum: Bool = true) -> [UInt8] {
        let context = ZSTD_createCCtx()
        defer { ZSTD_freeCCtx(context) }
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, checksum ? 1 : 0)
        var target = [UInt8](repeating: 0, count: ZSTD_compressBound(content.count))
        let count = ZSTD_compress2(context, &target, target.count, content, content.count)
        precondition(ZSTD_isError(count) == 0, "the content could not be compressed")
        return Array(target.prefix(count))
    }

    /// A frame that readers pass over (RFC 8878, 3.1.2).
    static func skippable(of size: Int) -> [UInt8] {
        [0x50, 0x2A, 0x4D, 0x18] + (0..<4).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) }
            + Array(repeating: 0xEE, count: size)
    }

    /// One block as it stands, in a frame that asks for a window of 2^windowLog bytes (RFC 8878, 3.1.1).
    static func raw(_ content: [UInt8], windowLog: Int) -> [UInt8] {
        [0x28, 0xB5, 0x2F, 0xFD, 0, UInt8((windowLog - 10) << 3), UInt8(content.count << 3 | 1), 0, 0] + content
    }
}

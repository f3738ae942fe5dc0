import Glibc
import Kernel
import TestSupport
import Testing

@testable import Columns

struct ByteSourceTests {
    private let folder = TemporaryFolder.made()

    /// `a,b` and fifty times `1,2`, as Python's gzip module writes it, with a file name in the header.
    private static let sample: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x08, 0x00, 0x00, 0x00, 0x00, 0x02, 0xFF, 0x62, 0x69, 0x6C, 0x6C, 0x2E, 0x63, 0x73, 0x76,
        0x00, 0x4B, 0xD4, 0x49, 0xE2, 0x32, 0xD4, 0x31, 0x1A, 0x16, 0x18, 0x00, 0xF7, 0xE3, 0x81, 0xAE, 0xCC, 0x00,
        0x00, 0x00,
    ]

    @Test(arguments: [1, 2, 7, 64, 1 << 16])
    func inflatesByContentNotByName(bufferBytes: Int) throws {
        let path = folder.file("bill.csv", ByteSourceTests.sample)
        let reader = try CSVReader(path: path, limits: CSVLimits(bufferBytes: bufferBytes))
        #expect(try reader.records().map(\.fields) == Array(repeating: ["1", "2"], count: 50))
        #expect(reader.source.compression == .gzip)
        #expect(reader.source.storedByteCount == ByteSourceTests.sample.count)
        #expect(reader.source.plainByteCount == 204)
    }

    @Test func joinsTheMembersOfAFile() throws {
        var generator = SplitMix(seed: 7)
        var plain: [UInt8] = []
        var stored: [UInt8] = []
        for size in [10, 0, 70_000, 1, 300_000] {
            let part = (0..<size).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            plain += part
            stored += StoredGzip.member(part)
        }
        #expect(try content(of: folder.file("a.gz", stored)) == plain)
    }

    @Test func readsAnEmptyMember() throws {
        #expect(try content(of: folder.file("a.gz", StoredGzip.member([]))) == [])
        let failure = #expect(throws: Failure.self) { try CSVReader(path: "\(folder.path)/a.gz") }
        #expect(failure?.diagnostics.first?.code == TextCode.noHeader)
    }

    @Test func refusesEveryTruncation() throws {
        for length in 2..<ByteSourceTests.sample.count {
            let path = folder.file("a.gz", Array(ByteSourceTests.sample.prefix(length)))
            let failure = #expect(throws: Failure.self) { try content(of: path) }
            #expect(failure?.diagnostics.first?.code == TextCode.gzipTruncated, "cut at \(length)")
            #expect(failure?.diagnostics.first?.hint == "the delivery is incomplete; fetch the file again")
            #expect(failure?.exitStatus == .badInput)
        }
    }

    /// Some bits choose between two ways of saying the same; all others must be noticed.
    @Test func neverTakesDamageForContent() throws {
        let intact = try content(of: folder.file("a.gz", ByteSourceTests.sample))
        for index in 19..<ByteSourceTests.sample.count {
            for bit in 0..<8 {
                var damaged = ByteSourceTests.sample
                damaged[index] ^= 1 << UInt8(bit)
                let path = folder.file("a.gz", damaged)
                let read = Result { try content(of: path) }
                if case .success(let bytes) = read { #expect(bytes == intact, "byte \(index), bit \(bit)") }
            }
        }
    }

    @Test func tellsAWrongChecksumFromDamage() throws {
        var damaged = ByteSourceTests.sample
        damaged[damaged.count - 8] ^= 1
        let path = folder.file("a.gz", damaged)
        let failure = #expect(throws: Failure.self) { try content(of: path) }
        #expect(
            failure?.description
                == """
                \(path): error[D111]: the checksum of the gzip content does not match
                  hint: the file was damaged on its way; fetch the file again
                """)
    }

    @Test(arguments: [[0], [1, 2, 3], [0x1F, 0x00, 0x08, 0, 0, 0, 0, 0, 0, 0], Array("a,b\n".utf8)] as [[UInt8]])
    func refusesWhatFollowsTheContent(garbage: [UInt8]) throws {
        let path = folder.file("a.gz", ByteSourceTests.sample + garbage)
        let failure = #expect(throws: Failure.self) { try content(of: path) }
        #expect(failure?.diagnostics.first?.code == TextCode.gzipTrailingBytes)
    }

    @Test func saysWhenThereIsNoFile() {
        let path = "\(folder.path)/none.csv"
        let failure = #expect(throws: Failure.self) { try ByteSource.open(path: path) }
        #expect(failure?.exitStatus == .missingInput)
        #expect(
            failure?.description
                == """
                \(path): error[D101]: the file does not exist
                  hint: check the path, and whether the delivery has arrived
                """)
    }

    @Test(arguments: ["directory", "pipe", "device"])
    func refusesWhatIsNotAFile(kind: String) {
        var path = "\(folder.path)/x"
        switch kind {
        case "directory": path = folder.path
        case "pipe": mkfifo(path, 0o600)
        default: path = "/dev/zero"
        }
        let failure = #expect(throws: Failure.self) { try ByteSource.open(path: path) }
        #expect(failure?.diagnostics.first?.code == TextCode.notAFile)
        #expect(failure?.description.contains(kind) == true)
        #expect(failure?.exitStatus == .badInput)
    }

    private func content(of path: String) throws -> [UInt8] {
        let source = try ByteSource.open(path: path)
        var content: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4099)
        while true {
            let count = try part.withUnsafeMutableBytes { try source.read(into: $0) }
            guard count > 0 else { return content }
            content += part[0..<count]
        }
    }
}

/// Gzip without compression (RFC 1951 stored blocks, RFC 1952 framing).
enum StoredGzip {
    static func member(_ content: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        var rest = content[...]
        repeat {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(block.count)
            bytes.append(rest.isEmpty ? 1 : 0)
            bytes += littleEndian(UInt32(block.count)).prefix(2)
            bytes += littleEndian(~UInt32(block.count)).prefix(2)
            bytes += block
        } while !rest.isEmpty
        return bytes + littleEndian(checksum(content)) + littleEndian(UInt32(content.count))
    }

    private static func littleEndian(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func checksum(_ content: [UInt8]) -> UInt32 {
        var register: UInt32 = 0xFFFF_FFFF
        for byte in content {
            register ^= UInt32(byte)
            for _ in 0..<8 { register = register >> 1 ^ (register & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return ~register
    }
}

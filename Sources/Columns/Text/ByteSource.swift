package import Kernel

/// How the bytes of a file are stored; its first bytes say so, not its name.
package enum Compression: String, Sendable, CaseIterable {
    case none, gzip, zstd

    init(firstBytes: [UInt8]) {
        if firstBytes.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if firstBytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) || Compression.isSkippable(firstBytes) {
            self = .zstd
        } else {
            self = .none
        }
    }

    /// A frame of zstd that holds no content (RFC 8878, 3.1.2): pzstd begins its files with one.
    private static func isSkippable(_ firstBytes: [UInt8]) -> Bool {
        firstBytes.count == 4 && firstBytes[0] & 0xF0 == 0x50
            && firstBytes.dropFirst().elementsEqual([0x2A, 0x4D, 0x18])
    }

    fileprivate func makeDecoder() -> (any Decoder)? {
        switch self {
        case .none: nil
        case .gzip: GzipDecoder()
        case .zstd: ZstdDecoder()
        }
    }
}

/// The plain bytes of a file, which may be compressed.
///
/// Memory use does not depend on the size of the file.
@usableFromInline
package final class ByteSource {
    package let path: String
    package let compression: Compression

    /// Bytes read from the file so far, as they are stored.
    package private(set) var storedByteCount = 0

    /// Bytes handed out so far, after decompression.
    package private(set) var plainByteCount = 0

    private let file: DecodedFile
    private let ahead: ReadAhead?

    /// Opens a regular file.
    ///
    /// - Parameter readsAhead: whether a compressed file is decompressed on a thread of its own, beside who reads.
    /// - Throws: exit 66 when it is missing or unreadable, 65 when it is a directory or a device.
    package static func open(path: String, readsAhead: Bool = false) throws(Failure) -> ByteSource {
        let file = try SequentialFile(path: path)
        let compression = Compression(firstBytes: try file.firstBytes(4))
        let decoded = DecodedFile(file, compression.makeDecoder())
        return ByteSource(decoded, compression, readsAhead: readsAhead && compression != .none)
    }

    /// A file that is not compressed, from a byte in its middle on.
    ///
    /// - Parameter unhurriedEnd: where the part ends that is wanted; bytes behind it are read in small pieces.
    static func open(path: String, from start: Int, unhurriedEnd: Int) throws(Failure) -> ByteSource {
        let file = try SequentialFile(path: path, from: start, unhurriedEnd: unhurriedEnd)
        return ByteSource(DecodedFile(file, nil), .none, readsAhead: false)
    }

    private init(_ file: DecodedFile, _ compression: Compression, readsAhead: Bool) {
        path = file.path
        self.compression = compression
        self.file = file
        ahead = readsAhead ? ReadAhead(file) : nil
    }

    /// Puts the next bytes into `target`, which is not empty, and says how many; 0 at the end only.
    ///
    /// - Throws: exit 65 for compressed content that is truncated, damaged or followed by something else, 74 when the
    ///   system cannot read, 75 when the file changes meanwhile.
    package func read(into target: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
        let count: Int
        if let ahead {
            count = unsafe try ahead.read(into: target)
            storedByteCount = ahead.storedByteCount
        } else {
            count = unsafe try file.read(into: target)
            storedByteCount = file.storedByteCount
        }
        plainByteCount += count
        return count
    }
}

/// A file and what makes plain bytes of it. Belongs to one thread at a time.
final class DecodedFile {
    let path: String
    private var file: SequentialFile
    private let decoder: (any Decoder)?

    init(_ file: consuming SequentialFile, _ decoder: (any Decoder)?) {
        path = file.path
        self.file = file
        self.decoder = decoder
    }

    var storedByteCount: Int { file.byteCount }

    func read(into target: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
        guard let decoder else { return unsafe try file.read(into: target) }
        return unsafe try decoder.read(into: target, from: &file)
    }
}

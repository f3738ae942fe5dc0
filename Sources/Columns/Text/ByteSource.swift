package import Kernel

/// The plain bytes of a file, which may be gzip-compressed: its first bytes say so, not its name.
///
/// Memory use does not depend on the size of the file.
@usableFromInline
package final class ByteSource {
    package let path: String
    package let isGzip: Bool

    /// Bytes read from the file so far, as they are stored.
    package var storedByteCount: Int { file.byteCount }

    /// Bytes handed out so far, after decompression.
    package private(set) var plainByteCount = 0

    private var file: SequentialFile
    private var gzip: GzipDecoder?

    /// Opens a regular file.
    ///
    /// - Throws: exit 66 when it is missing or unreadable, 65 when it is a directory or a device.
    package static func open(path: String) throws(Failure) -> ByteSource { try ByteSource(path: path) }

    private init(path: String) throws(Failure) {
        self.path = path
        let file = try SequentialFile(path: path)
        isGzip = try file.firstBytes(2) == [0x1F, 0x8B]
        self.file = file
        gzip = isGzip ? GzipDecoder() : nil
    }

    /// Puts the next bytes into `target`, which is not empty, and says how many; 0 at the end only.
    ///
    /// - Throws: exit 65 for gzip that is truncated, damaged or followed by something else, 74 when the system cannot
    ///   read, 75 when the file changes meanwhile.
    package func read(into target: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
        let count =
            isGzip ? unsafe try gzip!.read(into: target, from: &file) : unsafe try file.read(into: target)
        plainByteCount += count
        return count
    }
}

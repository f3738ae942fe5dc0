import Columns
import Kernel

/// The bytes of a file one after the other, with their line and column.
final class ByteCursor {
    private static let bufferBytes = 1 << 18

    let name: String
    private let source: ByteSource
    private var buffer = [UInt8](repeating: 0, count: bufferBytes)
    private var position = 0
    private var end = 0
    private var line = 1
    /// Bytes of the current line that have been passed.
    private var column = 0
    private var isAtEnd = false
    private let plainLimit: Int

    /// - Parameters:
    ///   - name: as findings call the file.
    ///   - plainLimit: bytes behind the compression that are read at most.
    init(path: String, name: String, plainLimit: Int = .max) throws {
        source = try ByteSource.open(path: path, readsAhead: true)
        self.name = name
        self.plainLimit = plainLimit
    }

    var place: Place { Place(file: name, line: line, column: column + 1) }

    /// The byte at the cursor; nil at the end.
    @inline(__always)
    func peek() throws -> UInt8? {
        if position < end { return buffer[position] }
        return try refill() ? buffer[position] : nil
    }

    @inline(__always)
    func advance() {
        if buffer[position] == UInt8(ascii: "\n") {
            line += 1
            column = 0
        } else {
            column += 1
        }
        position += 1
    }

    func skipBlanks() throws {
        while let byte = try peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { advance() }
    }

    private func refill() throws -> Bool {
        guard !isAtEnd else { return false }
        let count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
        (position, end) = (0, count)
        isAtEnd = count == 0
        guard source.plainByteCount <= plainLimit else {
            throw Failure(
                .badInput, TelemetryCode.unknownFormat, "more than \(plainLimit) bytes stand behind the compression",
                at: Place(file: name))
        }
        return !isAtEnd
    }
}

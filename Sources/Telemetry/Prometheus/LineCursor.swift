import Columns
import Kernel

/// The lines of a file one after the other. Memory does not grow with the file.
final class LineCursor {
    private static let bufferBytes = 1 << 18
    /// No label set of sense comes near; a file without line ends must not be read into memory.
    private static let longestLine = 1 << 20

    let name: String
    private(set) var line = 0
    private let source: ByteSource
    private var buffer = [UInt8](repeating: 0, count: bufferBytes)
    private var position = 0
    private var end = 0
    private var isAtEnd = false

    init(path: String, name: String) throws {
        source = try ByteSource.open(path: path, readsAhead: true)
        self.name = name
    }

    var place: Place { Place(file: name, line: line) }

    /// Calls `body` with each line, without its end; a last line needs none.
    func forEachLine(_ body: (UnsafeBufferPointer<UInt8>) throws -> Void) throws {
        while true {
            guard let next = lineEnd() else {
                guard try refill() else { break }
                continue
            }
            try hand(next, body)
            position = next + 1
        }
        if position < end {
            try hand(end, body)
            position = end
        }
    }

    private func hand(_ last: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Void) throws {
        line += 1
        try buffer.withUnsafeBufferPointer { bytes in
            let isCarriageReturn = last > position && bytes[last - 1] == UInt8(ascii: "\r")
            try body(UnsafeBufferPointer(rebasing: bytes[position..<(isCarriageReturn ? last - 1 : last)]))
        }
    }

    private func lineEnd() -> Int? {
        buffer.withUnsafeBufferPointer { bytes in
            var index = position
            while index < end {
                if bytes[index] == UInt8(ascii: "\n") { return index }
                index += 1
            }
            return nil
        }
    }

    /// Reads more behind the line that has begun; false at the end of the file.
    private func refill() throws -> Bool {
        guard !isAtEnd else { return false }
        if position > 0 {
            buffer.withUnsafeMutableBytes { bytes in
                bytes.baseAddress?.copyMemory(from: bytes.baseAddress! + position, byteCount: end - position)
            }
            (position, end) = (0, end - position)
        }
        if end == buffer.count {
            guard buffer.count < LineCursor.longestLine else {
                throw Failure(
                    .badInput, TelemetryCode.lineTooLong, "a line has more than \(LineCursor.longestLine) bytes",
                    at: Place(file: name, line: line + 1), hint: "the file is damaged or is another format")
            }
            buffer.append(contentsOf: repeatElement(0, count: buffer.count))
        }
        let count = try buffer.withUnsafeMutableBytes { bytes in
            try source.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[end...]))
        }
        end += count
        isAtEnd = count == 0
        return !isAtEnd
    }
}

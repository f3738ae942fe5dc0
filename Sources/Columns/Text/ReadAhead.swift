import Glibc
import Kernel

/// Fills one buffer on a thread of its own while the other is read.
@safe
final class ReadAhead {
    /// Small enough for two of them to stay in the second-level cache or near it, large enough for few hand-overs.
    private static let bufferBytes = 1 << 20

    private let file: DecodedFile
    private let thread = BackgroundThread()
    private var current = Buffer()
    private var next = Buffer()
    private var taken = 0
    /// As of the buffer that is read now.
    private(set) var storedByteCount = 0

    /// What the thread fills, and what came of it.
    @safe
    private final class Buffer {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: ReadAhead.bufferBytes, alignment: 64)
        var count = 0
        var storedByteCount = 0
        var isEnd = false

        deinit { unsafe bytes.deallocate() }

        func fill(from file: DecodedFile) throws {
            count = 0
            while count < ReadAhead.bufferBytes, !isEnd {
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[count...])
                let more = unsafe try file.read(into: rest)
                count += more
                isEnd = more == 0
            }
            storedByteCount = file.storedByteCount
        }
    }

    init(_ file: DecodedFile) {
        self.file = file
    }

    /// Has the next buffer filled on the thread.
    private func begin() throws {
        let (file, buffer) = (file, next)
        try thread.start { try buffer.fill(from: file) }
    }

    func read(into target: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
        if taken == current.count {
            guard !current.isEnd else { return 0 }
            do { try advance() } catch let failure as Failure { throw failure } catch {
                preconditionFailure("decoders throw failures only: \(error)")
            }
        }
        let count = min(target.count, current.count - taken)
        unsafe target.copyMemory(from: UnsafeRawBufferPointer(rebasing: current.bytes[taken..<taken + count]))
        taken += count
        return count
    }

    private var hasBegun = false

    private func advance() throws {
        if !hasBegun {
            hasBegun = true
            try begin()
        }
        try thread.wait()
        swap(&current, &next)
        taken = 0
        storedByteCount = current.storedByteCount
        if !current.isEnd { try begin() }
    }
}

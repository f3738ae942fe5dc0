/// Room for texts that are made while a row is read; all of them are forgotten with the row.
final class TextArena {
    private static let blockBytes = 1 << 14

    private var blocks: [UnsafeMutablePointer<UInt8>] = [.allocate(capacity: blockBytes)]
    private var used = 0

    deinit { for block in blocks { block.deallocate() } }

    func clear() {
        used = 0
        while blocks.count > 1 { blocks.removeLast().deallocate() }
    }

    /// A copy that is good until `clear`.
    func kept(_ bytes: some Collection<UInt8>) -> UnsafeBufferPointer<UInt8> {
        let count = bytes.count
        if count > TextArena.blockBytes {
            // A block of its own, in front of the one that is filled.
            let own = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
            blocks.insert(own, at: 0)
            return copied(bytes, to: own, count)
        }
        if used + count > TextArena.blockBytes {
            blocks.append(.allocate(capacity: TextArena.blockBytes))
            used = 0
        }
        let start = blocks[blocks.count - 1] + used
        used += count
        return copied(bytes, to: start, count)
    }

    private func copied(
        _ bytes: some Collection<UInt8>, to start: UnsafeMutablePointer<UInt8>, _ count: Int
    ) -> UnsafeBufferPointer<UInt8> {
        for (offset, byte) in bytes.enumerated() { start[offset] = byte }
        return UnsafeBufferPointer(start: start, count: count)
    }
}

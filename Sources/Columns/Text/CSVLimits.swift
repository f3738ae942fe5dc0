/// What a CSV file may ask of the machine.
package struct CSVLimits: Sendable, Hashable {
    /// Longest record in bytes, line end not counted. Real tags reach some ten kilobytes; a file that lost a quote or its
    /// line ends must stop early instead of filling the memory.
    package var recordBytes: Int

    /// Most fields in a record. The widest known export, CUR with a column per tag, has some hundreds.
    package var columns: Int

    /// Bytes read at a time. Large enough that system calls do not count, small enough for the second-level cache.
    package var bufferBytes: Int

    /// Bytes scanned before the records found are handed out, so that they are still in the cache.
    package var windowBytes: Int

    package init(
        recordBytes: Int = 16 << 20, columns: Int = 4096, bufferBytes: Int = 1 << 20, windowBytes: Int = 1 << 16
    ) {
        precondition((1...1 << 30).contains(recordBytes), "positions within a record are kept in 32 bits")
        precondition((1...1 << 20).contains(columns), "a record has at least one field")
        precondition(bufferBytes >= 1 && windowBytes >= 1, "buffers hold at least a byte")
        self.recordBytes = recordBytes
        self.columns = columns
        self.bufferBytes = bufferBytes
        self.windowBytes = windowBytes
    }
}

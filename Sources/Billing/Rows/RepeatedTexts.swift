#if canImport(Glibc)
    import Glibc
#endif

/// The text that each column had when it was last read, so that a value which repeats is not read again.
///
/// Periods, currencies and categories repeat from row to row, and comparing bytes costs less than reading them.
struct RepeatedTexts: ~Copyable {
    /// Longer texts are not kept.
    private static let room = 32

    private let texts: UnsafeMutablePointer<UInt8>
    private let counts: UnsafeMutablePointer<Int>

    init(columns: Int) {
        texts = .allocate(capacity: columns * RepeatedTexts.room)
        counts = .allocate(capacity: columns)
        counts.initialize(repeating: -1, count: columns)
    }

    deinit {
        texts.deallocate()
        counts.deallocate()
    }

    func holds(_ text: UnsafeBufferPointer<UInt8>, column: Int) -> Bool {
        guard counts[column] == text.count, let start = text.baseAddress else { return false }
        return memcmp(texts + column * RepeatedTexts.room, start, text.count) == 0
    }

    func keep(_ text: UnsafeBufferPointer<UInt8>, column: Int) {
        guard text.count <= RepeatedTexts.room, let start = text.baseAddress else { return forget(column: column) }
        (texts + column * RepeatedTexts.room).update(from: start, count: text.count)
        counts[column] = text.count
    }

    func forget(column: Int) { counts[column] = -1 }
}

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

    /// Compares eight bytes at a time, in line: the texts are short, and a call costs as much again.
    @inline(__always)
    func holds(_ text: UnsafeBufferPointer<UInt8>, column: Int) -> Bool {
        let count = text.count
        guard counts[column] == count, let start = text.baseAddress else { return false }
        return RepeatedTexts.areSame(UnsafePointer(texts + column * RepeatedTexts.room), start, count)
    }

    @inline(__always)
    static func areSame(_ one: UnsafePointer<UInt8>, _ other: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        guard count >= 8 else {
            for offset in 0..<count where one[offset] != other[offset] { return false }
            return true
        }
        let (one, other) = (UnsafeRawPointer(one), UnsafeRawPointer(other))
        var difference: UInt64 = 0
        var offset = 0
        while offset + 8 <= count {
            difference |=
                one.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                ^ other.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            offset += 8
        }
        difference |=
            one.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
            ^ other.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
        return difference == 0
    }

    func keep(_ text: UnsafeBufferPointer<UInt8>, column: Int) {
        guard text.count <= RepeatedTexts.room, let start = text.baseAddress else { return forget(column: column) }
        (texts + column * RepeatedTexts.room).update(from: start, count: text.count)
        counts[column] = text.count
    }

    func forget(column: Int) { counts[column] = -1 }
}

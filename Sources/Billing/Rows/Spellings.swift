/// The values of a closed list and how texts are matched with them.
struct Spellings {
    let values: [String]
    /// The values one behind the other, and where each ends.
    private let bytes: [UInt8]
    private let ends: [Int]
    /// Of each value its length and its first and last bytes, which tell nearly all others apart at a glance.
    private let marks: [UInt64]
    /// By some bits of a mark the value to look at first, -1 for none.
    private let firstGuesses: [Int8]

    init(_ values: [String]) {
        self.values = values
        bytes = values.flatMap { Array($0.utf8) }
        var ends: [Int] = []
        for value in values { ends.append((ends.last ?? 0) + value.utf8.count) }
        self.ends = ends
        marks = values.map { value in Array(value.utf8).withUnsafeBufferPointer { Spellings.mark($0) } }
        var guesses = Array(repeating: Int8(-1), count: 64)
        for (index, mark) in marks.enumerated() { guesses[Spellings.guess(mark)] = Int8(index) }
        firstGuesses = guesses
    }

    @inline(__always)
    private static func guess(_ mark: UInt64) -> Int { Int((mark &* 0x9E37_79B9_7F4A_7C15) >> 58) }

    /// The first five bytes, the last two, and the length.
    @inline(__always)
    private static func mark(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let count = text.count
        guard count >= 8, let start = text.baseAddress else {
            return text.reduce(UInt64(count)) { $0 << 8 | UInt64($1) }
        }
        let first = UnsafeRawPointer(start).loadUnaligned(as: UInt64.self)
        let last = UnsafeRawPointer(start + count - 8).loadUnaligned(as: UInt64.self)
        return (first & 0xFF_FFFF_FFFF) | (last >> 48) << 40 | UInt64(truncatingIfNeeded: count) << 56
    }

    /// The index of the value that is spelled just so, or -1.
    func index(of text: UnsafeBufferPointer<UInt8>) -> Int {
        let mark = Spellings.mark(text)
        let guess = Int(firstGuesses[Spellings.guess(mark)])
        if guess >= 0, marks[guess] == mark, isValue(guess, text) { return guess }
        return marks.indices.first { marks[$0] == mark && isValue($0, text) } ?? -1
    }

    @inline(__always)
    private func isValue(_ index: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = index == 0 ? 0 : ends[index - 1]
        guard ends[index] - start == text.count, let first = text.baseAddress else { return false }
        return bytes.withUnsafeBufferPointer { RepeatedTexts.areSame($0.baseAddress! + start, first, text.count) }
    }

    /// The index of the value that differs by the case of letters at most, or -1.
    func indexIgnoringCase(of text: UnsafeBufferPointer<UInt8>) -> Int {
        var start = 0
        for index in ends.indices {
            let end = ends[index]
            if end - start == text.count, matchesIgnoringCase(text, from: start) { return index }
            start = end
        }
        return -1
    }

    private func matchesIgnoringCase(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
        for offset in 0..<text.count {
            let (left, right) = (text[offset], bytes[start + offset])
            guard left != right else { continue }
            let isLetter = (0x41...0x5A).contains(left & 0xDF)
            guard isLetter, left | 0x20 == right | 0x20 else { return false }
        }
        return true
    }
}

/// The values of a closed list and how texts are matched with them.
struct Spellings {
    let values: [String]
    /// The values one behind the other, and where each ends.
    private let bytes: [UInt8]
    private let ends: [Int]

    init(_ values: [String]) {
        self.values = values
        bytes = values.flatMap { Array($0.utf8) }
        var ends: [Int] = []
        for value in values { ends.append((ends.last ?? 0) + value.utf8.count) }
        self.ends = ends
    }

    /// The index of the value that is spelled just so, or -1.
    func index(of text: UnsafeBufferPointer<UInt8>) -> Int {
        var start = 0
        for index in ends.indices {
            let end = ends[index]
            if end - start == text.count, matches(text, from: start, ignoringCase: false) { return index }
            start = end
        }
        return -1
    }

    /// The index of the value that differs by the case of letters at most, or -1.
    func indexIgnoringCase(of text: UnsafeBufferPointer<UInt8>) -> Int {
        var start = 0
        for index in ends.indices {
            let end = ends[index]
            if end - start == text.count, matches(text, from: start, ignoringCase: true) { return index }
            start = end
        }
        return -1
    }

    private func matches(_ text: UnsafeBufferPointer<UInt8>, from start: Int, ignoringCase: Bool) -> Bool {
        for offset in 0..<text.count {
            let (left, right) = (text[offset], bytes[start + offset])
            guard left != right else { continue }
            let isLetter = (0x41...0x5A).contains(left & 0xDF)
            guard ignoringCase, isLetter, left | 0x20 == right | 0x20 else { return false }
        }
        return true
    }
}

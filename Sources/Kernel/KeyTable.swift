/// Gives each distinct row of numbers a place, in order of first sight.
package struct KeyTable {
    package let width: Int
    /// The keys one after another.
    private var words: [Int32] = []
    /// Open addressing: a key's place + 1, 0 for a free slot. Never more than half full.
    private var slots: [Int32] = Array(repeating: 0, count: 1024)

    /// - Parameter width: how many numbers a key has.
    package init(width: Int) { self.width = width }

    package var count: Int { words.count / width }

    /// The numbers of the key at a place.
    package func key(_ place: Int) -> ArraySlice<Int32> { words[place * width..<(place + 1) * width] }

    package func place(of key: [Int32]) -> Int? {
        let slot = self.slot(of: key)
        return slots[slot] == 0 ? nil : Int(slots[slot]) - 1
    }

    package mutating func add(_ key: [Int32]) -> Int {
        let slot = self.slot(of: key)
        if slots[slot] != 0 { return Int(slots[slot]) - 1 }
        words += key
        slots[slot] = Int32(count)
        let place = count - 1
        if count * 2 > slots.count { grow() }
        return place
    }

    /// Where a key stands, or where it would be put.
    private func slot(of key: [Int32]) -> Int {
        precondition(key.count == width, "a key of another width")
        let mask = slots.count - 1
        var slot = KeyTable.hash(key) & mask
        while slots[slot] != 0, !equals(Int(slots[slot]) - 1, key) { slot = (slot + 1) & mask }
        return slot
    }

    private func equals(_ place: Int, _ key: [Int32]) -> Bool {
        let start = place * width
        for index in 0..<width where words[start + index] != key[index] { return false }
        return true
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 4)
        let mask = slots.count - 1
        for place in 0..<count {
            var slot = KeyTable.hash(key(place)) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(place + 1)
        }
    }

    private static func hash(_ key: some Sequence<Int32>) -> Int {
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
        for word in key {
            let product = (hash ^ UInt64(UInt32(bitPattern: word))).multipliedFullWidth(by: 0xFF51_AFD7_ED55_8CCD)
            hash = product.high ^ product.low
        }
        return Int(truncatingIfNeeded: hash >> 1)
    }
}

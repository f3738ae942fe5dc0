import Kernel

/// Services that no category is known for, and how many rows have one. They count as `Other`.
struct UnplacedServices: Sendable, Equatable {
    /// Of more names the first in the order of their bytes are kept, so that parts add up to the same in any order.
    private static let nameLimit = 50

    private(set) var rows: Int64 = 0
    /// In the order of their bytes.
    private(set) var names: [String] = []

    mutating func count(_ name: String) {
        rows += 1
        insert(name)
    }

    /// Adds those of another part or file.
    mutating func add(_ other: UnplacedServices) {
        rows += other.rows
        for name in other.names { insert(name) }
    }

    private mutating func insert(_ name: String) {
        let place = names.firstIndex { !$0.utf8.lexicographicallyPrecedes(name.utf8) } ?? names.count
        if place < names.count, names[place].utf8.elementsEqual(name.utf8) { return }
        guard place < UnplacedServices.nameLimit else { return }
        names.insert(name, at: place)
        if names.count > UnplacedServices.nameLimit { names.removeLast() }
    }

    /// One note for all of them; nil when there are none.
    func note(at place: Place) -> Diagnostic? {
        guard rows > 0 else { return nil }
        return .warning(
            BillCode.unplacedService,
            "the category of some services is not known, they count as \"Other\" on \(rows) \(rows == 1 ? "row" : "rows"): "
                + QuotedText.list(names), at: place)
    }
}

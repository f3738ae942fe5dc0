import Kernel

/// What the rows of a file showed of it, which its columns do not tell. Those of parts and files are added up.
struct RowTraits: Sendable {
    var basis = CostBasis.both
    var unplaced = UnplacedServices()

    mutating func add(_ other: RowTraits) {
        basis.formUnion(other.basis)
        unplaced.add(other.unplaced)
    }

    /// What is to be said of a file when all its rows were read.
    func warnings(at place: Place) -> [Diagnostic] {
        [basis.warning(at: place), unplaced.note(at: place)].compactMap { $0 }
    }
}

/// Finds the name that a mistyped one was probably meant to be.
package enum NearestName {
    /// Longer names are not compared: the table of distances grows with the product of the lengths.
    private static let lengthLimit = 64

    /// The nearest candidate, the first of equals; nil when none is near. Case does not count.
    package static func of(_ name: String, among candidates: [String]) -> String? {
        let wanted = Array(name.lowercased().unicodeScalars)
        guard !wanted.isEmpty, wanted.count <= lengthLimit else { return nil }
        // One slip in four letters: more would propose names that have little in common.
        let allowed = min(3, max(1, (wanted.count + 1) / 4))
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let scalars = Array(candidate.lowercased().unicodeScalars)
            guard scalars.count <= lengthLimit, abs(scalars.count - wanted.count) <= allowed else { continue }
            let distance = distance(wanted, scalars)
            if distance <= allowed, distance < scalars.count, distance < best?.distance ?? .max {
                best = (candidate, distance)
            }
        }
        return best?.name
    }

    /// Insertions, deletions, replacements and swaps of neighbours (Damerau-Levenshtein, optimal string alignment).
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, scalar) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                let replace = last[column] + (scalar == other ? 0 : 1)
                var cost = min(replace, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, scalar == right[column - 1], left[row - 1] == other {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}

/// One broken rule at one place.
struct Violation: Hashable, CustomStringConvertible {
    var path: String
    var line: Int?
    /// The name that `Allowances` knows the rule by.
    var rule: String
    var message: String

    var description: String {
        let place = line.map { "\(path):\($0)" } ?? path
        return "\(place): [\(rule)] \(message)"
    }
}

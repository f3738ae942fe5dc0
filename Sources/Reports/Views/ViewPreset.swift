import Kernel

/// A view in the words of another tool.
package enum ViewPreset: String, Sendable, CaseIterable {
    /// Names as OpenCost's `aggregate` makes them, `__idle__` as one line that goes with what is shown.
    case openCost = "opencost"

    /// The keys that have nothing in place of a value that is not there.
    private static let blank: Set<ViewKey> = [.cluster, .node, .namespace, .pod, .container]

    /// What a line is called: its times, then one name of all other values.
    func values(_ values: [String], of keys: [ViewKey]) -> [String] {
        var times: [String] = []
        var parts: [String] = []
        var isIdle = false
        for (key, value) in zip(keys, values) {
            if ViewKey.ofTime.contains(key) {
                times.append(value)
                continue
            }
            isIdle = isIdle || value == ViewMark.idle.text
            let isNothing = value == ViewMark.unallocated.text && ViewPreset.blank.contains(key)
            parts.append(isNothing ? "" : value)
        }
        guard !parts.isEmpty else { return times }
        return times + [isIdle ? ViewMark.idle.text : ViewPreset.name(parts)]
    }

    private static func name(_ parts: [String]) -> String {
        // A row of none of the keys, and one that has the same mark for each.
        if parts.allSatisfy(\.isEmpty) { return ViewMark.unallocated.text }
        let isMark = ViewMark.allCases.contains { $0.text == parts[0] && $0 != .unallocated }
        if isMark, parts.allSatisfy({ $0 == parts[0] }) { return parts[0] }
        return parts.joined(separator: "/")
    }
}

extension ViewQuestion {
    /// What the lines are told apart by, as tables, JSON and CSV spell it; one for each value of a line.
    var columns: [(name: String, title: String)] {
        guard preset != nil else { return keys.map { ($0.name, $0.title) } }
        let times = keys.filter { ViewKey.ofTime.contains($0) }
        return times.map { ($0.name, $0.title) } + (times.count < keys.count ? [("name", "Name")] : [])
    }

    /// The column of weeks.
    var weekColumn: Int? { columns.firstIndex { $0.name == ViewKey.week.name } }
}

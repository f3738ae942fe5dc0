import Documents

/// Why a stage's cache key is another than that of its publication, input by input.
enum CacheDifference {
    /// Clauses such as `'bill.csv' has other bytes`; empty when nothing differs.
    ///
    /// - Parameters:
    ///   - old: the cache inputs that the ledger keeps with the publication.
    ///   - new: those of now.
    static func clauses(_ old: JSONNode, _ new: JSONNode) -> [String] {
        guard old.members?.isEmpty == false else { return ["what it was made of was not kept by that version"] }
        var clauses: [String] = []
        for key in ["stage", "version", "tenant", "tenantName", "period"] {
            clauses += values(old[key], new[key], path: key)
        }
        clauses += values(old["options"], new["options"], path: "options")
        clauses += lists(old["files"], new["files"], name: "name") { before, after, name in
            before["sha256"]?.string == after["sha256"]?.string ? [] : ["'\(name)' has other bytes"]
        }
        clauses += lists(old["upstream"], new["upstream"], name: "stage") { before, after, name in
            if before["digest"]?.string != after["digest"]?.string {
                return ["stage '\(name)' has published something else"]
            }
            if before["restatedBy"]?.string != after["restatedBy"]?.string { return ["stage '\(name)' was restated"] }
            return []
        }
        clauses += values(old["found"], new["found"], path: "delivery")
        return clauses
    }

    /// Differences of two values, member by member.
    private static func values(_ old: JSONNode?, _ new: JSONNode?, path: String) -> [String] {
        guard let old else { return new.map { ["\(path) is \(cut(text($0))), and was not there"] } ?? [] }
        guard let new else { return ["\(path) was \(cut(text(old))), and is gone"] }
        if let before = old.members, let after = new.members {
            let keys = before.map(\.key) + after.map(\.key).filter { key in !before.contains { $0.key == key } }
            return keys.flatMap { values(old[$0], new[$0], path: "\(path).\($0)") }
        }
        if let before = old.array, let after = new.array, before.count == after.count {
            return before.indices.flatMap { values(before[$0], after[$0], path: "\(path)[\($0)]") }
        }
        let (before, after) = (text(old), text(new))
        return before == after ? [] : ["\(path) was \(cut(before)), is \(cut(after))"]
    }

    /// Differences of two lists whose elements have a role and a name.
    private static func lists(
        _ old: JSONNode?, _ new: JSONNode?, name: String,
        compare: (_ old: JSONNode, _ new: JSONNode, _ name: String) -> [String]
    ) -> [String] {
        func key(_ element: JSONNode) -> String { "\(element["role"]?.string ?? "") \(element[name]?.string ?? "")" }
        let (before, after) = (old?.array ?? [], new?.array ?? [])
        var clauses: [String] = []
        for element in after {
            let shown = element[name]?.string ?? ""
            if let same = before.first(where: { key($0) == key(element) }) {
                clauses += compare(same, element, shown)
            } else {
                clauses.append("'\(shown)' is new")
            }
        }
        for element in before where !after.contains(where: { key($0) == key(element) }) {
            clauses.append("'\(element[name]?.string ?? "")' is gone")
        }
        return clauses
    }

    private static let shownLength = 60

    private static func text(_ node: JSONNode) -> String {
        String(decoding: PrettyJSON.line(JSONOut(node)), as: UTF8.self).split(separator: "\n").joined()
    }

    private static func cut(_ text: String) -> String {
        text.count <= shownLength ? text : "\(text.prefix(shownLength))…"
    }
}

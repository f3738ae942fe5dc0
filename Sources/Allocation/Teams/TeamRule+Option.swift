import Documents
import Kernel
import Model
import Runner

/// The option `teams`: its shape, how it is read, and how facts state it.
extension TeamRule {
    private static let everyName = "*"

    static let shape = ObjectShape(
        "team rule", "whose namespaces these are; the first rule that fits and says a team counts",
        [
            .optional("team", teamName, "the team; either this or \"label\""),
            .optional(
                "label", .text(length: 1...317),
                "the label of the pod, or else of its namespace, whose value is the team, such as team or app.kubernetes.io/part-of"
            ),
            .optional(
                "namespaces", .array(of: .text(length: 1...253), count: 1...1000, unique: .value),
                default: [.string(everyName)], "patterns of the namespaces it is for, with * and ?"),
            .optional("cluster", .text(length: 1...253), "the cluster it is for; any without it"),
            .optional("why", .text(), "why it is so, for who reads the result"),
        ])

    static let teamName = ValueShape.text(length: 1...253)

    /// The rules, checked against one another.
    static func list(_ nodes: [JSONNode]) throws -> [TeamRule] {
        var rules: [TeamRule] = []
        for node in nodes {
            let rule = try TeamRule(option: node)
            if let earlier = rules.firstIndex(where: { $0.takesAll(of: rule) }) {
                throw Failure(
                    .configuration, AllocationCode.teamRuleNeverApplies,
                    "rule \(earlier + 1) of \"teams\" takes all that this one fits, so it would never apply",
                    at: node.place, hint: "the first rule that fits counts; put the narrower one first")
            }
            rules.append(rule)
        }
        return rules
    }

    private init(option node: JSONNode) throws {
        let name: Name
        switch (node["team"]?.string, node["label"]?.string) {
        case (let team?, nil): name = .fixed(team)
        case (nil, let label?): name = .label(ObjectLabels.name(label))
        default:
            throw Failure(
                .configuration, AllocationCode.teamWithoutName,
                "a rule of \"teams\" says the team by either \"team\" or \"label\"", at: node.place,
                hint: "write one of the two")
        }
        self.init(
            name: name,
            namespaces: try node.option("namespaces", \.array).compactMap { $0.string.map { NamePattern($0) } },
            cluster: node["cluster"]?.string, why: node["why"]?.string)
    }

    /// True when nothing that `other` fits is left to it.
    private func takesAll(of other: TeamRule) -> Bool {
        guard cluster == nil || cluster == other.cluster else { return false }
        let all = NamePattern(TeamRule.everyName)
        guard namespaces.contains(all) || Set(other.namespaces).isSubset(of: namespaces) else { return false }
        if case .label(let key) = name { return other.name == .label(key) }
        return true
    }

    var facts: JSONOut {
        var members: [JSONOut.Member] = []
        switch name {
        case .fixed(let team): members.append(.init("team", .string(team)))
        case .label(let key): members.append(.init("label", .string(key)))
        }
        members.append(.init("namespaces", .strings(namespaces.map(\.text))))
        if let cluster { members.append(.init("cluster", .string(cluster))) }
        if let why { members.append(.init("why", .string(why))) }
        return .object(members)
    }
}

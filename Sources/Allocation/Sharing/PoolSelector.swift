import Documents
import Kernel
package import Model
import Runner

/// Which of the pieces that a pool is made of a policy is for. All conditions must hold; without any, all pieces are
/// meant.
package struct PoolSelector: Sendable, Hashable {
    /// Of the piece's own namespace; a piece without one, such as unused capacity, does not fit. Nil asks for nothing.
    package var namespaces: [NamePattern]?
    /// Of the pod, or else of its namespace, by name as Prometheus spells it.
    package var labels: [String: NamePattern]
    /// Of the charge.
    package var charges: ChargeConditions

    package init(
        namespaces: [NamePattern]? = nil, labels: [String: NamePattern] = [:],
        charges: ChargeConditions = ChargeConditions()
    ) {
        self.namespaces = namespaces
        self.labels = labels
        self.charges = charges
    }

    var isEmpty: Bool { namespaces == nil && labels.isEmpty && charges.isEmpty }

    /// - Parameters:
    ///   - carried: labels of the recipient.
    ///   - tags: of the charge.
    func fits(_ recipient: Recipient, labels carried: ObjectLabels?, _ charge: Charge, tags: [String: String]) -> Bool {
        if let namespaces {
            guard let own = recipient.namespace, namespaces.contains(where: { $0.matches(own) }) else { return false }
        }
        let hasLabels = labels.allSatisfy { key, pattern in carried?[key].map { pattern.matches($0) } ?? false }
        return hasLabels && charges.fit(charge, tags: tags)
    }
}

/// How it stands in options and facts.
extension PoolSelector {
    static let shape = ObjectShape(
        "part of a pool", "which costs of the pool are meant; all that is said must hold",
        [
            .optional(
                "namespaces", .array(of: .text(length: 1...253), count: 1...1000, unique: .value),
                "patterns of the namespaces whose cost is in the pool, with * and ?; unused capacity has none"),
            .optional(
                "labels", .map(of: .text(length: 0...1000), keys: .text(length: 1...317), count: 0...20), default: [:],
                "patterns of values by label, of the pod that is in the pool or else of its namespace"),
        ] + ChargeConditions.shapes)

    init(option node: JSONNode) throws {
        self.init(
            namespaces: node["namespaces"]?.array.map(NamePattern.list),
            labels: try NamePattern.byLabel(node.option("labels", \.members)),
            charges: try ChargeConditions(option: node))
    }

    var facts: JSONOut {
        var members: [JSONOut.Member] = []
        if let namespaces { members.append(.init("namespaces", .strings(namespaces.map(\.text)))) }
        if !labels.isEmpty { members.append(.init("labels", NamePattern.facts(labels))) }
        return .object(members + charges.facts)
    }
}

extension NamePattern {
    /// Patterns of values; a label may be written as Kubernetes spells it or as Prometheus does.
    static func byLabel(_ members: [JSONMember]) -> [String: NamePattern] {
        var patterns: [String: NamePattern] = [:]
        for member in members { patterns[ObjectLabels.name(member.key)] = member.value.string.map { NamePattern($0) } }
        return patterns
    }
}

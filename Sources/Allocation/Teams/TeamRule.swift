package import Model

/// Which team answers for what runs in namespaces. The first rule that fits, and says a name, counts.
package struct TeamRule: Sendable, Hashable {
    package enum Name: Sendable, Hashable {
        case fixed(String)
        /// The value of a label of the pod, or else of its namespace; without one the next rule is asked.
        case label(String)
    }

    package var name: Name
    package var namespaces: [NamePattern]
    /// Nil fits every cluster.
    package var cluster: String?
    /// Why it is so, for the reader.
    package var why: String?

    package init(name: Name, namespaces: [NamePattern], cluster: String? = nil, why: String? = nil) {
        self.name = name
        self.namespaces = namespaces
        self.cluster = cluster
        self.why = why
    }

    func team(cluster: String, namespace: String, labels: ObjectLabels) -> String? {
        guard self.cluster == nil || self.cluster == cluster else { return nil }
        guard namespaces.contains(where: { $0.matches(namespace) }) else { return nil }
        switch name {
        case .fixed(let team): return team
        case .label(let key): return labels[key].flatMap { $0.isEmpty ? nil : $0 }
        }
    }
}

/// Labels and teams of what namespaces receive, each combination made once.
struct PieceOwners {
    struct Owner {
        /// As `x_Labels` has them; nil for none.
        let labels: String?
        let team: String?
    }

    private struct Key: Hashable {
        let namespace: ClusterNamespace
        let podLabels: String
        let namespaceLabels: String
    }

    private let rules: [TeamRule]
    private var known: [Key: Owner] = [:]

    init(rules: [TeamRule]) { self.rules = rules }

    /// - Parameters: labels as telemetry spells them; those of the pod come before those of its namespace.
    mutating func owner(_ namespace: ClusterNamespace, podLabels: String, namespaceLabels: String) -> Owner {
        let key = Key(namespace: namespace, podLabels: podLabels, namespaceLabels: namespaceLabels)
        if let owner = known[key] { return owner }
        let labels = ObjectLabels(telemetry: podLabels).over(ObjectLabels(telemetry: namespaceLabels))
        var team: String?
        for rule in rules where team == nil {
            team = rule.team(cluster: namespace.cluster, namespace: namespace.namespace, labels: labels)
        }
        let owner = Owner(labels: labels.values.isEmpty ? nil : labels.jsonText, team: team)
        known[key] = owner
        return owner
    }
}

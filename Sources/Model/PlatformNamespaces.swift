package import Documents

/// Namespaces that run the platform itself; their cost is shared by the namespaces of users.
package struct PlatformNamespaces: Sendable, Hashable {
    package let patterns: [NamePattern]

    package init(_ patterns: [String]) { self.patterns = patterns.map { NamePattern($0) } }

    package static let usual = PlatformNamespaces(["openshift", "openshift-*", "kube-*"])

    package func contain(_ namespace: String) -> Bool { patterns.contains { $0.matches(namespace) } }

    /// The namespace whose pods mark a control-plane node.
    package static let controlPlane = "openshift-kube-apiserver"
    /// The label that marks an infrastructure node, as the operator spells it.
    package static let infrastructureLabel = "label_node_role_kubernetes_io"
}

/// An allocation says in its facts which namespaces it took for the platform's.
extension PlatformNamespaces {
    private static let fact = "platformNamespaces"

    package var facts: JSONOut.Member { .init(PlatformNamespaces.fact, .strings(patterns.map(\.text))) }

    package init(facts: JSONNode) throws {
        self.init(try facts.fact(PlatformNamespaces.fact, \.array).compactMap(\.string))
    }
}

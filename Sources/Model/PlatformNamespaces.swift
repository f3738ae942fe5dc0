/// Namespaces that run the platform itself; their cost is shared by the namespaces of users.
package enum PlatformNamespaces {
    package static func contain(_ namespace: String) -> Bool {
        namespace == "openshift" || namespace.hasPrefix("openshift-") || namespace.hasPrefix("kube-")
    }

    /// The namespace whose pods mark a control-plane node.
    package static let controlPlane = "openshift-kube-apiserver"
    /// The label that marks an infrastructure node, as the operator spells it.
    package static let infrastructureLabel = "label_node_role_kubernetes_io"
}

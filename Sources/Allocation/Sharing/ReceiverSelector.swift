package import Model

/// Which namespaces may receive of a pool.
package struct ReceiverSelector: Sendable, Hashable {
    static let everyName = "*"

    /// One must fit.
    package var namespaces: [NamePattern]
    /// All must fit a label of the namespace itself, by name as Prometheus spells it.
    package var labels: [String: NamePattern]

    package init(
        namespaces: [NamePattern] = [NamePattern(ReceiverSelector.everyName)], labels: [String: NamePattern] = [:]
    ) {
        self.namespaces = namespaces
        self.labels = labels
    }

    /// - Parameter carried: labels of the namespace as telemetry keeps them.
    func fits(_ namespace: String, labels carried: @autoclosure () -> String) -> Bool {
        guard namespaces.contains(where: { $0.matches(namespace) }) else { return false }
        guard !labels.isEmpty else { return true }
        let stated = ObjectLabels(telemetry: carried())
        return labels.allSatisfy { key, pattern in stated[key].map { pattern.matches($0) } ?? false }
    }
}

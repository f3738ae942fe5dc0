package import Kernel
import Model

/// What the stored rows of an allocation can be told apart by, in a view and in its filter.
package enum ViewKey: Sendable, Hashable {
    case cluster, node, namespace, controllerKind
    /// `kind:name`.
    case controller
    case controllerName, pod
    /// Where the allocation parts pods among their containers.
    case container
    case part
    /// FOCUS ServiceName.
    case service
    /// FOCUS SubAccountId.
    case account
    /// FOCUS ProviderName.
    case provider
    /// The UTC day on which the charge starts.
    case day
    /// The week of that day.
    case week
    /// The hour in which it starts, where the allocation stores rows by the hour.
    case hour
    /// Who answers for it, by the rules of the allocation.
    case team
    /// A label of the pod, or else of its namespace, by its name as Prometheus spells it.
    case label(String)

    /// All but labels.
    package static let named: [ViewKey] = [
        .cluster, .node, .namespace, .controllerKind, .controller, .controllerName, .pod, .container, .part,
        .service, .account,
        .provider, .day, .week, .hour, .team,
    ]

    /// As options, CSV and JSON spell it.
    package var name: String {
        if case .label(let label) = self { return "label:\(label)" }
        return "\(self)"
    }

    /// `namespace`, `label:app` or `label[app]`; a label also as Kubernetes spells it, `label:app.kubernetes.io/name`.
    package init?(_ text: String) {
        if let key = ViewKey.named.first(where: { $0.name == text }) {
            self = key
            return
        }
        let label: Substring
        if text.hasPrefix("label:") {
            label = text.dropFirst("label:".count)
        } else if text.hasPrefix("label["), text.hasSuffix("]") {
            label = text.dropFirst("label[".count).dropLast()
        } else {
            return nil
        }
        guard !label.isEmpty else { return nil }
        self = .label(ObjectLabels.name(String(label)))
    }

    /// The column of `allocations` that says it.
    var column: String {
        switch self {
        case .cluster: "x_ClusterId"
        case .node: "x_Node"
        case .namespace: "x_Namespace"
        case .controllerKind: "x_ControllerKind"
        case .controller, .controllerName: "x_Controller"
        case .pod: "x_Pod"
        case .container: "x_Container"
        case .part: "x_AllocationPart"
        case .service: "ServiceName"
        case .account: "SubAccountId"
        case .provider: "ProviderName"
        case .day, .week, .hour: "ChargePeriodStart"
        case .team: "x_Team"
        case .label: "x_Labels"
        }
    }

    /// The name of its column in CSV.
    var title: String {
        if case .label(let label) = self { return "Label_\(label)" }
        return name.prefix(1).uppercased() + name.dropFirst()
    }

    /// What a namespace receives from pools stands on the namespace and day: no row needs to be looked at for these.
    static let ofNamespaces: Set<ViewKey> = [.cluster, .namespace, .day, .week]

    /// When a charge is of.
    static let ofTime: Set<ViewKey> = [.day, .week, .hour]

    /// What telemetry says of a pod, so that its use can be told apart by it.
    static let ofTelemetry: Set<ViewKey> = [
        .cluster, .node, .namespace, .controllerKind, .controller, .controllerName, .pod, .day, .week,
    ]

    /// The keys that say no more than this one; they are made of its columns.
    var parts: [ViewKey] {
        switch self {
        case .controller: [.controllerKind, .controllerName]
        case .week, .hour: [.day]
        default: []
        }
    }

    /// The keys that have a column of their own.
    static let stored = named.filter(\.parts.isEmpty)
}

extension ViewKey {
    /// Keys separated by commas, such as `namespace,controller`.
    ///
    /// - Throws: exit 64 for an unknown or repeated one, or none.
    package static func list(_ text: String) throws(Failure) -> [ViewKey] {
        var keys: [ViewKey] = []
        for name in text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
            guard let key = ViewKey(name) else { throw ViewKey.unknown(name) }
            guard !keys.contains(key) else {
                throw Failure(
                    .usage, ReportCode.viewKey, "key \(QuotedText.of(name)) is named twice", hint: "name it once")
            }
            keys.append(key)
        }
        return keys
    }

    private static func unknown(_ name: String) -> Failure {
        Failure(.usage, ReportCode.viewKey, "there is no key \(QuotedText.of(name))", hint: hint(name))
    }

    /// What to say of a name that is none.
    static func hint(_ name: String) -> String {
        let all = "the keys are \(named.map(\.name).joined(separator: ", ")), and label:NAME"
        if name.hasPrefix("label") { return "write label:NAME, or label[NAME] in a filter; \(all)" }
        return name.hasPrefix("annotation") ? "annotations are not stored with an allocation; \(all)" : all
    }
}

/// What stands where a row has no value of its own; the first four are OpenCost's words or after them.
enum ViewMark: Int32, CaseIterable {
    /// The row has no value for the key.
    case unallocated = 1
    /// Unused capacity of a node.
    case idle
    /// Belongs to no cluster.
    case outside
    /// A node on a day on which no telemetry saw it.
    case noTelemetry
    /// A pool that no namespace could receive.
    case residual
    /// Rest of a disk that no claim has, in the words of OpenCost.
    case unmounted

    var text: String {
        switch self {
        case .unallocated: "__unallocated__"
        case .idle: "__idle__"
        case .outside: "__outside__"
        case .noTelemetry: "__no_telemetry__"
        case .residual: "__residual__"
        case .unmounted: "__unmounted__"
        }
    }
}

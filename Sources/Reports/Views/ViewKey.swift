package import Kernel

/// What the stored rows of an allocation can be told apart by, in a view and in its filter.
package enum ViewKey: String, Sendable, CaseIterable {
    case cluster, node, namespace, controllerKind
    /// `kind:name`.
    case controller
    case controllerName, pod, part
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

    /// The column of `allocations` that says it.
    var column: String {
        switch self {
        case .cluster: "x_ClusterId"
        case .node: "x_Node"
        case .namespace: "x_Namespace"
        case .controllerKind: "x_ControllerKind"
        case .controller, .controllerName: "x_Controller"
        case .pod: "x_Pod"
        case .part: "x_AllocationPart"
        case .service: "ServiceName"
        case .account: "SubAccountId"
        case .provider: "ProviderName"
        case .day, .week: "ChargePeriodStart"
        }
    }

    /// The name of its column in CSV.
    var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

    /// Allocations of older versions do not say it.
    var isOfControllers: Bool { self == .controllerKind || self == .controller || self == .controllerName }

    /// What a namespace receives from pools stands on the namespace and day: no row needs to be looked at for these.
    static let ofNamespaces: Set<ViewKey> = [.cluster, .namespace, .day, .week]

    /// What telemetry says of a pod, so that its use can be told apart by it.
    static let ofTelemetry: Set<ViewKey> = [
        .cluster, .node, .namespace, .controllerKind, .controller, .controllerName, .pod, .day, .week,
    ]

    /// The keys that say no more than this one; they are made of its columns.
    var parts: [ViewKey] {
        switch self {
        case .controller: [.controllerKind, .controllerName]
        case .week: [.day]
        default: []
        }
    }

    /// The keys that have a column of their own.
    static let stored = allCases.filter(\.parts.isEmpty)

    var ordinal: Int { ViewKey.allCases.firstIndex(of: self)! }
}

extension ViewKey {
    /// Keys separated by commas, such as `namespace,controller`.
    ///
    /// - Throws: exit 64 for an unknown or repeated one, or none.
    package static func list(_ text: String) throws(Failure) -> [ViewKey] {
        var keys: [ViewKey] = []
        for name in text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
            guard let key = ViewKey(rawValue: name) else { throw ViewKey.unknown(name) }
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
        let all = "the keys are \(allCases.map(\.rawValue).joined(separator: ", "))"
        return name.hasPrefix("label") || name.hasPrefix("annotation")
            ? "labels and annotations are not stored with an allocation; \(all)" : all
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

    var text: String {
        switch self {
        case .unallocated: "__unallocated__"
        case .idle: "__idle__"
        case .outside: "__outside__"
        case .noTelemetry: "__no_telemetry__"
        case .residual: "__residual__"
        }
    }
}

import Kernel
import Model

/// Says what becomes of stored rows when pools are shared, from their part and namespace.
struct ViewRoles {
    private let platform: PlatformNamespaces
    /// By the number of a part without a namespace.
    private var byPart: [Int32: ViewRows.Role] = [:]
    /// By the number of a namespace.
    private var byNamespace: [Int32: ViewRows.Role] = [:]

    /// - Parameter platform: the namespaces that the allocation took for the platform's.
    init(platform: PlatformNamespaces) { self.platform = platform }

    /// - Parameters:
    ///   - parts: numbers of the texts of `x_AllocationPart`.
    ///   - namespaces: numbers of the namespaces, 0 for none.
    mutating func roles(parts: [Int32], namespaces: [Int32], _ texts: ByteInterner) -> [ViewRows.Role] {
        zip(parts, namespaces).map { part, namespace in
            if namespace > 0 {
                if let role = byNamespace[namespace] { return role }
                let role: ViewRows.Role =
                    platform.contain(texts.text(namespace) ?? "") ? .platform : .direct
                byNamespace[namespace] = role
                return role
            }
            if let role = byPart[part] { return role }
            let role = ViewRoles.role(ofPart: texts.text(part) ?? "")
            byPart[part] = role
            return role
        }
    }

    /// What has neither namespace nor one of these names is shared by the namespaces of its cluster.
    private static func role(ofPart part: String) -> ViewRows.Role {
        switch part {
        case "Outside": .outside
        case "No telemetry": .noTelemetry
        default: part.hasSuffix(" idle") ? .idle : .pool
        }
    }

    /// The pool of `distributions` that a row was part of.
    static func pool(_ role: ViewRows.Role, part: String) -> String {
        switch (role, part) {
        case (.platform, _), (_, "Platform idle"): "Platform"
        case (_, "Storage unattributed"): "Storage"
        default: part
        }
    }
}

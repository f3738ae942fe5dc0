import Documents
import Kernel
import Model

/// A policy in the facts of an allocation, as the options spell it.
extension SharingPolicy {
    var facts: JSONOut {
        var members: [JSONOut.Member] = [.init("pools", .strings(pools.sorted().map(\.option)))]
        if let cluster { members.append(.init("cluster", .string(cluster))) }
        members.append(.init("split", .string(rule.name)))
        if let patterns = rule.patterns { members.append(.init("namespaces", .strings(patterns.map(\.text)))) }
        switch rule {
        case .percentage(let claims):
            members.append(.init("percentages", SharingPolicy.texts(claims, scale: Quantity.scale)))
        case .fixed(let claims):
            members.append(.init("amounts", SharingPolicy.texts(claims, scale: Amount.scale)))
        case .usage, .cost, .even, .keep: break
        }
        if let why { members.append(.init("why", .string(why))) }
        return .object(members)
    }

    /// Exact decimal text by namespace.
    private static func texts(_ claims: [Claim], scale: Int) -> JSONOut {
        .object(
            claims.sorted { $0.namespace < $1.namespace }.map {
                .init($0.namespace, .string(DecimalText.print(Int128($0.units), scale: scale)))
            })
    }
}

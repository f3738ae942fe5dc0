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
        case .percentage(let parts): members.append(.init("percentages", StatedPart.percentageFacts(parts)))
        case .fixed(let parts): members.append(.init("amounts", StatedPart.amountFacts(parts)))
        case .usage, .cost, .even, .keep: break
        }
        if let why { members.append(.init("why", .string(why))) }
        return .object(members)
    }
}

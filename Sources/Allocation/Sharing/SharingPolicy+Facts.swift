import Documents
import Kernel
import Model

/// A policy in the facts of an allocation, as the options spell it.
extension SharingPolicy {
    var facts: JSONOut {
        var members: [JSONOut.Member] = [
            .init("position", .integer(position)), .init("pools", .strings(pools.sorted().map(\.option))),
        ]
        if priority != 0 { members.append(.init("priority", .integer(priority))) }
        if let cluster { members.append(.init("cluster", .string(cluster))) }
        if !selector.isEmpty { members.append(.init("of", selector.facts)) }
        members.append(.init("split", .string(rule.name)))
        if let receivers = rule.receivers {
            members.append(.init("namespaces", .strings(receivers.namespaces.map(\.text))))
            if !receivers.labels.isEmpty { members.append(.init("labels", NamePattern.facts(receivers.labels))) }
        }
        switch rule {
        case .percentage(let parts): members.append(.init("percentages", StatedPart.percentageFacts(parts)))
        case .fixed(let parts, _): members.append(.init("amounts", StatedPart.amountFacts(parts)))
        case .usage, .cost, .even, .keep: break
        }
        members.append(.init("window", .string(rule.window.rawValue)))
        if let why { members.append(.init("why", .string(why))) }
        return .object(members)
    }
}

import Kernel

/// The properties of an allocation that are one text, as OpenCost names them in every kind of file.
enum AllocationProperty: String, CaseIterable {
    case cluster, node, namespace, pod, container, providerID, controllerKind, controller
}

extension AllocationRow {
    mutating func set(_ property: AllocationProperty, to text: String) {
        switch property {
        case .cluster: subject.cluster = text
        case .node: subject.node = text
        case .namespace: subject.namespace = text
        case .pod: subject.pod = text
        case .container: subject.container = text
        case .providerID: providerID = text
        case .controllerKind: controllerKind = text
        case .controller: controller = text
        }
    }

    /// Notes a service that balances load, if it has an address.
    mutating func note(loadBalancer service: String, at address: String) {
        if !service.isEmpty, !address.isEmpty { loadBalancers.append((service, address)) }
    }

    /// - Throws: `Unfit` for a text that is no time.
    static func instant(_ text: String) throws(Unfit) -> Instant {
        guard let instant = Instant(text) else { throw Unfit(message: "\(QuotedText.of(text)) is no UTC time") }
        return instant
    }
}

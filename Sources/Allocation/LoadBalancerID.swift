/// What the bill calls a load balancer that telemetry knows by its address.
enum LoadBalancerID {
    /// What the bill's resource id may end with: the address itself, and for Amazon's hosts what their names are made of.
    ///
    /// A network load balancer `web` with the id `0f1e` is `web-0f1e.elb.REGION.amazonaws.com` and
    /// `…:loadbalancer/net/web/0f1e`. A classic one `web` is `web-NUMBER.REGION.elb.amazonaws.com`, or the same behind
    /// `internal-`, and `…:loadbalancer/web`.
    static func ids(address: String) -> [String] {
        let parts = address.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 5, let place = parts.firstIndex(of: "elb"), parts[place...].contains("amazonaws"),
            let dash = parts[0].lastIndex(of: "-")
        else { return [address] }
        let name = String(parts[0][..<dash])
        let id = String(parts[0][parts[0].index(after: dash)...])
        guard !name.isEmpty, !id.isEmpty else { return [address] }
        if place == 1 { return [address, "loadbalancer/net/\(name)/\(id)"] }
        let inner = "internal-"
        return [address, "loadbalancer/\(name)"]
            + (name.hasPrefix(inner) ? ["loadbalancer/\(name.dropFirst(inner.count))"] : [])
    }
}

/// A service of a cluster.
struct ServiceKey: Hashable, Comparable {
    let cluster: String
    let namespace: String
    let service: String

    static func < (left: ServiceKey, right: ServiceKey) -> Bool {
        (left.cluster, left.namespace, left.service) < (right.cluster, right.namespace, right.service)
    }
}

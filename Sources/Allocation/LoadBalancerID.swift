/// What the bill calls a load balancer that telemetry knows by its address.
struct LoadBalancerID: Hashable {
    /// What the bill's resource id ends with.
    let ending: String
    /// Of the resource id; nil where the ending alone says enough.
    let region: String?

    init(_ ending: String, region: String? = nil) {
        self.ending = ending
        self.region = region
    }

    /// What the bill may call it: the address itself, and for Amazon's hosts what their names are made of.
    ///
    /// A network load balancer `web` with the id `0f1e` is `web-0f1e.elb.REGION.amazonaws.com` and
    /// `…:loadbalancer/net/web/0f1e`. A classic one `web` is `web-NUMBER.REGION.elb.amazonaws.com`, or the same behind
    /// `internal-`, and `…:loadbalancer/web`; such a name is of one region, so that the id must name the same.
    static func ids(address: String) -> [LoadBalancerID] {
        let parts = address.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 5, let place = parts.firstIndex(of: "elb"), parts[place...].contains("amazonaws"),
            let dash = parts[0].lastIndex(of: "-")
        else { return [LoadBalancerID(address)] }
        let name = String(parts[0][..<dash])
        let id = String(parts[0][parts[0].index(after: dash)...])
        guard !name.isEmpty, !id.isEmpty else { return [LoadBalancerID(address)] }
        if place == 1 { return [LoadBalancerID(address), LoadBalancerID("loadbalancer/net/\(name)/\(id)")] }
        let inner = "internal-"
        let names = [name] + (name.hasPrefix(inner) ? [String(name.dropFirst(inner.count))] : [])
        return [LoadBalancerID(address)] + names.map { LoadBalancerID("loadbalancer/\($0)", region: parts[place - 1]) }
    }

    /// `arn:aws:elasticloadbalancing:eu-west-1:…`; nil where an id names no region.
    static func region(ofResource id: String) -> String? {
        let parts = id.split(separator: ":", maxSplits: 4, omittingEmptySubsequences: false)
        return parts.count == 5 && parts[0] == "arn" ? String(parts[3]) : nil
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

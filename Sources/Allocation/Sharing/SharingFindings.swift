import Kernel
import Model

/// Policies that meet nobody: most often a name is misspelt.
struct SharingFindings {
    let options: AllocationOptions
    let telemetry: TelemetryIndex
    /// Positions of the policies that some cost went to.
    let used: Set<Int>

    var warnings: [Diagnostic] {
        let seen = telemetry.namespacesByCluster
        let found = options.sharing.indices.compactMap { index -> (position: Int, text: String)? in
            let policy = options.sharing[index]
            return problem(policy, clusters: clusters(of: index), seen).map { (policy.position, $0) }
        }
        return found.sorted { $0.position < $1.position }.map { position, problem in
            .warning(
                AllocationCode.policyWithoutReceiver, "policy \(position) of \"sharing\" \(problem)",
                hint: "compare its names with those of the bill and the telemetry")
        }
    }

    /// Clusters in which a policy is the first that fits one of its pools.
    private func clusters(of index: Int) -> [String] {
        telemetry.clusters.sorted().filter { cluster in
            options.sharing[index].pools.contains { pool in
                // One that is for a part of the pool leaves the rest to those behind it.
                let first = options.sharing.firstIndex { $0.fits(pool, in: cluster) && $0.selector.isEmpty }
                return options.sharing[index].fits(pool, in: cluster) && index <= first ?? index
            }
        }
    }

    private func problem(_ policy: SharingPolicy, clusters: [String], _ seen: [String: Set<String>]) -> String? {
        guard !clusters.isEmpty else {
            let name = policy.cluster.map { "cluster \(QuotedText.of($0)) is" } ?? "clusters without a policy are"
            return "never applies: no \(name) in the telemetry"
        }
        if !policy.selector.isEmpty, !used.contains(policy.position) {
            return "got no cost: nothing in its pools fits \"of\", or policies before it take all that does"
        }
        if let some = policy.rule.receivers, !clusters.contains(where: { fits(some, $0, seen[$0] ?? []) }) {
            return "fits no namespace; its pools stay as a residual"
        }
        let strangers = clusters.flatMap { cluster in
            policy.rule.parts.filter { seen[cluster]?.contains($0.name) != true }
                .map { "\(QuotedText.of($0.name)) in cluster \(QuotedText.of(cluster))" }
        }.sorted()
        guard let first = strangers.first else { return nil }
        let more = strangers.count > 1 ? " and \(strangers.count - 1) more" : ""
        return "names a namespace that telemetry never saw: \(first)\(more); its part stays as a residual"
    }

    private func fits(_ some: ReceiverSelector, _ cluster: String, _ namespaces: Set<String>) -> Bool {
        namespaces.contains { name in
            let place = ClusterNamespace(cluster: cluster, namespace: name)
            return !options.platform.contain(name)
                && telemetry.daysSeen(place).contains { some.fits(name, labels: telemetry.labels(of: place, on: $0)) }
        }
    }
}

extension TelemetryIndex {
    fileprivate func daysSeen(_ place: ClusterNamespace) -> [CalendarDay] {
        namespaces.compactMap { day, names in names[place.namespace]?.contains(place.cluster) == true ? day : nil }
    }
}

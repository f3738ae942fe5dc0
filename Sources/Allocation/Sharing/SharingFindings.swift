import Kernel
import Model

/// Policies that meet nobody: most often a name is misspelt.
struct SharingFindings {
    let options: AllocationOptions
    let telemetry: TelemetryIndex

    var warnings: [Diagnostic] {
        let seen = telemetry.namespacesByCluster
        return options.sharing.indices.compactMap { index in
            guard let problem = problem(options.sharing[index], clusters: clusters(of: index), seen) else { return nil }
            return .warning(
                AllocationCode.policyWithoutReceiver, "policy \(index + 1) of \"sharing\" \(problem)",
                hint: "compare its names with those of the telemetry")
        }
    }

    /// Clusters in which a policy is the first that fits one of its pools.
    private func clusters(of index: Int) -> [String] {
        telemetry.clusters.sorted().filter { cluster in
            options.sharing[index].pools.contains { pool in
                options.sharing.firstIndex { $0.fits(pool, in: cluster) } == index
            }
        }
    }

    private func problem(_ policy: SharingPolicy, clusters: [String], _ seen: [String: Set<String>]) -> String? {
        guard !clusters.isEmpty else {
            let name = policy.cluster.map { "cluster \(QuotedText.of($0)) is" } ?? "clusters without a policy are"
            return "never applies: no \(name) in the telemetry"
        }
        if let patterns = policy.rule.patterns, !clusters.contains(where: { fits(patterns, seen[$0] ?? []) }) {
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

    private func fits(_ patterns: [NamePattern], _ namespaces: Set<String>) -> Bool {
        namespaces.contains { name in
            !options.platform.contain(name) && patterns.contains { $0.matches(name) }
        }
    }
}

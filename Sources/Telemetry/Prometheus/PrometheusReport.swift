import Documents
import Kernel

/// What the facts and warnings of a publication say of one cluster's series.
enum PrometheusReport {
    /// Series without which something stays unknown: by the name of today, with the older names of the same.
    private static let wanted: [(names: [String], without: String)] = [
        (
            ["kube_pod_container_resource_requests", "kube_pod_container_resource_requests_cpu_cores"],
            "requests are 0"
        ),
        (["container_cpu_usage_seconds_total"], "CPU use is 0"),
        (["container_memory_working_set_bytes"], "memory use is 0"),
        (["kube_node_status_capacity", "kube_node_status_capacity_cpu_cores"], "capacities are 0"),
        (["kube_node_info"], "nodes do not match the bill"),
        (["kube_pod_owner"], "controllers are unknown"),
    ]

    static func facts(_ cluster: PrometheusCluster, _ rows: PrometheusRows, fetched: JSONOut?) -> JSONOut {
        let (counts, tally) = (cluster.counts, cluster.tally)
        let members: [JSONOut.Member] = [
            .init("cluster", .string(cluster.id)),
            .init("samples", .integer(Int(counts.samples))),
            .init("series", .integer(cluster.table.count)),
            .init("seriesWithoutContainer", .integer(counts.seriesWithoutContainer)),
            .init("seriesUnread", .integer(counts.seriesUnread)),
            .init("seriesOfOthers", .integer(counts.seriesOfOthers)),
            .init("seriesReadTwice", .integer(counts.seriesReadTwice)),
            .init("samplesNotANumber", .integer(Int(counts.notANumber))),
            .init("samplesRepeated", .integer(tally.repeated)),
            .init("samplesContradicted", .integer(tally.contradicted)),
            .init("samplesOutOfOrder", .integer(tally.outOfOrder)),
            .init("samplesBeforeGaps", .integer(tally.further)),
            .init("counterRestarts", .integer(tally.restarts)),
            .init("podHours", .integer(rows.podHours)),
            .init("podHoursWithoutNode", .integer(rows.podHoursWithoutNode)),
            .init("volumeHours", .integer(rows.volumeHours)),
            .init("capacitiesAssumed", .integer(rows.assumedCapacities)),
        ]
        let network: [JSONOut.Member] =
            cluster.readsNetwork ? [.init("podsOnHostNetwork", .integer(cluster.table.onHostNetwork.count))] : []
        return .object(members + network + (fetched.map { [.init("fetched", $0)] } ?? []))
    }

    static func warnings(_ cluster: PrometheusCluster, _ rows: PrometheusRows, stepSeconds: Int) -> [Diagnostic] {
        let name = "cluster \(QuotedText.of(cluster.id))"
        let tally = cluster.tally
        var warnings: [Diagnostic] = []
        let network = [(names: ["container_network_transmit_bytes_total"], without: "traffic is unknown")]
        let missing = (wanted + (cluster.readsNetwork ? network : [])).filter { wanted in
            !wanted.names.contains { cluster.names.contains($0) }
        }
        if !missing.isEmpty {
            let list = missing.map { "\($0.names[0]) (\($0.without))" }.joined(separator: ", ")
            warnings.append(
                .warning(TelemetryCode.missingSeries, "the files of \(name) lack the series \(list)"))
        }
        if tally.contradicted > 0 {
            warnings.append(
                .warning(
                    TelemetryCode.contradictingSamples,
                    "\(tally.contradicted) samples of \(name) state another value for a moment than one before; the larger counts"
                ))
        }
        if tally.outOfOrder > 0 {
            warnings.append(
                .warning(
                    TelemetryCode.outOfOrder,
                    "\(tally.outOfOrder) samples of \(name) stand behind later ones; they were sorted"))
        }
        if max(tally.closer, tally.further) > tally.inStep {
            let distance = tally.closer > tally.further ? "closer" : "further apart"
            warnings.append(
                .warning(
                    TelemetryCode.otherStep,
                    "most samples of \(name) lie \(distance) than stepSeconds, which is \(stepSeconds)",
                    hint: "set \"stepSeconds\" to the step of the query"))
        }
        if cluster.table.owners.conflicts > 0 {
            warnings.append(
                .warning(
                    TelemetryCode.twoOwners,
                    "\(cluster.table.owners.conflicts) objects of \(name) have two owners; one of them counts"))
        }
        return warnings
    }
}

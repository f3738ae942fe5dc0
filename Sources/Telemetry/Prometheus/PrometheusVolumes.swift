import Kernel
import Model

/// Makes rows of volumes out of the series that link pods, claims and volumes.
struct PrometheusVolumes {
    private let cluster: String
    private var claims: [(pod: [String], claim: String, hours: HourSpans)] = []
    private var volumes: [[String]: Descriptions] = [:]
    private var handles: [String: Descriptions] = [:]
    private var capacities: [String: Int64] = [:]

    init(_ table: SeriesTable, cluster: String) {
        self.cluster = cluster
        for (key, hours, largest) in table.descriptions {
            switch key.kind {
            case .claimOfPod: claims.append((key.object, key.text, hours))
            case .volumeOfClaim: volumes[key.object, default: Descriptions()].insert(key.text, hours)
            case .handleOfVolume: handles[key.object[0], default: Descriptions()].insert(key.text, hours)
            case .capacityOfVolume: capacities[key.object[0]] = max(capacities[key.object[0]] ?? 0, largest)
            default: break
            }
        }
    }

    /// - Parameter node: where a pod was in an hour.
    func rows(node: (_ namespace: String, _ pod: String, HourNumber) -> String) -> [VolumeHour] {
        claims.flatMap { pod, claim, hours in
            hours.all.compactMap { hour -> VolumeHour? in
                let volume = volumes[[pod[0], claim]]?.text(at: hour) ?? ""
                // A claim that is not bound has no disk.
                guard !volume.isEmpty else { return nil }
                return VolumeHour(
                    hour: Instant(hourNumber: hour), cluster: cluster, namespace: pod[0], pod: pod[1],
                    node: node(pod[0], pod[1], hour), claim: claim, volume: volume,
                    handle: handles[volume]?.text(at: hour) ?? "", capacityBytes: capacities[volume] ?? 0)
            }
        }.sorted {
            ($0.namespace, $0.pod, $0.claim, $0.hour, $0.volume) < ($1.namespace, $1.pod, $1.claim, $1.hour, $1.volume)
        }
    }
}

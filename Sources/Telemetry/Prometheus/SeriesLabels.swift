/// A series' name and labels, with the spellings that exporters and scrapes of different years give them.
struct SeriesLabels {
    let name: String
    private let values: [String: String]

    /// Labels with an empty value do not exist for Prometheus.
    init(name: String, _ values: [String: String]) {
        self.name = name
        self.values = values
    }

    subscript(label: String) -> String { values[label] ?? "" }

    /// A scrape that does not honour labels renames those of kube-state-metrics to `exported_pod`, and so on; `pod` is
    /// then that of kube-state-metrics itself.
    private func exported(_ label: String, _ older: String? = nil) -> String {
        for name in ["exported_\(label)", label, older ?? label] {
            if let value = values[name], !value.isEmpty { return value }
        }
        return ""
    }

    var namespace: String { exported("namespace") }
    var pod: String { exported("pod", "pod_name") }
    var container: String { exported("container", "container_name") }
    var node: String { exported("node") }
    var uid: String { exported("uid") }
    var service: String { exported("service") }

    /// Kubernetes labels as the operator writes them: `label_a:1|label_b:`, by name.
    var kubernetesLabels: String {
        values.filter { $0.key.hasPrefix("label_") }.sorted { $0.key < $1.key }
            .map { "\($0.key):\($0.value)" }.joined(separator: "|")
    }

    /// The disk of a persistent volume: what its driver calls it, else what the older kinds of volumes say.
    var diskID: String {
        for label in ["csi_volume_handle", "ebs_volume_id", "gce_persistent_disk_name", "azure_disk_name"] {
            guard let id = values[label], !id.isEmpty else { continue }
            return id.split(separator: "/").last.map(String.init) ?? ""
        }
        return ""
    }
}

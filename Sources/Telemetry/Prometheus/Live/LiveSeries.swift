import Kernel

/// Which series a server is asked for, and how.
///
/// Each name is asked for by itself: not every server takes a pattern of names. The spellings of kube-state-metrics
/// before 2.0 are not asked for.
enum LiveSeries {
    /// Asked for again where a day had no sample of anything: pods are what a cluster is for.
    static let probe = "kube_pod_info"

    /// What is read: measures and capacities, and all that says which object is whose.
    static let names: [String] = {
        let measures = [
            "kube_pod_container_resource_requests", "kube_pod_container_status_running",
            "container_cpu_usage_seconds_total", "container_memory_working_set_bytes", "kube_node_status_capacity",
        ]
        return [probe] + measures + SeriesMeaning.descriptions.keys.filter { $0 != probe }.sorted()
    }()

    static func names(withNetwork: Bool) -> [String] { names + (withNetwork ? ofNetwork : []) }

    /// Asked for where a job wants to know what pods receive and send.
    private static let ofNetwork = ["container_network_receive_bytes_total", "container_network_transmit_bytes_total"]

    /// Totals of pods and of machines are larger than their containers together and nobody reads them.
    private static let ofContainers: Set = ["container_cpu_usage_seconds_total", "container_memory_working_set_bytes"]

    /// `kube_pod_info{cluster="eu"}`.
    static func selector(_ name: String, only: [(label: String, value: String)]) -> String {
        var matchers = only.map { "\($0.label)=\"\(escaped($0.value))\"" }
        if ofContainers.contains(name) { matchers += [#"container!="""#, #"container!="POD""#] }
        // Those of no pod are the machine's own.
        if ofNetwork.contains(name) { matchers += [#"pod!="""#] }
        return matchers.isEmpty ? name : "\(name){\(matchers.joined(separator: ","))}"
    }

    /// As PromQL writes a text.
    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    static func isLabel(_ text: String) -> Bool {
        !(text.utf8.first.map { (0x30...0x39).contains($0) } ?? true)
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == UInt8(ascii: "_")
            }
    }
}

/// What a series of Prometheus is read as.
enum SeriesMeaning {
    case measure(Measure, part: String)
    case description(Description)
    /// A capacity of a node; the resource as kube-state-metrics spells it.
    case capacity(resource: String)
    /// Totals of pods stand beside their containers, and traffic of the machine beside that of its pods: to read both
    /// would count use twice.
    case withoutContainer
    case unknown

    /// What is summed by hour.
    enum Measure: Hashable, CaseIterable {
        case cpuRequest, memoryRequest, gpuRequest, running, cpuUsage, memoryUsage, networkReceive, networkTransmit

        var kind: SeriesFold.Kind { self == .cpuUsage || isOfNetwork ? .counter : .gauge }
        /// Of a pod and not of its containers, which have their network in common.
        var isOfNetwork: Bool { self == .networkReceive || self == .networkTransmit }
        /// Decimals that are kept: cores and devices to a billionth, bytes whole.
        var scale: Int {
            switch self {
            case .cpuRequest, .gpuRequest, .cpuUsage: 9
            case .memoryRequest, .memoryUsage, .networkReceive, .networkTransmit: 0
            // The sum of a series that is 1 while a container runs is then its time in milliseconds.
            case .running: 3
            }
        }
    }

    /// What only says which object is whose, by the hour.
    enum Description: Hashable {
        case podInfo, podLabels, namespaceLabels, nodeInfo, nodeLabels, nodeRole
        case podOwner, replicaSetOwner, jobOwner
        case addressOfService
        case claimOfPod, volumeOfClaim, handleOfVolume, capacityOfVolume
    }

    static let descriptions: [String: Description] = [
        "kube_pod_info": .podInfo, "kube_pod_labels": .podLabels, "kube_namespace_labels": .namespaceLabels,
        "kube_node_info": .nodeInfo,
        "kube_node_labels": .nodeLabels, "kube_node_role": .nodeRole, "kube_pod_owner": .podOwner,
        "kube_replicaset_owner": .replicaSetOwner, "kube_job_owner": .jobOwner,
        "kube_pod_spec_volumes_persistentvolumeclaims_info": .claimOfPod,
        "kube_persistentvolumeclaim_info": .volumeOfClaim, "kube_persistentvolume_info": .handleOfVolume,
        "kube_persistentvolume_capacity_bytes": .capacityOfVolume,
        "kube_service_status_load_balancer_ingress": .addressOfService,
    ]

    /// - Parameter readsNetwork: what pods receive and send is asked for.
    init(_ labels: SeriesLabels, readsNetwork: Bool) {
        if let description = SeriesMeaning.descriptions[labels.name] {
            self = .description(description)
            return
        }
        switch labels.name {
        case "kube_pod_container_resource_requests": self = SeriesMeaning.request(labels["resource"])
        // kube-state-metrics before 2.0.
        case "kube_pod_container_resource_requests_cpu_cores": self = .measure(.cpuRequest, part: "")
        case "kube_pod_container_resource_requests_memory_bytes": self = .measure(.memoryRequest, part: "")
        case "kube_pod_container_status_running": self = .measure(.running, part: "")
        // One series a processor, or one with `total`.
        case "container_cpu_usage_seconds_total":
            self = .measure(.cpuUsage, part: labels["cpu"] == "total" ? "" : labels["cpu"])
        case "container_memory_working_set_bytes": self = .measure(.memoryUsage, part: "")
        // One series an interface; what a pod sends to itself leaves no machine.
        case "container_network_receive_bytes_total" where readsNetwork && labels["interface"] != "lo":
            self = .measure(.networkReceive, part: labels["interface"])
        case "container_network_transmit_bytes_total" where readsNetwork && labels["interface"] != "lo":
            self = .measure(.networkTransmit, part: labels["interface"])
        case "kube_node_status_capacity": self = SeriesMeaning.capacity(of: labels["resource"])
        case "kube_node_status_capacity_cpu_cores": self = .capacity(resource: "cpu")
        case "kube_node_status_capacity_memory_bytes": self = .capacity(resource: "memory")
        default: self = .unknown
        }
        // `POD` is the container that holds a pod's network and does nothing. Traffic without a pod is the machine's
        // own: of the container runtime's root, `id="/"`, or of a service of the system.
        if case .measure(let measure, _) = self,
            measure.isOfNetwork ? labels.pod.isEmpty : ["", "POD"].contains(labels.container)
        {
            self = .withoutContainer
        }
    }

    private static func request(_ resource: String) -> SeriesMeaning {
        switch resource {
        case "cpu": .measure(.cpuRequest, part: "")
        case "memory": .measure(.memoryRequest, part: "")
        default: isGPU(resource) ? .measure(.gpuRequest, part: resource) : .unknown
        }
    }

    private static func capacity(of resource: String) -> SeriesMeaning {
        ["cpu", "memory"].contains(resource) || isGPU(resource) ? .capacity(resource: resource) : .unknown
    }

    /// `nvidia_com_gpu`, `nvidia_com_gpu_shared`, `amd_com_gpu`, `gpu_intel_com_i915`, `nvidia_com_mig_1g_5gb`.
    private static func isGPU(_ resource: String) -> Bool {
        resource.contains("_gpu") || resource.hasPrefix("gpu_") || resource.hasPrefix("nvidia_com_mig_")
    }
}

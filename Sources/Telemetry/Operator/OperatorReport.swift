/// A report of the operator that we read. The raw value is the key in a job.
enum OperatorReport: String, Sendable, CaseIterable {
    case podUsage, storageUsage, nodeLabels, namespaceLabels, owners, containers, gpuUsage

    /// What a pod's row takes from other reports is read before the pods.
    static let readingOrder: [OperatorReport] = [
        .owners, .containers, .gpuUsage, .nodeLabels, .namespaceLabels, .podUsage, .storageUsage,
    ]

    var isRequired: Bool { self == .podUsage }

    var summary: String {
        switch self {
        case .podUsage: "files of pod usage by hour (ocp_pod_usage), plain or gzip"
        case .storageUsage: "files of volumes by hour (ocp_storage_usage), plain or gzip"
        case .nodeLabels: "files of node labels by hour (ocp_node_label), plain or gzip"
        case .namespaceLabels: "files of namespace labels by hour (ocp_namespace_label), plain or gzip"
        case .owners: "files that name the owner of each pod and, if known, its topmost controller, plain or gzip"
        case .containers:
            "files of containers by quarter of an hour (ocp_ros_usage), plain or gzip; they name the workloads of pods, and what containers use where that is asked for"
        case .gpuUsage: "files of GPUs used by pods (ocp_gpu_usage), plain or gzip"
        }
    }

    /// Columns without which the report cannot be read.
    var columns: [String] {
        switch self {
        case .podUsage:
            [
                "interval_start", "pod", "namespace", "node", "resource_id", "pod_usage_cpu_core_seconds",
                "pod_request_cpu_core_seconds", "pod_usage_memory_byte_seconds", "pod_request_memory_byte_seconds",
                "node_capacity_cpu_core_seconds", "node_capacity_memory_byte_seconds", "pod_labels",
            ]
        case .storageUsage:
            [
                "interval_start", "namespace", "pod", "node", "persistentvolumeclaim", "persistentvolume",
                "csi_volume_handle", "persistentvolumeclaim_capacity_bytes",
            ]
        case .nodeLabels: ["interval_start", "node", "node_labels"]
        case .namespaceLabels: ["interval_start", "namespace", "namespace_labels"]
        case .owners: ["namespace", "pod", "owner_kind", "owner_name"]
        case .containers: ["namespace", "pod", "owner_kind", "owner_name", "workload", "workload_type"]
        case .gpuUsage:
            [
                "interval_start", "node", "namespace", "pod", "gpu_uuid", "gpu_model_name", "gpu_pod_uptime",
                "mig_instance_id", "mig_profile",
            ]
        }
    }

    /// Columns that are read where they are there; those of containers are needed where their figures are.
    var furtherColumns: [String] {
        switch self {
        case .owners: ["controller_kind", "controller_name"]
        case .containers:
            [
                "interval_start", "interval_end", "node", "container_name", "cpu_usage_container_avg",
                "cpu_request_container_avg", "memory_usage_container_avg", "memory_request_container_avg",
            ]
        default: []
        }
    }
}

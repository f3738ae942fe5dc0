/// What one unit of a GPU resource of a node is, by the node's labels.
struct NodeGPUs {
    private static let sharedSuffix = "_shared"
    private static let migPrefix = "nvidia_com_mig_"
    private static let whole = "nvidia_com_gpu"
    /// More replicas than that are no replicas of a device.
    private static let mostReplicas = 1024

    private let labels: [Substring]
    private let resources: [String]

    /// - Parameters:
    ///   - labels: as telemetry keeps them.
    ///   - resources: that the node has, as kube-state-metrics spells them.
    init(labels: String, resources: [String]) {
        self.labels = labels.split(separator: "|")
        self.resources = resources
    }

    /// Of `nvidia_com_gpu`, `nvidia_com_gpu_shared`, `nvidia_com_mig_1g_5gb`, `amd_com_gpu`.
    func unit(of resource: String) -> GPUModels.Part {
        let isShared = resource.hasSuffix(NodeGPUs.sharedSuffix)
        let base = isShared ? String(resource.dropLast(NodeGPUs.sharedSuffix.count)) : resource
        // Beside parts under a name of their own, the plain name is of devices that nobody shares.
        let isBesideParts = !isShared && resources.contains(base + NodeGPUs.sharedSuffix)
        let part = slice(of: base)
        return isBesideParts ? part : part.shared(by: replicas(of: base))
    }

    /// How many pods take turns on a device of the node, where its units go by the plain name or by that of parts.
    func replicas(of resource: String = whole) -> Int {
        var names = ["label_\(resource)_replicas"]
        // Google's nodes, whose devices keep their name.
        if resource == NodeGPUs.whole { names.append("label_cloud_google_com_gke_max_shared_clients_per_gpu") }
        for name in names {
            if let count = value(of: name).flatMap({ Int($0) }), (2...NodeGPUs.mostReplicas).contains(count) {
                return count
            }
        }
        return 1
    }

    /// A slice by the resource's name, or by what the node says of all its devices.
    private func slice(of resource: String) -> GPUModels.Part {
        let product = value(of: "label_nvidia_com_gpu_product") ?? ""
        if resource.hasPrefix(NodeGPUs.migPrefix) {
            let profile = String(resource.dropFirst(NodeGPUs.migPrefix.count)).replacing("_", with: ".")
            return GPUModels.part(profile: profile, model: product)
        }
        guard resource == NodeGPUs.whole else { return .whole }
        if let profile = GPUModels.profile(inProduct: product) {
            return GPUModels.part(profile: profile, model: product)
        }
        guard let profile = value(of: "label_cloud_google_com_gke_gpu_partition_size") else { return .whole }
        return GPUModels.part(profile: profile, model: value(of: "label_cloud_google_com_gke_accelerator") ?? "")
    }

    private func value(of name: String) -> String? {
        let key = name + ":"
        return labels.first { $0.hasPrefix(key) }.map { String($0.dropFirst(key.count)) }
    }
}

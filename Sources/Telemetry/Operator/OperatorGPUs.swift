import Kernel

/// The GPU report of one cluster: which part of which device each pod had in each hour.
struct OperatorGPUs {
    private struct PodHour: Hashable {
        let node: String
        let namespace: String
        let pod: String
        let hour: HourNumber
    }

    private struct Device: Hashable {
        let pod: PodHour
        let uuid: String
        let instance: String
    }

    private struct NodeHour: Hashable {
        let node: String
        let hour: HourNumber
    }

    /// Parts of a device are kept in 28ths, which holds halves, quarters and sevenths exactly.
    private static let denominator: Int128 = 28
    private static let hourNanoseconds: Int64 = 3_600_000_000_000

    private var shares: [Device: Int128] = [:]
    private var times: [PodHour: Int128] = [:]
    private var uuids: [NodeHour: Set<String>] = [:]
    private var used: Set<PodHour> = []
    private var countsByLabel: [String: Int64] = [:]
    /// How many pods take turns on a device; absent where none do.
    private var replicasByLabel: [String: Int] = [:]

    var isEmpty: Bool { shares.isEmpty && countsByLabel.isEmpty }
    /// Pod-hours with GPU time that no pod row has taken.
    var unused: Int { times.count - used.count }

    /// Notes a row. The same device of the same pod twice in an hour is one device: the longer time counts.
    mutating func add(
        node: String, namespace: String, pod: String, hour: HourNumber, uuid: String, instance: String,
        part: GPUModels.Part, nanoseconds: Int64
    ) {
        let owner = PodHour(node: node, namespace: namespace, pod: pod, hour: hour)
        let device = Device(pod: owner, uuid: uuid, instance: instance)
        let share = Int128(nanoseconds) * Int128(part.slices) * (OperatorGPUs.denominator / Int128(part.of))
        let known = shares[device] ?? 0
        if share > known {
            shares[device] = share
            times[owner, default: 0] += share - known
        }
        uuids[NodeHour(node: node, hour: hour), default: []].insert(uuid)
    }

    /// Reads the number of devices from a node's labels, which also count those that no pod uses.
    mutating func learn(node: String, labels: String) {
        let replicas = NodeGPUs(labels: labels, resources: []).replicas()
        if replicas > 1 { replicasByLabel[node] = max(replicasByLabel[node] ?? 1, replicas) }
        let key = "label_nvidia_com_gpu_count:"
        for label in labels.split(separator: "|") where label.hasPrefix(key) {
            guard let count = Int64(label.dropFirst(key.count)), (0...1024).contains(count) else { continue }
            countsByLabel[node] = max(countsByLabel[node] ?? 0, count)
        }
    }

    /// GPU time of a pod's row, in nanoseconds; what is less than a nanosecond is left out. Of a device that several pods
    /// take turns on it is a part.
    mutating func take(node: String, namespace: String, pod: String, hour: HourNumber) -> Int64 {
        let owner = PodHour(node: node, namespace: namespace, pod: pod, hour: hour)
        guard let time = times[owner] else { return 0 }
        used.insert(owner)
        return Int64(clamping: time / (OperatorGPUs.denominator * Int128(replicasByLabel[node] ?? 1)))
    }

    /// GPU time that the node had to give in an hour: of the devices its labels count, or more that pods were seen on.
    func capacity(node: String, hour: HourNumber) -> Int64 {
        let seen = Int64(uuids[NodeHour(node: node, hour: hour)]?.count ?? 0)
        return max(seen, countsByLabel[node] ?? 0) * OperatorGPUs.hourNanoseconds
    }
}

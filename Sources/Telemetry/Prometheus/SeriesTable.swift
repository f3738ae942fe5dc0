import Kernel

/// The series of one cluster with what their samples came to.
struct SeriesTable {
    /// A container's series. Labels that do not tell containers apart (job, instance, replica) are left out, so that
    /// two scrapes of one container are one series.
    struct ContainerKey: Hashable {
        let measure: SeriesMeaning.Measure
        let namespace: String
        let pod: String
        let uid: String
        let node: String
        let container: String
        /// A GPU's resource name, a processor.
        let part: String
    }

    struct Container {
        let key: ContainerKey
        var fold: SeriesFold
    }

    /// An object and what a series says of it, in the hours that it has samples.
    struct DescriptionKey: Hashable {
        let kind: SeriesMeaning.Description
        let object: [String]
        let text: String
    }

    struct CapacityKey: Hashable {
        let node: String
        let resource: String
    }

    enum Target {
        case container(Int)
        case description(Int)
        case capacity(Int)
    }

    private enum Key: Hashable {
        case container(ContainerKey)
        case description(DescriptionKey)
        case capacity(CapacityKey)
    }

    var containers: [Container] = []
    private(set) var descriptions: [(key: DescriptionKey, hours: HourSpans, largest: Int64)] = []
    private(set) var capacities: [(key: CapacityKey, values: [HourNumber: Int64])] = []
    private(set) var owners = OwnerChains()
    /// Pods, by namespace and name, that use their node's network: what their series count is the whole node's.
    private(set) var onHostNetwork: Set<[String]> = []
    private var numbers: [Key: Int32] = [:]
    private var targets: [Target] = []

    func target(_ series: Int32) -> Target { targets[Int(series)] }
    var count: Int { targets.count }

    /// The number of the series that these labels are; nil when nothing reads it.
    mutating func number(_ meaning: SeriesMeaning, _ labels: SeriesLabels, step: Int64) -> Int32? {
        switch meaning {
        case .measure(let measure, let part):
            let key = ContainerKey(
                measure: measure, namespace: labels.namespace, pod: labels.pod, uid: labels.uid, node: labels.node,
                container: measure.isOfNetwork ? "" : labels.container, part: part)
            return number(.container(key)) { table in
                table.containers.append(Container(key: key, fold: SeriesFold(measure.kind, step: step)))
                return .container(table.containers.count - 1)
            }
        case .description(let kind):
            let (object, text) = SeriesTable.statement(kind, labels)
            let key = DescriptionKey(kind: kind, object: object, text: text)
            return number(.description(key)) { table in
                table.learnOwner(kind, labels)
                if kind == .podInfo, labels["host_network"] == "true" {
                    table.onHostNetwork.insert([labels.namespace, labels.pod])
                }
                table.descriptions.append((key, HourSpans(), 0))
                return .description(table.descriptions.count - 1)
            }
        case .capacity(let resource):
            let key = CapacityKey(node: labels.node, resource: resource)
            return number(.capacity(key)) { table in
                table.capacities.append((key, [:]))
                return .capacity(table.capacities.count - 1)
            }
        case .withoutContainer, .unknown: return nil
        }
    }

    /// - Parameter value: of the sample; only the capacity of a volume is told by it.
    mutating func describe(_ index: Int, hour: HourNumber, _ value: Int64) {
        descriptions[index].hours.insert(hour)
        descriptions[index].largest = max(descriptions[index].largest, value)
    }

    mutating func raiseCapacity(_ index: Int, hour: HourNumber, to value: Int64) {
        capacities[index].values[hour] = max(capacities[index].values[hour] ?? 0, value)
    }

    private mutating func number(_ key: Key, _ make: (inout SeriesTable) -> Target) -> Int32 {
        if let known = numbers[key] { return known }
        let number = Int32(targets.count)
        numbers[key] = number
        targets.append(make(&self))
        return number
    }

    /// Which object a describing series is about, and what it says.
    private static func statement(
        _ kind: SeriesMeaning.Description, _ labels: SeriesLabels
    ) -> (object: [String], text: String) {
        switch kind {
        case .podInfo: ([labels.namespace, labels.pod, labels.uid], labels.node)
        case .podLabels: ([labels.namespace, labels.pod, labels.uid], labels.kubernetesLabels)
        case .namespaceLabels: ([labels.namespace], labels.kubernetesLabels)
        case .nodeInfo: ([labels.node], MachineID.read(labels["provider_id"]))
        case .nodeLabels: ([labels.node], labels.kubernetesLabels)
        case .nodeRole: ([labels.node], labels["role"])
        // The chains of owners keep these; here they are only told apart.
        case .podOwner: ([labels.namespace, labels.pod, labels.uid], owner(labels))
        case .replicaSetOwner: ([labels.namespace, labels["replicaset"]], owner(labels))
        case .jobOwner: ([labels.namespace, labels["job_name"]], owner(labels))
        case .addressOfService:
            ([labels.namespace, labels.service], labels["hostname"].isEmpty ? labels["ip"] : labels["hostname"])
        case .claimOfPod: ([labels.namespace, labels.pod], labels["persistentvolumeclaim"])
        case .volumeOfClaim: ([labels.namespace, labels["persistentvolumeclaim"]], labels["volumename"])
        case .handleOfVolume: ([labels["persistentvolume"]], labels.diskID)
        case .capacityOfVolume: ([labels["persistentvolume"]], "")
        }
    }

    private static func owner(_ labels: SeriesLabels) -> String { "\(labels["owner_kind"])/\(labels["owner_name"])" }

    private mutating func learnOwner(_ kind: SeriesMeaning.Description, _ labels: SeriesLabels) {
        let owner = Controller(kind: labels["owner_kind"], name: labels["owner_name"])
        let isController = labels["owner_is_controller"] != "false"
        switch kind {
        case .podOwner:
            owners.add(
                owner, ofPod: labels.pod, namespace: labels.namespace, uid: labels.uid, isController: isController)
        case .replicaSetOwner:
            owners.add(
                owner, of: "replicaset", named: labels["replicaset"], namespace: labels.namespace,
                isController: isController)
        case .jobOwner:
            owners.add(
                owner, of: "job", named: labels["job_name"], namespace: labels.namespace, isController: isController)
        default: break
        }
    }
}

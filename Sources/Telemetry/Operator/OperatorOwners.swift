import Columns
import Kernel

/// The controllers of one cluster's pods as reports of the operator name them. Where the report of owners and that of
/// containers both name one, the report of owners counts.
struct OperatorOwners {
    private(set) var chains = OwnerChains()
    private var stated: [PodName: Controller] = [:]
    private var workloads: [PodName: Controller] = [:]
    /// By number of the pod; looked up once a pod.
    private var found: [Int32: Controller] = [:]
    private var isEmpty = true

    private struct PodName: Hashable {
        let namespace: String
        let pod: String
    }

    mutating func addOwner(_ record: borrowing CSVRecord, _ columns: OperatorColumns) {
        guard let namespace = columns.text(record, 0), let pod = columns.text(record, 1) else { return }
        isEmpty = false
        let owner = Controller(kind: columns.text(record, 2) ?? "", name: columns.text(record, 3) ?? "")
        chains.add(owner, ofPod: pod, namespace: namespace)
        let top = Controller(kind: columns.text(record, 4) ?? "", name: columns.text(record, 5) ?? "")
        guard !top.isNone else { return }
        let name = PodName(namespace: namespace, pod: pod)
        stated[name] = min(stated[name] ?? top, top)
    }

    /// The report names the workload of a container in words of its own: that of a CronJob's pod is of type `job`.
    mutating func addContainer(_ record: borrowing CSVRecord, _ columns: OperatorColumns) {
        guard let namespace = columns.text(record, 0), let pod = columns.text(record, 1) else { return }
        isEmpty = false
        let owner = Controller(kind: columns.text(record, 2) ?? "", name: columns.text(record, 3) ?? "")
        var top = Controller(kind: columns.text(record, 5) ?? "", name: columns.text(record, 4) ?? "")
        if top.isNone { top = owner }
        if owner.kind == "job", top.kind == "job", OperatorOwners.isScheduled(job: owner.name, by: top.name) {
            top = Controller(kind: "CronJob", name: top.name)
        }
        let name = PodName(namespace: namespace, pod: pod)
        workloads[name] = min(workloads[name] ?? top, top)
    }

    /// A CronJob calls its jobs by its own name, a hyphen and a number of minutes.
    private static func isScheduled(job: String, by name: String) -> Bool {
        guard job.hasPrefix(name + "-") else { return false }
        let end = job.dropFirst(name.count + 1)
        return !end.isEmpty && end.allSatisfy { $0.isASCII && $0.isNumber }
    }

    /// - Parameter number: another one for each cluster, namespace and pod.
    mutating func controller(
        of number: Int32, namespace: UnsafeBufferPointer<UInt8>, pod: UnsafeBufferPointer<UInt8>
    ) -> Controller {
        if isEmpty { return .none }
        if let known = found[number] { return known }
        let controller = controller(
            PodName(
                namespace: String(decoding: namespace, as: UTF8.self), pod: String(decoding: pod, as: UTF8.self)))
        found[number] = controller
        return controller
    }

    private func controller(_ name: PodName) -> Controller {
        stated[name] ?? chains.controller(ofPod: name.pod, namespace: name.namespace) ?? workloads[name] ?? .none
    }
}

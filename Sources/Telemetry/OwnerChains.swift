/// Who owns whom in one cluster: Pod -> ReplicaSet -> Deployment, Pod -> Job -> CronJob.
struct OwnerChains {
    private struct Owned: Hashable {
        /// In lower case, `pod` for pods.
        let kind: String
        let namespace: String
        let name: String
        /// Empty where the source states none.
        let uid: String
    }

    private struct Owner {
        let controller: Controller
        let isController: Bool
    }

    /// A chain has two links; the bound keeps owners that own each other from being followed for ever.
    private static let longestChain = 4

    private var owners: [Owned: Owner] = [:]
    /// Objects of which two owners were stated. The choice among them does not depend on the order of files.
    private var conflicted: Set<Owned> = []

    var conflicts: Int { conflicted.count }

    init() {}

    mutating func add(
        _ owner: Controller, ofPod pod: String, namespace: String, uid: String = "", isController: Bool = true
    ) {
        add(owner, of: Owned(kind: "pod", namespace: namespace, name: pod, uid: uid), isController)
    }

    /// - Parameter kind: in lower case: `replicaset`, `job`.
    mutating func add(
        _ owner: Controller, of kind: String, named name: String, namespace: String, isController: Bool = true
    ) {
        add(owner, of: Owned(kind: kind, namespace: namespace, name: name, uid: ""), isController)
    }

    /// The top of a pod's chain; nil when nothing is known of the pod.
    func controller(ofPod pod: String, namespace: String, uid: String = "") -> Controller? {
        let exact = owners[Owned(kind: "pod", namespace: namespace, name: pod, uid: uid)]
        guard let first = exact ?? owners[Owned(kind: "pod", namespace: namespace, name: pod, uid: "")] else {
            return nil
        }
        var top = first.controller
        for _ in 0..<OwnerChains.longestChain {
            let next = owners[Owned(kind: top.kind, namespace: namespace, name: top.name, uid: "")]
            guard let next, !next.controller.isNone, top.kind != "pod" else { break }
            top = next.controller
        }
        return top
    }

    private mutating func add(_ owner: Controller, of owned: Owned, _ isController: Bool) {
        guard let known = owners[owned] else {
            owners[owned] = Owner(controller: owner, isController: isController)
            return
        }
        guard known.controller != owner else { return }
        // The one that controls the object counts, whoever else owns it.
        if known.isController != isController {
            if isController {
                owners[owned] = Owner(controller: owner, isController: true)
                conflicted.remove(owned)
            }
            return
        }
        conflicted.insert(owned)
        owners[owned] = Owner(controller: min(known.controller, owner), isController: isController)
    }
}

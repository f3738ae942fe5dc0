/// What stands at the top of a pod's chain of owners, as OpenCost names it.
struct Controller: Hashable, Comparable {
    /// In lower case: `deployment`, `cronjob`, `node`. Empty when nobody controls the pod.
    let kind: String
    let name: String

    static let none = Controller(kind: "", name: "")

    /// Reads a kind as Kubernetes spells it: `ReplicaSet`. Sources write `<none>` for no owner.
    init(kind: String, name: String) {
        let isNone = kind.isEmpty || kind == "<none>" || name.isEmpty || name == "<none>"
        self.kind = isNone ? "" : kind.lowercased()
        self.name = isNone ? "" : name
    }

    var isNone: Bool { kind.isEmpty }

    static func < (left: Controller, right: Controller) -> Bool {
        (left.kind, left.name) < (right.kind, right.name)
    }
}

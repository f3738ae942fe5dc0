import Kernel

/// What pods used and asked for, by the keys that telemetry knows; one row a day, node and pod.
struct UsageRows {
    /// Only its columns and texts are filled: use has no cost.
    var rows = ViewRows(keys: ViewKey.named.filter { ViewKey.ofTelemetry.contains($0) })
    var uses: [ResourceUse] = []

    mutating func append(
        day: Int32, cluster: Int32, node: Int32, namespace: Int32, pod: Int32, controller: (kind: Int32, name: Int32)?,
        _ use: ResourceUse
    ) {
        let none = ViewMark.unallocated.rawValue
        var combined = none
        if let controller {
            let (kind, name) = (rows.texts.text(controller.kind) ?? "", rows.texts.text(controller.name) ?? "")
            combined = rows.texts.id(of: "\(kind):\(name)")
        }
        let week = rows.week(of: day)
        let values: [(key: ViewKey, number: Int32)] = [
            (.cluster, cluster), (.node, node), (.namespace, namespace), (.pod, pod), (.day, day), (.week, week),
            (.controllerKind, controller?.kind ?? none), (.controllerName, controller?.name ?? none),
            (.controller, combined),
        ]
        for value in values { rows[value.key].append(value.number) }
        uses.append(use)
    }

    /// What lines of a view used, by their values. A line may have pods without a cost, and a cost without pods.
    func sums(_ question: ViewQuestion) -> [[String]: ResourceUse] {
        let filter = question.filter.map { AnsweredFilter($0, rows) }
        let columns = question.keys.map { rows[$0] }
        var table = KeyTable(width: columns.count)
        var sums: [ResourceUse] = []
        for row in uses.indices where filter?.shows(row) ?? true {
            let place = table.add(columns.map { $0[row] })
            if place == sums.count { sums.append(ResourceUse()) }
            sums[place] = sums[place] + uses[row]
        }
        var byValues: [[String]: ResourceUse] = [:]
        for (place, use) in sums.enumerated() {
            byValues[table.key(place).map { rows.texts.text($0) ?? "" }] = use
        }
        return byValues
    }
}

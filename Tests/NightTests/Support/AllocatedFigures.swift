import Documents
import Model
import Runner
import TestSupport

/// The figures of `expected.json`, added up from the published datasets of one allocation on one cost metric.
struct AllocatedFigures {
    private struct Piece {
        let part: String
        let cluster: String
        let namespace: String
        let day: String
        let cost: Exact
        let line: Int
    }

    private(set) var all: Figures = [:]
    private let lineItemTypes: LineItemTypes
    private var pools: Figures = [:]

    /// Pools as our parts name them, and as the expectation does.
    private static let sources = [
        "Platform idle": ("Platform unallocated", "direct_compute", "platform"),
        "Worker idle": ("Worker unallocated", "direct_compute", "worker"),
        "Storage unattributed": ("Storage unattributed", "direct_storage", "storage"),
        "Network": ("Network unattributed", "direct_network", "network"),
        "Cluster shared": ("Cluster shared", "direct_tag", "cluster_shared"),
    ]
    private static let distributed = [
        "Platform": "platform", "Worker idle": "worker", "Storage": "storage", "Network": "network",
        "Cluster shared": "cluster_shared",
    ]
    private static let direct = ["Compute": "direct_compute", "Storage": "direct_storage", "Project tag": "direct_tag"]

    static func isPlatform(_ namespace: String) -> Bool {
        namespace == "openshift" || namespace.hasPrefix("openshift-") || namespace.hasPrefix("kube-")
    }

    /// - Parameter metric: a FOCUS cost column, such as `EffectiveCost`.
    init(_ allocation: Publication, metric: String, lineItemTypes: LineItemTypes) throws {
        self.lineItemTypes = lineItemTypes
        try addAllocations(
            Table(
                allocation, .allocations,
                [
                    metric, "ChargePeriodStart", "x_AllocationPart", "x_ClusterId", "x_Namespace", "x_Node", "x_Pod",
                    "x_ControllerKind", "x_Controller",
                    "ResourceId", "ChargeCategory", "ChargeDescription", "CommitmentDiscountStatus",
                ]), metric)
        try addDistributions(
            Table(allocation, .distributions, ["Day", "Cluster", "Pool", "Namespace", metric]), metric)
        for (pool, rest) in pools where rest != .zero { all.add(rest, to: "pool that does not add up: \(pool)") }
    }

    private mutating func addAllocations(_ table: Table, _ metric: String) throws {
        let costs = table.exact(metric)
        let days = table.day("ChargePeriodStart")
        let parts = table.text("x_AllocationPart")
        let clusters = table.text("x_ClusterId")
        let namespaces = table.text("x_Namespace")
        for row in 0..<table.count {
            all.add(costs[row], to: "totals/bill_total")
            let piece = Piece(
                part: parts[row] ?? "", cluster: clusters[row] ?? "", namespace: namespaces[row] ?? "", day: days[row],
                cost: costs[row], line: row)
            switch piece.part {
            case "Outside":
                all.add(piece.cost, to: "totals/outside_cluster")
                let key = try table.text("ResourceId")[row] ?? lineItemTypes.of(table, row)
                all.add(piece.cost, to: "outside_cluster/\(key)")
            case "No telemetry":
                let node = table.text("x_Node")[row] ?? ""
                all.add(piece.cost, to: "totals/without_telemetry")
                all.add(piece.cost, to: "\(piece.cluster)/node_cost_without_telemetry/\(node)")
                all.add(piece.cost, to: "\(piece.cluster)/by_node/\(node)/no_telemetry")
            default:
                try addInCluster(piece, node: table.text("x_Node")[row], pod: table.text("x_Pod")[row])
                if piece.part == "Compute" {
                    let (kind, name) = (table.text("x_ControllerKind")[row], table.text("x_Controller")[row])
                    let controller = "\(piece.namespace)/\(kind ?? "")/\(name ?? "")"
                    all.add(piece.cost, to: "\(piece.cluster)/by_controller/\(controller)")
                }
            }
        }
    }

    private mutating func addInCluster(_ piece: Piece, node: String?, pod: String?) throws {
        let cluster = piece.cluster
        all.add(piece.cost, to: "totals/in_cluster")
        all.add(piece.cost, to: "\(cluster)/in_cluster")
        let name: String
        let column: String
        var pool: String?
        if let source = AllocatedFigures.sources[piece.part] {
            (name, column, pool) = source
        } else {
            guard let direct = AllocatedFigures.direct[piece.part] else { throw Missing("a word for '\(piece.part)'") }
            (name, column) = (piece.namespace, direct)
            if AllocatedFigures.isPlatform(piece.namespace) { pool = "platform" }
        }
        let path = "\(cluster)/by_namespace/\(name)"
        all.add(piece.cost, to: "\(path)/\(column)")
        all.add(piece.cost, to: "\(path)/direct_total")
        all.add(piece.cost, to: "\(cluster)/by_day/\(piece.day)/\(name)/direct")
        if let pool {
            // What a pool takes in, its sources give away; what is left of it must be handed out on the same day.
            all.add(-piece.cost, to: "\(path)/\(pool)_distributed")
            pools.add(piece.cost, to: "\(cluster) \(piece.day) \(pool)")
        } else {
            all.add(piece.cost, to: "\(path)/final")
            all.add(piece.cost, to: "\(cluster)/by_day/\(piece.day)/\(name)/final")
        }
        addToNode(piece, node: node, pod: pod)
    }

    private mutating func addToNode(_ piece: Piece, node: String?, pod: String?) {
        guard let node else { return }
        let path = "\(piece.cluster)/by_node/\(node)"
        switch piece.part {
        case "Compute":
            all.add(piece.cost, to: "\(path)/allocated")
            all.add(piece.cost, to: "\(path)/cost")
            all.add(piece.cost, to: "\(piece.cluster)/by_pod_direct_compute/\(piece.namespace)/\(pod ?? "")/\(node)")
        case "Platform idle", "Worker idle":
            all.add(piece.cost, to: "\(path)/unallocated")
            all.add(piece.cost, to: "\(path)/cost")
        case "Network": all.add(piece.cost, to: "\(path)/network")
        default: break
        }
    }

    private mutating func addDistributions(_ table: Table, _ metric: String) throws {
        let costs = table.exact(metric)
        for row in 0..<table.count {
            guard let cluster = table.text("Cluster")[row], let day = table.text("Day")[row],
                let pool = table.text("Pool")[row].flatMap({ AllocatedFigures.distributed[$0] })
            else { throw Missing("a cluster, day or known pool of a share") }
            pools.add(-costs[row], to: "\(cluster) \(day) \(pool)")
            let name = table.text("Namespace")[row] ?? "nobody"
            all.add(costs[row], to: "\(cluster)/by_namespace/\(name)/\(pool)_distributed")
            all.add(costs[row], to: "\(cluster)/by_namespace/\(name)/final")
            all.add(costs[row], to: "\(cluster)/by_day/\(day)/\(name)/final")
        }
    }
}

/// The provider's line item types, which an allocation no longer has, by the columns of a charge that tell them apart.
struct LineItemTypes {
    private var types: [String: String] = [:]
    /// Bill rows by line item type.
    private(set) var rows: [String: Int] = [:]
    private static let columns = ["ChargeCategory", "ChargeDescription", "CommitmentDiscountStatus"]

    init(_ bill: Publication) throws {
        let table = try Table(bill, .costLines, LineItemTypes.columns + ["x_OtherColumns", "ResourceId"])
        for row in 0..<table.count {
            let type = try LineItemTypes.type(of: table, row)
            rows[type, default: 0] += 1
            guard table.text("ResourceId")[row] == nil else { continue }
            let known = types.updateValue(type, forKey: LineItemTypes.key(table, row))
            guard known == nil || known == type else {
                throw Missing("a column that tells \(known ?? "") from \(type)")
            }
        }
    }

    /// `Usage`, from the columns that FOCUS does not know.
    static func type(of table: Table, _ row: Int) throws -> String {
        let others = table.text("x_OtherColumns")[row] ?? "{}"
        let node = try JSONText.parse(Array(others.utf8), file: "x_OtherColumns", limits: .data)
        guard let type = (node["x_LineItemType"] ?? node["lineItem/LineItemType"])?.string else {
            throw Missing("x_LineItemType in \(others)")
        }
        return type
    }

    func of(_ table: Table, _ row: Int) throws -> String {
        guard let type = types[LineItemTypes.key(table, row)] else { throw Missing("the type of row \(row)") }
        return type
    }

    private static func key(_ table: Table, _ row: Int) -> String {
        columns.map { table.text($0)[row] ?? "" }.joined(separator: "|")
    }
}

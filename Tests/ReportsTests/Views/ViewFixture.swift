import Kernel
import Model

@testable import Reports

/// Stored rows made by hand, and what pools gave.
struct ViewFixture {
    struct Row {
        var day = "2026-04-01"
        /// Of one hour, such as `05:00Z`; else longer.
        var hour: String?
        var currency = "USD"
        var cluster: String? = "eu"
        var namespace: String?
        var node: String?
        var kind: String?
        var controller: String?
        var pod: String?
        var container: String?
        var part = "Compute"
        var service = "EC2"
        var account = "1"
        var provider = "AWS"
        var team: String?
        var cost: Int128
    }

    struct Received {
        var day = "2026-04-01"
        var currency = "USD"
        var cluster = "eu"
        var pool: String
        var namespace: String?
        var cost: Int128
    }

    /// What a pod used and asked for on a day.
    struct Use {
        var day = "2026-04-01"
        var cluster = "eu"
        var node = "n1"
        var namespace: String
        var controller: (kind: String, name: String)?
        var pod: String
        var use: ResourceUse
    }

    var rows: [Row]
    var received: [Received]

    /// As `ViewReader` makes them of files.
    var stored: ViewRows {
        var stored = ViewRows(keys: ViewKey.named)
        var roles = ViewRoles(platform: .usual)
        for row in rows {
            func number(_ text: String?) -> Int32 { text.map { stored.texts.id(of: $0) } ?? 0 }
            let role = roles.roles(
                parts: [number(row.part)], namespaces: [number(row.namespace)], stored.texts)[0]
            let controller = row.controller.map { "\(row.kind ?? ""):\($0)" }
            let values: [(ViewKey, String?)] = [
                (.cluster, row.cluster), (.node, row.node), (.namespace, row.namespace), (.controllerKind, row.kind),
                (.controller, controller), (.controllerName, row.controller), (.pod, row.pod), (.part, row.part),
                (.service, row.service), (.account, row.account), (.provider, row.provider), (.team, row.team),
                (.day, row.day), (.container, row.container),
                (.hour, row.hour.map { "\(row.day)T\($0)" }),
            ]
            for (key, text) in values { stored[key].append(text == nil ? role.mark.rawValue : number(text)) }
            let week = stored.week(of: number(row.day))
            stored[.week].append(week)
            stored.currencies.append(number(row.currency))
            stored.roles.append(role)
            stored.direct.append(row.cost)
            stored.shared.append(0)
        }
        for entry in received {
            let group = ViewRows.PoolGroup(
                day: stored.texts.id(of: entry.day), cluster: stored.texts.id(of: entry.cluster),
                currency: stored.texts.id(of: entry.currency))
            stored.received.append(
                .init(
                    group: group, pool: stored.texts.id(of: entry.pool),
                    namespace: entry.namespace.map { stored.texts.id(of: $0) }, amount: Amount(units: entry.cost)))
        }
        return stored
    }

    var bills: [Currency: Amount] {
        var bills: [Currency: Amount] = [:]
        for row in rows { bills[Currency(row.currency)!, default: .zero].units += row.cost }
        return bills
    }

    func view(_ question: ViewQuestion, _ uses: [Use], _ basis: ResourceBasis = .cpu) throws -> AllocationView {
        var usage = UsageRows()
        for use in uses {
            func number(_ text: String) -> Int32 { usage.rows.texts.id(of: text) }
            let controller = use.controller.map { (kind: number($0.kind), name: number($0.name)) }
            usage.append(
                day: number(use.day), cluster: number(use.cluster), node: number(use.node),
                namespace: number(use.namespace), pod: number(use.pod), controller: controller, use.use)
        }
        return try AllocationView(
            stored, question, period: Month("2026-04")!, bills: bills, usage: (rows: usage, basis: basis))
    }

    func view(_ question: ViewQuestion) throws -> AllocationView {
        try AllocationView(stored, question, period: Month("2026-04")!, bills: bills)
    }

    /// `values: direct shared cost` of the first section's lines, in units of 10^-24.
    func lines(_ question: ViewQuestion) throws -> [String] {
        try view(question).sections[0].lines.map { line in
            let costs = line.costs
            return
                "\(line.values.joined(separator: "/")): \(costs.direct.units) \(costs.shared.units) \(costs.cost.units)"
        }
    }
}

extension ViewFixture {
    /// One day of a cluster: two namespaces, a platform namespace, idle, a network pool, tax.
    static let day = ViewFixture(
        rows: [
            Row(namespace: "shop", node: "n1", kind: "Deployment", controller: "cart", pod: "cart-1", cost: 100),
            Row(namespace: "shop", node: "n1", kind: "Deployment", controller: "cart", pod: "cart-2", cost: 100),
            Row(namespace: "shop", part: "Project tag", service: "S3", account: "2", cost: 50),
            Row(namespace: "mail", node: "n1", kind: "StatefulSet", controller: "mailer", pod: "mailer-0", cost: 80),
            Row(namespace: "kube-system", node: "n1", kind: "DaemonSet", controller: "dns", pod: "dns-x", cost: 30),
            Row(node: "n1", part: "Worker idle", cost: 70),
            Row(node: "m1", part: "Platform idle", cost: 12),
            Row(node: "n1", part: "Network", cost: 10),
            Row(node: "n9", part: "No telemetry", cost: 7),
            Row(cluster: nil, part: "Outside", service: "Tax", cost: 41),
        ],
        received: [
            Received(pool: "Platform", namespace: "mail", cost: 14),
            Received(pool: "Platform", namespace: "shop", cost: 28),
            Received(pool: "Worker idle", namespace: "mail", cost: 23),
            Received(pool: "Worker idle", namespace: "shop", cost: 47),
            Received(pool: "Network", namespace: "mail", cost: 3),
            Received(pool: "Network", namespace: "shop", cost: 7),
        ])
}

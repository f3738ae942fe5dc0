import Kernel
import Model

/// A piece of one charge and who it went to. All pieces of a charge sum to it, in every cost and quantity.
package struct AllocationRow: Sendable {
    /// Index into the charges of the result.
    package let charge: Int
    private let shared: SharedRecipient
    package let measures: ChargeMeasures
    /// The piece is its weight, divided by the weights of all pieces of the charge, up to the last unit. All are 0 where
    /// one piece is what the others have too much.
    package let weight: UInt128
    /// What the piece was measured by, in core-nanoseconds, byte-seconds or bytes; nil where nothing was measured.
    package let use: UInt128?

    package var recipient: Recipient { shared.value }

    package init(
        charge: Int, recipient: Recipient, measures: ChargeMeasures, weight: UInt128, use: UInt128?
    ) {
        self.init(charge: charge, shared: SharedRecipient(recipient), measures: measures, weight: weight, use: use)
    }

    init(charge: Int, shared: SharedRecipient, measures: ChargeMeasures, weight: UInt128, use: UInt128?) {
        self.charge = charge
        self.shared = shared
        self.measures = measures
        self.weight = weight
        self.use = use
    }
}

/// A recipient that many rows have in common: a pod receives of every charge of its node, on every day. Measured with
/// 10,000 pods, rows with recipients of their own take twice the memory.
final class SharedRecipient: Sendable {
    let value: Recipient

    init(_ value: Recipient) { self.value = value }
}

/// The first step: each charge goes to the pods, claims and pools it belongs to (docs/allocation.md, "Direct cost").
struct DirectAllocation {
    let telemetry: TelemetryIndex
    let options: AllocationOptions
    private var classifier: ChargeClassifier
    let keepsContainers: Bool
    private var nodeShares: [NodeDayKey: [Share]] = [:]
    /// Of each pod which part of its cost each resource bears, where containers ask for it.
    private var resourceParts: [NodeDayKey: [PodKey: [UInt128]]] = [:]
    private var nodeHours: [NodeDayKey: (hours: NodeHours, recipients: [SharedRecipient])] = [:]
    private var sharedRecipients: [Recipient: SharedRecipient] = [:]
    private var owners: PieceOwners
    var tagReceivers: TagReceivers
    /// What pieces of pools cost by the hour, by charge; empty unless a policy shares by the hour.
    private var hourly: [Int: [Recipient: HourlyCosts]] = [:]
    let keepsHours: Bool

    private struct NodeDayKey: Hashable {
        let node: NodeKey
        let day: CalendarDay
    }

    struct Share {
        let recipient: Recipient
        let weight: UInt128
    }

    init(telemetry: TelemetryIndex, options: AllocationOptions) {
        self.telemetry = telemetry
        self.options = options
        keepsContainers = options.containers
        classifier = ChargeClassifier(telemetry: telemetry, options: options)
        owners = PieceOwners(rules: options.teams)
        tagReceivers = TagReceivers(telemetry: telemetry)
        keepsHours = options.sharing.contains { $0.rule.window == .hour }
    }

    /// What is known of hours since the last call.
    mutating func takeHourly() -> [Int: [Recipient: HourlyCosts]] {
        defer { hourly = [:] }
        return hourly
    }

    mutating func rows(for charge: Charge, at index: Int) throws -> [AllocationRow] {
        let kind = classifier.classify(charge)
        if options.rules == .koku, let rows = try kokuRows(for: charge, at: index, kind) {
            return try byContainer(rows, on: charge.day)
        }
        let shares: [Share]
        switch kind {
        case .compute(let node):
            if options.join == .hour { return try hourlyRows(for: charge, at: index, of: node) }
            shares = try self.shares(of: node, on: charge.day)
        case .nodeTag(let nodes):
            // Several nodes of one name: equal parts, each split like the node's own cost. Scaling every node's weights
            // to the same sum keeps the parts equal.
            shares = equalParts(try nodes.map { try self.shares(of: $0, on: charge.day) })
        case .noTelemetry(let node): shares = [Share(recipient: of(.noTelemetry, node), weight: 1)]
        case .network(let node):
            if let rows = try trafficRows(for: charge, at: index, of: node) { return rows }
            shares = [Share(recipient: of(.network, node), weight: 1)]
            if keepsHours { hourly[index] = [shares[0].recipient: try HourlyCosts.whole(charge)] }
        case .disk(let cluster, let handle): shares = diskShares(charge, cluster: cluster, handle: handle)
        case .loadBalancer(let services):
            // Nothing says how much each of several uses it.
            shares = services.map { service in
                var recipient = Recipient(.loadBalancer, cluster: service.cluster, namespace: service.namespace)
                recipient.service = service.service
                return Share(recipient: owned(recipient, charge.day), weight: 1)
            }
        case .project(let clusters, let namespace):
            shares = clusters.map { cluster in
                Share(
                    recipient: owned(Recipient(.project, cluster: cluster, namespace: namespace), charge.day), weight: 1
                )
            }
        case .clusterTag(let cluster):
            shares = [Share(recipient: Recipient(.clusterShared, cluster: cluster), weight: 1)]
        case .outside: shares = [Share(recipient: Recipient(.outside), weight: 1)]
        }
        return try byContainer(split(charge, at: index, over: shares), on: charge.day)
    }

    func split(_ charge: Charge, at index: Int, over shares: [Share]) -> [AllocationRow] {
        let weights = shares.map(\.weight)
        guard shares.count > 1, let parts = charge.measures.split(by: weights) else {
            // Weights of zero: the first share stands for the remainder (idle, unattributed) and keeps it all.
            return [
                AllocationRow(
                    charge: index, recipient: shares[0].recipient, measures: charge.measures, weight: 1, use: nil)
            ]
        }
        return shares.indices.compactMap { position in
            guard shares[position].weight > 0 else { return nil }
            return AllocationRow(
                charge: index, recipient: shares[position].recipient, measures: parts[position],
                weight: shares[position].weight, use: shares[position].weight)
        }
    }

    /// The recipient with labels and team of its namespace and pod.
    mutating func owned(_ recipient: Recipient, podLabels: String = "", _ day: CalendarDay) -> Recipient {
        guard let cluster = recipient.cluster, let namespace = recipient.namespace else { return recipient }
        let place = ClusterNamespace(cluster: cluster, namespace: namespace)
        let owner = owners.owner(
            place, podLabels: podLabels, namespaceLabels: telemetry.labels(of: place, on: day))
        var recipient = recipient
        recipient.labels = owner.labels
        recipient.team = owner.team
        return recipient
    }

    private func of(_ part: AllocationPart, _ node: NodeKey) -> Recipient {
        Recipient(part, cluster: node.cluster, node: node.node)
    }

    /// Idle first, then the pods by name.
    mutating func shares(of node: NodeKey, on day: CalendarDay) throws -> [Share] {
        let key = NodeDayKey(node: node, day: day)
        if let known = nodeShares[key] { return known }
        guard let nodeDay = telemetry.nodeDays[day]?[node] else { return [] }
        let pods = nodeDay.podsInOrder
        let recipients = self.recipients(pods.map(\.pod), nodeDay, of: node, on: day)
        let weights = nodeDay.shares(of: pods.map(\.hours), prices: try prices(of: node, on: day)).weights
        let shares = zip(recipients, weights).map { Share(recipient: $0, weight: $1) }
        nodeShares[key] = shares
        return shares
    }

    /// Nil where one resource bears all.
    mutating func resourceParts(of pod: PodKey, on node: NodeKey, _ day: CalendarDay) throws -> [UInt128]? {
        guard let prices = try prices(of: node, on: day) else { return nil }
        let key = NodeDayKey(node: node, day: day)
        if let known = resourceParts[key] { return known[pod] }
        // Charges come in the order of days.
        if let other = resourceParts.keys.first, other.day != day { resourceParts.removeAll() }
        let nodeDay = telemetry.nodeDays[day]?[node] ?? NodeDay(resources: options.resource.count)
        let pods = nodeDay.podsInOrder
        let scaled = Split.scaled(nodeDay.groups(of: pods.map(\.hours), hour: nil, prices: prices))
        var parts: [PodKey: [UInt128]] = [:]
        for (index, pod) in pods.enumerated() { parts[pod.pod] = scaled.map { $0[index + 1] } }
        resourceParts[key] = parts
        return parts[pod]
    }

    /// Idle first, then the pods.
    private mutating func recipients(
        _ pods: [PodKey], _ nodeDay: NodeDay, of node: NodeKey, on day: CalendarDay
    ) -> [Recipient] {
        var recipients = [of(telemetry.role(of: node).idlePart, node)]
        for pod in pods { recipients.append(recipient(.compute, pod, nodeDay, of: node, on: day)) }
        return recipients
    }

    mutating func recipient(
        _ part: AllocationPart, _ pod: PodKey, _ nodeDay: NodeDay, of node: NodeKey, on day: CalendarDay
    ) -> Recipient {
        let controller = telemetry.controller(of: pod, in: node.cluster)
        let recipient = Recipient(
            part, cluster: node.cluster, node: node.node, namespace: pod.namespace, pod: pod.pod,
            controllerKind: controller?.kind, controller: controller?.name)
        return owned(recipient, podLabels: nodeDay.labels(of: pod), day)
    }

    mutating func shared(_ recipient: Recipient) -> SharedRecipient {
        if let known = sharedRecipients[recipient] { return known }
        let made = SharedRecipient(recipient)
        sharedRecipients[recipient] = made
        return made
    }

    /// Nil where one resource counts alone.
    private func prices(of node: NodeKey, on day: CalendarDay) throws -> PriceBook.Line? {
        guard options.resource == .blend else { return nil }
        guard let line = options.prices.line(for: node, labels: telemetry.labels(of: node), on: day) else {
            throw Failure(
                .badInput, AllocationCode.unpriced,
                "node \(QuotedText.of(node.description)) has no price on \(day)",
                hint: "add a line to \"prices\" that fits it; a line without \"cluster\" and \"labels\" fits every node"
            )
        }
        return line
    }

    /// A charge split hour by hour; the pieces of a receiver are one.
    private mutating func hourlyRows(for charge: Charge, at index: Int, of node: NodeKey) throws -> [AllocationRow] {
        let day = charge.day
        let key = NodeDayKey(node: node, day: day)
        if nodeHours[key] == nil {
            // Charges come in the order of days.
            if let other = nodeHours.keys.first, other.day != day { nodeHours.removeAll() }
            guard let nodeDay = telemetry.nodeDays[day]?[node] else { return [] }
            let hours = NodeHours(
                nodeDay, prices: try prices(of: node, on: day), keepsResources: keepsContainers)
            let recipients =
                [of(.noTelemetry, node)] + self.recipients(hours.pods, nodeDay, of: node, on: day)
            nodeHours[key] = (hours, recipients.map { shared($0) })
        }
        guard let (hours, recipients) = nodeHours[key] else { return [] }
        let spans = charge.spans.isEmpty ? [ChargeSpan(hours: 0..<24, measures: charge.measures)] : charge.spans
        var sums: [ChargeMeasures?] = Array(repeating: nil, count: hours.pods.count + 2)
        var use = Array(repeating: UInt128(0), count: sums.count)
        var containers = containers(of: hours.pods, on: node, day)
        for span in spans {
            let weights = hours.weights(of: span.hours)
            let parts = span.measures.split(by: weights.shares)
            for position in sums.indices {
                use[position] += weights.use[position]
                // Weights of zero: the second share, idle, keeps it all.
                guard let part = parts.map({ $0[position] }) ?? (position == 1 ? span.measures : nil),
                    parts == nil || weights.shares[position] > 0
                else { continue }
                if sums[position] == nil { sums[position] = part } else { try sums[position]?.add(part) }
                if keepsHours {
                    try keep(part.costs, of: recipients[position].value, at: index, over: span.hours) {
                        hours.weight(hour: $0, position: position)
                    }
                }
                if containers[position] != nil { try containers[position]?.add(part, span, hours, position) }
            }
        }
        var pieces: [(recipient: SharedRecipient, measures: ChargeMeasures?, use: UInt128)] = []
        for position in sums.indices {
            guard let own = containers[position] else {
                pieces.append((recipients[position], sums[position], use[position]))
                continue
            }
            for (place, recipient) in self.recipients(of: own.containers, in: recipients[position].value).enumerated() {
                pieces.append((shared(recipient), own.measures[place], own.use[place]))
            }
        }
        let ratios = DirectAllocation.ratioWeights(pieces.map(\.measures), pieces.map(\.use))
        return pieces.indices.compactMap { position in
            guard let measures = pieces[position].measures else { return nil }
            let use = pieces[position].use
            return AllocationRow(
                charge: index, shared: pieces[position].recipient, measures: measures, weight: ratios[position],
                use: use > 0 ? use : nil)
        }
    }

    /// By position of the pods in a split: what is known of the containers, nil where nothing is.
    private func containers(of pods: [PodKey], on node: NodeKey, _ day: CalendarDay) -> [ContainerSums?] {
        let none: [ContainerSums?] = [nil, nil]
        guard keepsContainers else { return none + pods.map { _ in nil } }
        return none + pods.map { telemetry.containers(of: $0, on: node, day).map { ContainerSums($0) } }
    }

    /// Notes what a piece of a pool costs by the hour.
    mutating func keep(
        _ costs: CostVector, of recipient: Recipient, at charge: Int, over hours: Range<Int>,
        weights: (Int) -> UInt128
    ) throws {
        guard CostPool(joinedBy: recipient, platform: options.platform) != nil else { return }
        try hourly[charge, default: [:]][recipient, default: HourlyCosts()].add(costs, over: hours, weights: weights)
    }

    /// How the pieces relate: by their effective costs; where those say nothing, by the next cost that does, and last by
    /// their use.
    static func ratioWeights(_ pieces: [ChargeMeasures?], _ use: [UInt128]) -> [UInt128] {
        for metric in [CostMetric.effective, .billed, .list, .contracted] {
            let costs = pieces.map { $0?.costs[metric].units ?? 0 }
            let isOneSign = costs.allSatisfy { $0 >= 0 } || costs.allSatisfy { $0 <= 0 }
            if isOneSign, costs.contains(where: { $0 != 0 }) { return costs.map(\.magnitude) }
        }
        return use
    }

    func equalParts(_ groups: [[Share]]) -> [Share] {
        guard groups.count > 1 else { return groups.first ?? [] }
        // Each group's weights are scaled to the same sum.
        return groups.flatMap { group in
            zip(group, Split.combined([(part: 1, weights: group.map(\.weight))])).map {
                Share(recipient: $0.recipient, weight: $1)
            }
        }
    }

    /// Unattributed first, then the claims by name, in bytes. Claims larger than the disk share it in proportion.
    mutating func diskShares(_ charge: Charge, cluster: String, handle: String) -> [Share] {
        let claims = (telemetry.claims[charge.day]?[handle] ?? [:]).sorted { $0.key < $1.key }
        let claimed = claims.reduce(UInt128(0)) { $0 + UInt128(max(0, $1.value)) }
        let size = charge.diskBytes
        let rest = Share(
            recipient: Recipient(.storageUnattributed, cluster: cluster, volume: handle),
            weight: size > claimed ? size - claimed : 0)
        return [rest]
            + claims.map { claim, bytes in
                Share(
                    recipient: owned(
                        Recipient(.storage, cluster: cluster, namespace: claim.namespace, volume: claim.volume),
                        charge.day),
                    weight: UInt128(max(0, bytes)))
            }
    }
}

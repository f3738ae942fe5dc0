package import Kernel
package import Model

/// From the bill to the allocation, line by line; the lines of a currency sum to its bill on every cost metric.
package struct Bridge: Sendable, Hashable {
    package enum Line: String, Sendable, CaseIterable, Comparable {
        /// Cost of user namespaces: their pods, claims and tagged charges.
        case direct
        /// Unused capacity of nodes.
        case idle
        /// Platform namespaces and charges tagged with a cluster.
        case shared
        case network
        /// Disk space that no claim covers.
        case storage
        case outside
        case noTelemetry = "no telemetry"

        package static func < (left: Line, right: Line) -> Bool { left.order < right.order }

        private var order: Int { Line.allCases.firstIndex(of: self)! }

        init(_ recipient: Recipient, platform: PlatformNamespaces) {
            switch recipient.part {
            case .compute, .storage, .traffic, .loadBalancer, .project:
                self = platform.contain(recipient.namespace ?? "") ? .shared : .direct
            case .platformIdle, .workerIdle: self = .idle
            case .clusterShared: self = .shared
            case .network: self = .network
            case .storageUnattributed: self = .storage
            case .noTelemetry: self = .noTelemetry
            case .outside: self = .outside
            }
        }
    }

    package var currency: Currency
    /// Sum of the bill's rows, added up apart from the allocation.
    package var bill: CostVector
    package var lines: [Line: CostVector]
    /// What the namespaces of users carry after pools are shared.
    package var allocated: CostVector
    /// What of the pools nobody received.
    package var residual: CostVector

    /// Bill minus all lines: zero, or the run fails.
    package func difference() throws(AmountOverflow) -> CostVector {
        var rest = bill
        for line in Line.allCases { try rest.subtract(lines[line] ?? .zero) }
        return rest
    }

    /// Bill minus what was allocated, what stayed as a residual and what belongs to no cluster: zero, or the run fails.
    package func differenceAfterSharing() throws(AmountOverflow) -> CostVector {
        var rest = bill
        try rest.subtract(allocated)
        try rest.subtract(residual)
        try rest.subtract(lines[.outside] ?? .zero)
        try rest.subtract(lines[.noTelemetry] ?? .zero)
        return rest
    }
}

extension AllocationResult {
    /// One bridge per currency of the bill, in the order of the codes.
    ///
    /// - Parameter bill: the totals of the bill per currency, summed from its rows and not from this result.
    /// - Throws: a `Failure` (exit 70) when a bridge does not close.
    package func bridges(bill: [Currency: CostVector]) throws -> [Bridge] {
        var bridges: [Currency: Bridge] = [:]
        for (currency, total) in bill {
            bridges[currency] = Bridge(currency: currency, bill: total, lines: [:], allocated: .zero, residual: .zero)
        }
        let none = { (currency: Currency) in
            Bridge(currency: currency, bill: .zero, lines: [:], allocated: .zero, residual: .zero)
        }
        for row in rows {
            let currency = currencies[row.charge]
            let line = Bridge.Line(row.recipient, platform: platform)
            try bridges[currency, default: none(currency)].lines[line, default: .zero].add(row.measures.costs)
            if line == .direct { try bridges[currency]?.allocated.add(row.measures.costs) }
        }
        for row in distribution {
            if row.namespace == nil {
                try bridges[row.currency, default: none(row.currency)].residual.add(row.costs)
            } else {
                try bridges[row.currency, default: none(row.currency)].allocated.add(row.costs)
            }
        }
        let all = bridges.values.sorted { $0.currency < $1.currency }
        for bridge in all { try bridge.check() }
        return all
    }
}

extension Bridge {
    fileprivate func check() throws {
        for (name, difference) in [
            ("bill and allocation", try difference()),
            ("bill and allocation after sharing", try differenceAfterSharing()),
        ] {
            for metric in CostMetric.allCases where difference[metric] != .zero {
                throw Failure(
                    .internal, AllocationCode.bridgeOpen,
                    "\(name) differ by \(Money(difference[metric], currency)) on \(metric.columnName)",
                    hint: "nothing was published; this is a defect of reckon, please report it with the run's log")
            }
        }
    }
}

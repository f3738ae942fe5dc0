import Documents
package import Kernel

/// What an hour of each resource is worth beside the others, by node and day. Prices say how a node's billed cost is
/// parted between its resources; they never make cost of their own.
package struct PriceBook: Sendable, Hashable {
    /// One line of the book. The first line that fits a node and a day counts.
    package struct Line: Sendable, Hashable {
        /// Nil fits every cluster.
        package var cluster: String?
        /// Labels that the node carries, `key:value` as telemetry spells them; none fits every node.
        package var labels: [String]
        /// First day, nil for ever.
        package var from: CalendarDay?
        /// The day after the last, nil for ever.
        package var until: CalendarDay?
        /// A core for an hour, a GiB for an hour, a GPU for an hour, in units of 10^-12.
        package var cpu: UInt64
        package var memory: UInt64
        package var gpu: UInt64
        /// Where the prices were taken from.
        package var source: String

        func fits(_ node: NodeKey, labels carried: Set<String>, on day: CalendarDay) -> Bool {
            if let cluster, cluster != node.cluster { return false }
            if let from, day < from { return false }
            if let until, day >= until { return false }
            return labels.allSatisfy(carried.contains)
        }
    }

    static let decimals = 12

    package var lines: [Line]

    /// The line for a node on a day; nil when none fits.
    func line(for node: NodeKey, labels: Set<String>, on day: CalendarDay) -> Line? {
        lines.first { $0.fits(node, labels: labels, on: day) }
    }
}

extension PriceBook.Line {
    /// How a node's cost is parted: price x capacity of each resource, in one unit.
    ///
    /// A day's capacity of 24 x 2^63 and a price of 10^4 are the most there can be; their weights stay below 2^126, so
    /// that three of them can be added.
    ///
    /// - Parameters: capacities in core-nanoseconds, byte-seconds and GPU-nanoseconds.
    func weights(cpu cores: UInt128, memory bytes: UInt128, gpu devices: UInt128) -> [UInt128] {
        // A core-second is 10^9 core-nanoseconds, a GiB-second 2^30 byte-seconds; 2^26 of both units are left out.
        [
            UInt128(cpu) * (cores << 4), UInt128(memory) * ((bytes * 1_000_000_000) >> 26),
            UInt128(gpu) * (devices << 4),
        ]
    }

    var facts: JSONOut {
        func price(_ units: UInt64) -> JSONOut { .string(DecimalText.print(Int128(units), scale: PriceBook.decimals)) }
        return .object([
            .init("cluster", .optional(cluster)), .init("labels", .strings(labels)),
            .init("from", .optional(from?.description)), .init("until", .optional(until?.description)),
            .init("cpuCoreHour", price(cpu)), .init("memoryGibibyteHour", price(memory)), .init("gpuHour", price(gpu)),
            .init("source", .string(source)),
        ])
    }
}

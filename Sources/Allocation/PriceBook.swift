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

    /// Index of the line for a node on a day; nil when none fits.
    func index(for node: NodeKey, labels: Set<String>, on day: CalendarDay) -> Int? {
        lines.firstIndex { $0.fits(node, labels: labels, on: day) }
    }
}

extension PriceBook.Line {
    /// How a node's cost is parted: price x capacity of each resource, in one unit.
    ///
    /// - Parameters: capacities in core-nanoseconds, byte-seconds and GPU-nanoseconds. The last three digits of
    ///   nanoseconds and the last ten bits of bytes are left out, so that the products fit: 10^6 cores for a month of
    ///   a price of 10^4.
    func weights(cpu cores: UInt128, memory bytes: UInt128, gpu devices: UInt128) -> [UInt128] {
        // core-microseconds / 10^6 are core-seconds, KiB-seconds / 2^20 are GiB-seconds.
        [
            UInt128(cpu) * (cores / 1000) << 20, UInt128(memory) * (bytes >> 10) * 1_000_000,
            UInt128(gpu) * (devices / 1000) << 20,
        ]
    }
}

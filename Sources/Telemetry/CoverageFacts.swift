import Documents
import Kernel
import Model

/// Coverage as facts of a publication. Expected are the hours from the first to the last in which a node, or a pod, was
/// seen; a gap is what is missing between. What a node was billed for before and after is the bridge's business.
struct CoverageFacts {
    /// Gaps that are listed; all of them are counted.
    private static let listedGaps = 100

    private struct Gap {
        let cluster: String
        let node: String
        let first: Instant
        let last: Instant
    }

    private var nodeHoursSeen = 0
    private var nodeHoursExpected = 0
    private var hoursSeen: Set<Instant> = []
    private var gaps: [Gap] = []
    private let coverage: Coverage
    private let period: Month

    /// - Parameter nodeHours: in the order that `Coverage.nodeHours` gives them.
    init(_ coverage: Coverage, nodeHours: [NodeHour], period: Month) {
        self.coverage = coverage
        self.period = period
        var previous: NodeHour?
        for row in nodeHours {
            defer { previous = row }
            if row.hour >= period.start, row.hour < period.end { hoursSeen.insert(row.hour) }
            guard let before = previous, (before.cluster, before.node) == (row.cluster, row.node) else {
                nodeHoursSeen += 1
                nodeHoursExpected += 1
                continue
            }
            // Two machines of one name in one hour are one node's hour.
            guard before.hour < row.hour else { continue }
            let hours = Int(row.hour.hourNumber - before.hour.hourNumber)
            nodeHoursSeen += 1
            nodeHoursExpected += hours
            if hours > 1 {
                gaps.append(
                    Gap(
                        cluster: row.cluster, node: row.node, first: before.hour.advanced(bySeconds: 3600),
                        last: row.hour.advanced(bySeconds: -3600)))
            }
        }
    }

    var facts: JSONOut {
        .object([
            .init("hoursOfPeriod", .integer(period.hourCount)),
            .init("hoursSeen", .integer(hoursSeen.count)),
            .init("nodeHoursSeen", .integer(nodeHoursSeen)),
            .init("nodeHoursExpected", .integer(nodeHoursExpected)),
            .init("podHoursSeen", .integer(coverage.podHoursSeen)),
            .init("podHoursExpected", .integer(coverage.podHoursExpected)),
            .init("gapCount", .integer(gaps.count)),
            .init(
                "gaps",
                .array(
                    gaps.prefix(CoverageFacts.listedGaps).map { gap in
                        .object([
                            .init("cluster", .string(gap.cluster)), .init("node", .string(gap.node)),
                            .init("firstHour", .string(gap.first.description)),
                            .init("lastHour", .string(gap.last.description)),
                        ])
                    })),
        ])
    }
}

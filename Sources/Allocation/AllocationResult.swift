import Columns
package import Kernel
import Model

/// A whole period's allocation: pieces of charges, and the pools shared among namespaces.
package struct AllocationResult {
    package let charges: [Charge]
    package let currencies: [Currency]
    package let rows: [AllocationRow]
    package let distribution: [DistributionRow]
    /// Positions in the job of the sharing policies that some cost went to.
    let usedPolicies: Set<Int>
    package let telemetry: TelemetryIndex
    let platform: PlatformNamespaces

    /// Enough for threads to seldom meet.
    private static let chargesAtOnce = 256

    /// Allocates every charge. The outcome depends on the content of bill and telemetry only, not on their order.
    ///
    /// - Parameter progress: called now and then; what it throws ends the work.
    package static func allocate(
        _ charges: [Charge], telemetry: TelemetryIndex, options: AllocationOptions, progress: () throws -> Void
    ) throws -> AllocationResult {
        let currencies = charges.map { charge in
            guard let currency = Currency(charge[.billingCurrency] ?? "") else {
                preconditionFailure("a charge without a known currency passed ingest")
            }
            return currency
        }
        var distribution = Distribution(options: options)
        var rows: [AllocationRow] = []
        // No charge knows of another; what they come to is put together in their order.
        _ = try OrderedWork.run(
            units: (charges.count + chargesAtOnce - 1) / chargesAtOnce, lanes: OrderedWork.processors,
            ahead: OrderedWork.processors,
            makeLane: { DirectAllocation(telemetry: telemetry, options: options) },
            work: { direct, unit in
                let first = unit * chargesAtOnce
                let some = try (first..<min(first + chargesAtOnce, charges.count)).flatMap { index in
                    try direct.rows(for: charges[index], at: index)
                }
                return (rows: some, hourly: direct.takeHourly())
            },
            consume: { _, some in
                for pieces in some.rows.chunkedByPod {
                    let (first, recipient) = (pieces[pieces.startIndex], pieces.recipient)
                    try distribution.add(
                        recipient, of: charges[first.charge], currency: currencies[first.charge],
                        costs: try CostVector.sum(pieces.lazy.map(\.measures.costs)),
                        hourly: some.hourly[first.charge]?[recipient])
                }
                rows += some.rows
                try progress()
            })
        rows = try OutsideSharing(options: options, charges: charges, currencies: currencies)
            .apply(to: rows, progress: progress)
        return AllocationResult(
            charges: charges, currencies: currencies, rows: rows,
            distribution: try distribution.rows(telemetry: telemetry), usedPolicies: distribution.usedPolicies,
            telemetry: telemetry,
            platform: options.platform)
    }
}

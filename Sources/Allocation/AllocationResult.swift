package import Kernel
import Model

/// A whole period's allocation: pieces of charges, and the pools shared among namespaces.
package struct AllocationResult {
    package let charges: [Charge]
    package let currencies: [Currency]
    package let rows: [AllocationRow]
    package let distribution: [DistributionRow]
    package let telemetry: TelemetryIndex
    let platform: PlatformNamespaces

    /// Allocates every charge. The outcome depends on the content of bill and telemetry only, not on their order.
    package static func allocate(
        _ charges: [Charge], telemetry: TelemetryIndex, options: AllocationOptions
    ) throws -> AllocationResult {
        var direct = DirectAllocation(telemetry: telemetry, options: options)
        var distribution = Distribution(options: options)
        var rows: [AllocationRow] = []
        var currencies: [Currency] = []
        currencies.reserveCapacity(charges.count)
        for (index, charge) in charges.enumerated() {
            guard let currency = Currency(charge[.billingCurrency] ?? "") else {
                preconditionFailure("a charge without a known currency passed ingest")
            }
            currencies.append(currency)
            for row in try direct.rows(for: charge, at: index) {
                try distribution.add(
                    row.recipient, day: charge.day, currency: currency, costs: row.measures.costs)
                rows.append(row)
            }
        }
        return AllocationResult(
            charges: charges, currencies: currencies, rows: rows,
            distribution: try distribution.rows(telemetry: telemetry), telemetry: telemetry,
            platform: options.platform)
    }
}

import Kernel
import Model
import Testing

@testable import Allocation

/// The last check of an allocation, on results that no allocation should come to.
struct BridgeTests {
    private static let currency = Result { try #require(Currency("USD")) }

    /// A hundred units of each cost, and some more of one.
    private static func costs(_ more: Int128 = 0, of metric: CostMetric? = nil) -> CostVector {
        func amount(_ one: CostMetric) -> Amount { Amount(units: one == metric ? 100 + more : 100) }
        return CostVector(
            billed: amount(.billed), effective: amount(.effective), list: amount(.list),
            contracted: amount(.contracted))
    }

    /// One charge, all of it for one recipient, of which nothing was shared.
    private static func result(_ recipient: Recipient) throws -> AllocationResult {
        AllocationResult(
            charges: [], currencies: [try currency.get()],
            rows: [
                AllocationRow(
                    charge: 0, recipient: recipient, measures: ChargeMeasures(costs: costs()), weight: 1, use: nil)
            ],
            distribution: [], usedPolicies: [], telemetry: TelemetryIndex(resource: .cpu), platform: .usual)
    }

    @Test(arguments: CostMetric.allCases, [1, -1] as [Int128])
    func oneUnitTooFewOrTooManyStopsTheRun(metric: CostMetric, difference: Int128) throws {
        let result = try BridgeTests.result(Recipient(.outside))
        let currency = try BridgeTests.currency.get()
        #expect(try result.bridges(bill: [currency: BridgeTests.costs()]).count == 1)
        let failure = #expect(throws: Failure.self) {
            try result.bridges(bill: [currency: BridgeTests.costs(difference, of: metric)])
        }
        #expect(failure?.exitStatus == .internal)
        #expect(failure?.diagnostics.first?.code == AllocationCode.bridgeOpen)
        #expect(failure?.diagnostics.first?.message.contains(metric.columnName) == true)
    }

    @Test func aPoolThatNobodyReceivedStopsTheRun() throws {
        let result = try BridgeTests.result(Recipient(.network, cluster: "tiny"))
        let failure = #expect(throws: Failure.self) {
            try result.bridges(bill: [BridgeTests.currency.get(): BridgeTests.costs()])
        }
        #expect(failure?.diagnostics.first?.code == AllocationCode.bridgeOpen)
        #expect(failure?.diagnostics.first?.message.contains("after sharing") == true)
    }
}

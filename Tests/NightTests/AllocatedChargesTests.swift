import Billing
import Documents
import Kernel
import Model
import Reports
import Runner
import TestSupport
import Testing

/// The rule of FOCUS for allocated charges: a charge is replaced by its pieces, and the pieces are the charge.
struct AllocatedChargesTests {
    private static let measures = [
        "BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "PricingCurrencyEffectiveCost", "PricingQuantity",
        "ConsumedQuantity", "CommitmentDiscountQuantity",
    ]
    private static let periods = ["ChargePeriodStart", "ChargePeriodEnd"]
    private static let descriptions = FocusColumn.allCases.map(\.rawValue).filter {
        !measures.contains($0) && !periods.contains($0)
    }
    private static let dayMicroseconds: Int128 = 86_400_000_000

    private let bench: Bench

    init() throws { bench = try ExampleMonth.shared.get() }

    /// What tells a charge from others: all that describes it, and its day; a longer period stays as it is.
    private static func charge(_ table: Table, _ row: Int) throws -> String {
        guard let start = table.whole("ChargePeriodStart")[row], let end = table.whole("ChargePeriodEnd")[row] else {
            throw Missing("a charge period")
        }
        let day = start / dayMicroseconds
        let isOfOneDay = end <= (day + 1) * dayMicroseconds
        let period = isOfOneDay ? "day \(day)" : "\(start) to \(end)"
        return descriptions.map { table.cell($0, row) }.joined(separator: "|") + "|" + period
    }

    /// Sums of all measures by charge; a measure that no row states is absent.
    private static func sums(_ table: Table) throws -> [String: [String: Int128]] {
        let columns = measures.map { ($0, table.whole($0)) }
        var sums: [String: [String: Int128]] = [:]
        for row in 0..<table.count {
            let key = try charge(table, row)
            for (name, column) in columns {
                if let value = column[row] { sums[key, default: [:]][name, default: 0] += value }
            }
        }
        return sums
    }

    @Test(arguments: ["cpu", "memory"]) func piecesSumToTheirCharge(resource: String) throws {
        let columns =
            AllocatedChargesTests.measures + AllocatedChargesTests.periods + AllocatedChargesTests.descriptions
        let bill = try AllocatedChargesTests.sums(Table(bench.publication("bill"), .costLines, columns))
        let allocation = try bench.publication(ExampleMonth.allocation(.both, resource))
        let pieces = try AllocatedChargesTests.sums(Table(allocation, .allocations, columns))
        #expect(bill.count == allocation.facts["charges"]?.int)
        #expect(bill.count > 1000)
        let wrong = Set(bill.keys).union(pieces.keys).filter { bill[$0] != pieces[$0] }
        #expect(wrong.isEmpty, "\(wrong.count) charges, such as \(wrong.first ?? "")")
    }

    @Test(arguments: ["cpu", "memory"]) func ratiosOfAChargeSumToOne(resource: String) throws {
        let columns = AllocatedChargesTests.periods + AllocatedChargesTests.descriptions
        let allocation = try bench.publication(ExampleMonth.allocation(.both, resource))
        let table = try Table(
            allocation, .allocations,
            columns + ["x_AllocatedMethodDetails", "x_AllocatedMethodId", "x_AllocationPart", "BilledCost"])
        var ratios: Figures = [:]
        for row in 0..<table.count {
            let isOutside = table.text("x_AllocationPart")[row] == "Outside"
            guard let details = table.text("x_AllocatedMethodDetails")[row] else {
                #expect(isOutside)
                continue
            }
            #expect(table.text("x_AllocatedMethodId")[row] == "max-request-usage/\(resource)/day/v1")
            let elements = try JSONText.parse(Array(details.utf8), file: "details")["Elements"]?.array ?? []
            let ratio = try #require(elements.first?["AllocatedRatio"]?.numberText.flatMap { Exact($0) }, "\(details)")
            #expect(elements.count == 1)
            #expect(ratio > .zero && ratio <= Exact(units: Exact.one))
            ratios.add(ratio, to: try AllocatedChargesTests.charge(table, row))
        }
        #expect(ratios.count > 500)
        let wrong = ratios.values.filter { $0 != Exact(units: Exact.one) }
        #expect(wrong.isEmpty, "\(wrong.count) charges, such as \(wrong.first ?? .zero)")
    }
}

import Kernel
import Model
import TestSupport
import Testing

@testable import Allocation

/// Random charges, credits among them, and random rules: the pieces of each charge sum to it in every cost and quantity,
/// and nobody gets more than the amount that a rule names.
struct OutsideConservationTests {
    private static let usd = Currency("USD")!
    private static let services = ["S3", "Support", "Tax"]
    private static let teams = ["a", "b", "c"]

    private struct World {
        var options = AllocationOptions()
        var charges: [Charge] = []

        init(seed: UInt64) throws {
            var random = SplitMix(seed: seed)
            options.outside = (0..<Int.random(in: 1...4, using: &random)).map { index in
                OutsideRule(
                    conditions: ChargeConditions(
                        fields: Bool.random(using: &random)
                            ? [.services: [NamePattern(services.randomElement(using: &random) ?? "")]] : [:]),
                    split: World.split(&random), name: "rule \(index)")
            }
            var groups = ChargeGroups()
            for _ in 0..<60 { try World.add(&groups, &random) }
            charges = groups.sorted()
        }

        private static func add(_ groups: inout ChargeGroups, _ random: inout SplitMix) throws {
            let day = CalendarDay(daysSinceEpoch: 20_000 + Int32.random(in: 0..<3, using: &random))
            let service = services.randomElement(using: &random) ?? ""
            let tag = Int.random(in: 0..<6, using: &random)
            let numbers = ChargeGroups.dimensions.enumerated().map { index, column -> Int32 in
                switch column {
                case .serviceName: return groups.id(dimension: index, text: service)
                case .tags: return groups.id(dimension: index, text: tag < 3 ? #"{"team":"\#(teams[tag])"}"# : "{}")
                case .resourceID: return groups.id(dimension: index, text: "r\(Int.random(in: 0..<9, using: &random))")
                default: return 0
                }
            }
            func amount() -> Amount { Amount(units: Int128.random(in: -3...20, using: &random) * 333_333_333_333_331) }
            try groups.add(
                dimensions: numbers, start: day.start, end: day.advanced(by: 1).start,
                measures: ChargeMeasures(
                    costs: CostVector(billed: amount(), effective: amount(), list: amount(), contracted: amount()),
                    consumedQuantity: Bool.random(using: &random) ? Quantity(units: 7) : nil))
        }

        private static func split(_ random: inout SplitMix) -> OutsideRule.Split {
            let window = OutsideRule.Window.allCases.randomElement(using: &random) ?? .day
            switch Int.random(in: 0..<7, using: &random) {
            case 0: return .direct("a")
            case 1: return .tag("team")
            case 2: return .percentage([StatedPart("a", units: 1), StatedPart("b", units: 6)])
            case 3: return .even(teams)
            case 4:
                let bound = UInt128(10_000_000_000_000_000)
                return .fixed(
                    teams.map { StatedPart($0, units: UInt128.random(in: 0...bound, using: &random)) }, window)
            case 5: return .cost([NamePattern("*")], window)
            default: return .keep
            }
        }

        var outside: [AllocationRow] {
            charges.enumerated().map {
                AllocationRow(
                    charge: $0, recipient: Recipient(.outside), measures: $1.measures, weight: 1, use: nil)
            }
        }

        func shared() throws -> [AllocationRow] {
            try OutsideSharing(
                options: options, charges: charges, currencies: charges.map { _ in OutsideConservationTests.usd }
            ).apply(to: outside, progress: {})
        }
    }

    @Test(arguments: 0..<300) func piecesSumToTheirCharge(seed: Int) throws {
        let world = try World(seed: UInt64(seed))
        var sums: [Int: ChargeMeasures] = [:]
        var last = 0
        for row in try world.shared() {
            #expect(row.charge >= last, "the pieces of a charge stand together, in the order of the charges")
            last = row.charge
            if sums[row.charge] == nil {
                sums[row.charge] = row.measures
            } else {
                try sums[row.charge]?.add(row.measures)
            }
        }
        #expect(world.charges.indices.allSatisfy { sums[$0] == world.charges[$0].measures })
    }

    /// To the last unit, where the charges of a window come to at least as much.
    @Test(arguments: 0..<300) func amountsAreGivenExactlyAndNeverExceeded(seed: Int) throws {
        let world = try World(seed: UInt64(seed))
        let rows = try world.shared()
        for rule in world.options.outside {
            guard case .fixed(let parts, let window) = rule.split else { continue }
            let own = rows.filter { $0.recipient.rule == rule.name }
            let days = window == .day ? Set(own.map { world.charges[$0.charge].day }).map { Optional($0) } : [nil]
            for day in days {
                let here = own.filter { day == nil || world.charges[$0.charge].day == day }
                let total = try Amount.sum(here.map(\.measures.costs.effective))
                let wanted = parts.reduce(Int128(0)) { $0 + Int128($1.units) }
                for part in parts {
                    let given = try Amount.sum(
                        here.filter { $0.recipient.team == part.name }.map(\.measures.costs.effective))
                    if total.units >= wanted {
                        #expect(given.units == Int128(part.units))
                    } else if total >= .zero {
                        #expect(given >= .zero && given.units <= Int128(part.units))
                    } else {
                        #expect(given <= .zero && given >= total)
                    }
                }
            }
        }
    }
}

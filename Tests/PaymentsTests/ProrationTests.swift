import Kernel
import Testing

@testable import Payments

/// Parts of prices by days.
struct ProrationTests {
    /// Made with Python's `fractions`: floor(subunits * days / all + 1/2).
    @Test(arguments: [
        (4900, 15, 31, 2371), (29_900, 15, 31, 14_468), (4900, 31, 31, 4900), (4900, 0, 31, 0), (1, 1, 2, 1),
        (1, 1, 3, 0),
        (2, 1, 3, 1), (7_500_000, 10, 28, 2_678_571), (49_000, 350, 365, 46_986), (49_000, 351, 366, 46_992),
        (1_000_000_000_000_000, 1, 3, 333_333_333_333_333), (1_000_000_000_000_000, 2, 3, 666_666_666_666_667),
        (5, 1, 2, 3), (3, 1, 2, 2),
    ])
    func aPartIsRoundedOnceHalfUp(subunits: Int64, days: Int, all: Int, part: Int64) {
        #expect(Proration.part(of: subunits, days: days, outOf: all) == part)
    }

    @Test func partsSumAreNeverNegativeAndNeverFall() {
        var random = Seeded(seed: 7)
        for _ in 0..<20_000 {
            let all = 1 + random.below(366)
            let days = random.below(all + 1)
            let limits: [Int] = [3, 10_000, 1_000_000_000, 1_000_000_000_000_000]
            let subunits = Int64(random.below(limits[random.below(limits.count)]))
            let part = Proration.part(of: subunits, days: days, outOf: all)
            #expect((0...subunits).contains(part), "\(subunits) \(days)/\(all)")
            // Exact: off by half a subunit at most, which a double of the figures shows without a fraction.
            let error = 2 * Int128(part) * Int128(all) - 2 * Int128(subunits) * Int128(days)
            #expect(-Int128(all) < error && error <= Int128(all), "\(subunits) \(days)/\(all)")
            // With the other days it sums to the whole, but for one where both end in a half.
            let others = Proration.part(of: subunits, days: all - days, outOf: all)
            let isHalf = (2 * Int128(subunits) * Int128(days)) % (2 * Int128(all)) == Int128(all)
            #expect(part + others == subunits + (isHalf ? 1 : 0), "\(subunits) \(days)/\(all)")
            if days < all { #expect(Proration.part(of: subunits, days: days + 1, outOf: all) >= part) }
            #expect(Proration.part(of: subunits + 1, days: days, outOf: all) >= part)
        }
    }
}

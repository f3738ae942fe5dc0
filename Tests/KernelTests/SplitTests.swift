import Testing

@testable import Kernel

struct SplitTests {
    @Test func givesMissingUnitsToTheLargestRemainders() {
        // The tiny worked example: 79 cents over 281/560 and 807/2800 of a unit.
        #expect(Split.largestRemainder(79, weights: [1405, 807]) == [50, 29])
    }

    @Test func breaksTiesByOrder() {
        #expect(Split.largestRemainder(1, weights: [1, 1, 1]) == [1, 0, 0])
        #expect(Split.largestRemainder(-1, weights: [1, 1, 1]) == [-1, 0, 0])
    }

    @Test func givesNothingToZeroWeights() {
        #expect(Split.largestRemainder(7, weights: [0, 3, 0, 1]) == [0, 5, 0, 2])
        #expect(Split.largestRemainder(7, weights: [0, 0]) == nil)
        #expect(Split.largestRemainder(7, weights: []) == nil)
    }

    @Test func conservesEveryTotal() {
        var generator = Xorshift(state: 88_172_645_463_325_252)
        for _ in 0..<2000 {
            let count = Int(generator.next() % 12) + 1
            let weights = (0..<count).map { _ in UInt128(generator.next()) << UInt128(generator.next() % 50) }
            let total = Int128(bitPattern: UInt128(generator.next()) << 62 | UInt128(generator.next())) / 2
            guard let parts = Split.largestRemainder(total, weights: weights) else { continue }
            #expect(parts.reduce(0, +) == total)
            let mirrored = Split.largestRemainder(-total, weights: weights)
            #expect(mirrored == parts.map { -$0 })
        }
    }

    @Test func staysWithinOneUnitOfTheExactShare() {
        let total: Int128 = 170_141_183_460_469_231_731_687_303_715_884_105_727
        let weights: [UInt128] = [1, UInt128(UInt64.max), UInt128(UInt64.max) << 50]
        let parts = Split.largestRemainder(total, weights: weights)
        #expect(parts?.reduce(0, +) == total)
        // floor(total x w / sum) computed with Python's integers.
        #expect(parts?[0] == 8_191 || parts?[0] == 8_192)
    }

    @Test func ratiosSumToOne() {
        #expect(Split.ratios(of: [1, 1, 1], places: 12) == ["0.333333333334", "0.333333333333", "0.333333333333"])
    }
}

/// Marsaglia's xorshift64: the same numbers on every machine.
struct Xorshift {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

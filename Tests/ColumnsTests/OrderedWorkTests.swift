import Synchronization
import TestSupport
import Testing

@testable import Columns

struct OrderedWorkTests {
    private struct Trouble: Error, Equatable { let unit: Int }

    /// What the units of a run gave, and what the lanes kept of them.
    private func squares(
        units: Int, lanes: Int, ahead: Int, failing: Set<Int> = [], refusing: Int? = nil
    ) throws -> (results: [Int], kept: [Int]) {
        var results: [Int] = []
        let lanes = try OrderedWork.run(
            units: units, lanes: lanes, ahead: ahead, makeLane: { [Int]() },
            work: { lane, unit -> Int in
                if failing.contains(unit) { throw Trouble(unit: unit) }
                lane.append(unit)
                return unit * unit
            },
            consume: { unit, result in
                if unit == refusing { throw Trouble(unit: -unit) }
                #expect(unit == results.count, "units come in order")
                results.append(result)
            })
        return (results, lanes.flatMap { $0 }.sorted())
    }

    @Test(arguments: [1, 2, 3, 8, 40])
    func resultsComeInTheOrderOfUnits(lanes: Int) throws {
        for units in [0, 1, 2, 7, 100] {
            let (results, kept) = try squares(units: units, lanes: lanes, ahead: 3)
            #expect(results == (0..<units).map { $0 * $0 })
            #expect(kept == Array(0..<units), "each unit is done once")
        }
    }

    /// Units of uneven size on threads that the machine interrupts where it likes.
    @Test func noUnitIsLostOverManyRuns() throws {
        var generator = SplitMix(seed: 1)
        for _ in 0..<1000 {
            let units = generator.below(40)
            let weights = (0..<units).map { _ in generator.below(2000) }
            var results: [Int] = []
            let lanes = try OrderedWork.run(
                units: units, lanes: 1 + generator.below(6), ahead: generator.below(8), makeLane: { 0 },
                work: { lane, unit -> Int in
                    var sum = 0
                    for step in 0..<weights[unit] { sum &+= step ^ unit }
                    lane += 1
                    return sum &+ unit
                }, consume: { _, result in results.append(result) })
            let expected = (0..<units).map { unit in (0..<weights[unit]).reduce(0) { $0 &+ ($1 ^ unit) } &+ unit }
            #expect(results == expected)
            #expect(lanes.reduce(0, +) == units)
        }
    }

    @Test(arguments: [1, 2, 3, 8])
    func theFirstErrorInOrderIsThrown(lanes: Int) {
        for failing in [[0], [9], [3, 4, 5], [5, 2, 8], [19]] as [Set<Int>] {
            let failure = #expect(throws: Trouble.self) {
                try squares(units: 20, lanes: lanes, ahead: 4, failing: failing)
            }
            #expect(failure?.unit == failing.min())
        }
    }

    @Test(arguments: [1, 2, 3, 8])
    func whatComesBeforeAnErrorIsHandedOver(lanes: Int) {
        var seen: [Int] = []
        #expect(throws: Trouble.self) {
            try OrderedWork.run(
                units: 20, lanes: lanes, ahead: 4, makeLane: {},
                work: { _, unit in if unit == 7 { throw Trouble(unit: unit) } },
                consume: { unit, _ in seen.append(unit) })
        }
        #expect(seen == Array(0..<7))
    }

    /// A thread may be at work on one unit while the caller takes one: no further ahead than that.
    @Test(arguments: [0, 1, 3, 10])
    func noMoreResultsWaitThanAskedFor(ahead: Int) throws {
        let handedOver = Atomic(0)
        let furthest = Atomic(0)
        _ = try OrderedWork.run(
            units: 300, lanes: 4, ahead: ahead, makeLane: {},
            work: { _, unit in
                // Not fewer than were taken when the unit was begun, less the one that is being handed over.
                let distance = unit - handedOver.load(ordering: .sequentiallyConsistent)
                furthest.max(distance, ordering: .sequentiallyConsistent)
            }, consume: { _, _ in handedOver.add(1, ordering: .sequentiallyConsistent) })
        #expect(furthest.load(ordering: .sequentiallyConsistent) <= ahead + 1)
    }

    /// When `run` returns no thread is left: what lanes kept is not touched any more.
    @Test(arguments: [2, 3, 8])
    func anErrorOfTheConsumerStopsTheThreads(lanes: Int) {
        for refusing in [0, 1, 5] {
            let running = Atomic(0)
            let begun = Atomic(0)
            let failure = #expect(throws: Trouble.self) {
                try OrderedWork.run(
                    units: 10_000, lanes: lanes, ahead: 4, makeLane: {},
                    work: { _, _ in
                        running.add(1, ordering: .sequentiallyConsistent)
                        begun.add(1, ordering: .sequentiallyConsistent)
                        running.subtract(1, ordering: .sequentiallyConsistent)
                    }, consume: { unit, _ in if unit == refusing { throw Trouble(unit: -unit) } })
            }
            #expect(failure?.unit == -refusing)
            #expect(running.load(ordering: .sequentiallyConsistent) == 0)
            #expect(begun.load(ordering: .sequentiallyConsistent) <= refusing + 1 + 4 + 1)
        }
    }

    @Test func aLaneThatCannotBeMadeIsAnError() {
        #expect(throws: Trouble.self) {
            try OrderedWork.run(
                units: 3, lanes: 2, ahead: 1, makeLane: { throw Trouble(unit: 0) },
                work: { (_: inout Int, unit) in unit },
                consume: { _, _ in })
        }
    }
}

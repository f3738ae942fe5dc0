import Kernel
import TestSupport
import Testing

@testable import Telemetry

/// However often a window is halved, every moment of the span is asked for once.
struct WindowCutterTests {
    @Test(arguments: 0..<200) func everyMomentOnce(seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        let step = [15, 60, 300, 1][Int(random.next() % 4)]
        let count = Int64(random.next() % 20_000) + 1
        let first: Int64 = 1_775_606_400
        var cutter = WindowCutter(first: first, last: first + (count - 1) * Int64(step), step: Int64(step))
        var expected = first
        var halved = 0
        while let window = cutter.window {
            #expect((window.last - window.first) / Int64(step) < WindowCutter.mostPoints)
            if halved < 40, random.next() % 3 == 0 {
                halved += 1
                let isSingle = window.first == window.last
                let isHalved = cutter.tooMuch()
                #expect(isHalved == !isSingle)
                continue
            }
            #expect(window.first == expected)
            #expect(window.last >= window.first)
            expected = window.last + Int64(step)
            cutter.answered()
        }
        #expect(expected == first + count * Int64(step))
    }

    @Test func aSingleMomentIsNotHalved() {
        var cutter = WindowCutter(first: 0, last: 600, step: 300)
        var answers = [cutter.tooMuch()]
        #expect(cutter.window == QueryWindow(first: 0, last: 300))
        answers.append(cutter.tooMuch())
        #expect(cutter.window == QueryWindow(first: 0, last: 0))
        answers.append(cutter.tooMuch())
        #expect(answers == [true, true, false])
    }

    @Test func namesCountFromTheDaysStart() throws {
        let day = try #require(CalendarDay(year: 2026, month: 4, day: 8))
        #expect(QueryWindow(first: 1_775_606_400, last: 1_775_692_800).name(of: day) == "000000-240000")
        #expect(QueryWindow(first: 1_775_606_415, last: 1_775_610_000).name(of: day) == "000015-010000")
    }

    /// A series that the reader knows and nobody asks for would be 0 without a word.
    @Test func whatIsReadIsAskedFor() {
        #expect(Set(SeriesMeaning.descriptions.keys).isSubset(of: LiveSeries.names))
        #expect(Set(LiveSeries.names).count == LiveSeries.names.count)
    }

    @Test func selectorsAreWrittenSafely() {
        #expect(LiveSeries.selector("kube_pod_info", only: []) == "kube_pod_info")
        #expect(
            LiveSeries.selector("kube_pod_info", only: [("cluster", #"a"b\c"#), ("env", "x\ny")])
                == #"kube_pod_info{cluster="a\"b\\c",env="x\ny"}"#)
    }
}

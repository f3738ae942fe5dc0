import Kernel
import TestSupport
import Testing

@testable import Reports

/// What pods used of what they asked for, beside what they cost.
struct ViewEfficiencyTests {
    @Test(
        arguments: [
            (0, 0, false, 0), (1, 0, false, 1000), (1, 0, true, 0), (0, 5, false, 0), (5, 5, false, 1000),
            (10, 5, false, 2000), (1, 3, false, 333), (2, 3, false, 667), (1, 3, true, 333), (1, 2000, false, 0),
            (3, 2000, false, 2), (1, 1999, false, 1),
        ] as [(Int, Int, Bool, Int)])
    func usageByRequestHasNoTrap(_ used: Int, _ asked: Int, _ isFree: Bool, _ expected: Int) {
        let (usage, request) = (UInt128(used), UInt128(asked))
        let use = ResourceUse(cpuUsage: usage, cpuRequest: request, memoryUsage: usage, memoryRequest: request)
        let found = Efficiency(use, isFree: isFree, basis: .blend, places: 3)
        #expect(found.cpu == Int128(expected))
        #expect(found.memory == Int128(expected))
        #expect(found.total == nil)
    }

    /// More hours than any cluster has, each with the largest figure that is stored.
    @Test func sumsOfManyHoursAreNotTooLarge() {
        let most = UInt128(Int64.max) << 40
        let use = ResourceUse(cpuUsage: most, cpuRequest: 1 << 40, memoryUsage: most, memoryRequest: most)
        let found = Efficiency(use, isFree: false, basis: .memory, places: 6)
        #expect(found.cpu == Int128(Int64.max) * 1_000_000)
        #expect(found.total == 1_000_000)
    }

    @Test func theResourceThatBearsTheCostIsTheTotal() {
        let use = ResourceUse(cpuUsage: 1, cpuRequest: 4, memoryUsage: 3, memoryRequest: 4)
        #expect(Efficiency(use, isFree: false, basis: .cpu, places: 2).total == 25)
        #expect(Efficiency(use, isFree: false, basis: .memory, places: 2).total == 75)
        #expect(Efficiency(use, isFree: true, basis: .memory, places: 2).total == 0)
    }

    private static let uses: [ViewFixture.Use] = [
        .init(
            namespace: "shop", controller: ("Deployment", "cart"), pod: "cart-1",
            use: .init(cpuUsage: 30, cpuRequest: 100, memoryUsage: 5, memoryRequest: 0)),
        .init(
            namespace: "shop", controller: ("Deployment", "cart"), pod: "cart-2",
            use: .init(cpuUsage: 50, cpuRequest: 60, memoryUsage: 5, memoryRequest: 20)),
        .init(
            namespace: "mail", controller: ("StatefulSet", "mailer"), pod: "mailer-0",
            use: .init(cpuUsage: 300, cpuRequest: 200, memoryUsage: 0, memoryRequest: 10)),
        // Runs on a node that is not on the bill.
        .init(node: "n7", namespace: "free", pod: "lab", use: .init(cpuUsage: 1, cpuRequest: 1)),
    ]

    @Test func linesHaveTheUseOfTheirPods() throws {
        let view = try ViewFixture.day.view(
            ViewQuestion(keys: [.namespace], showsEfficiency: true), ViewEfficiencyTests.uses)
        let text = try ViewText(view, all: true).render(width: 120)
        #expect(
            text == """
                namespace         direct  shared  EffectiveCost, USD  cpu eff.  memory eff.  total eff.
                ───────────────────────────────────────────────────────────────────────────────────────
                shop                0.00    0.00                0.00    50.0 %       50.0 %      50.0 %
                mail                0.00    0.00                0.00   150.0 %        0.0 %     150.0 %
                __outside__         0.00    0.00                0.00
                __no_telemetry__    0.00    0.00                0.00
                __idle__            0.00    0.00                0.00
                __unallocated__     0.00    0.00                0.00
                kube-system         0.00    0.00                0.00
                ───────────────────────────────────────────────────────────────────────────────────────
                total               0.00    0.00                0.00   105.6 %       33.3 %     105.6 %

                """, "\(text)")
    }

    @Test func aFilterChoosesUseAsItChoosesCost() throws {
        var question = ViewQuestion(keys: [.controller, .week], showsEfficiency: true)
        question.filter = try ViewFilter(#"pod:"cart-2","mailer-0" + week:"2026-W14""#)
        let view = try ViewFixture.day.view(question, ViewEfficiencyTests.uses, .blend)
        let lines = try #require(view.sections.first).lines
        #expect(lines.map(\.values) == [["Deployment:cart", "2026-W14"], ["StatefulSet:mailer", "2026-W14"]])
        #expect(lines.map(\.use) == [ViewEfficiencyTests.uses[1].use, ViewEfficiencyTests.uses[2].use])
        let text = try ViewText(view, all: true).render(width: 120)
        #expect(!text.contains("total eff."))
    }

    /// Cost does not depend on whether use is asked for.
    @Test(arguments: 0..<4) func useChangesNoCost(seed: Int) throws {
        let fixture = ViewFixture.random(seed)
        for keys in [[ViewKey.namespace], [.pod, .week], [.controller, .node]] {
            let plain = try fixture.view(ViewQuestion(keys: keys))
            let used = try fixture.view(ViewQuestion(keys: keys, showsEfficiency: true), ViewEfficiencyTests.uses)
            for (left, right) in zip(plain.sections, used.sections) {
                #expect(left.lines.map(\.values) == right.lines.map(\.values))
                #expect(left.lines.map(\.costs) == right.lines.map(\.costs))
            }
        }
    }
}

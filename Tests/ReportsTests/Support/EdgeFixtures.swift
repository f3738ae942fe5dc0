import Model
import Testing

@testable import Kernel
@testable import Reports

/// Reports at the edge: nothing in them, too much in them, or names that want to be markup.
enum EdgeFixtures {
    static func amount(_ text: String) throws -> Amount { try Amount(text) }

    static func costs(_ text: String) throws -> CostVector {
        let value = try amount(text)
        return CostVector(billed: value, effective: value, list: value, contracted: value)
    }

    private static func report(_ section: CurrencySection?, days: Int = 30, tenant: String = "edge") throws
        -> AllocationReport
    {
        let first = try #require(Month("2026-04")).firstDay
        return AllocationReport(
            tenant: tenant, period: try #require(ReportPeriod(first: first, last: first.advanced(by: days - 1))),
            basis: CostBasis(name: "BilledCost", explanation: "What the invoice says."),
            sections: section.map { [$0] } ?? [])
    }

    private static func line(_ kind: BridgeLine.Kind, _ text: String) throws -> BridgeLine {
        BridgeLine(kind, cost: try amount(text), focus: try costs(text))
    }

    static func noBill() throws -> AllocationReport { try report(nil) }

    static func zeroBill() throws -> AllocationReport {
        try report(
            CurrencySection(
                currency: try #require(Currency("EUR")), headline: Headline(bill: .zero, allocated: .zero), bill: .zero,
                bridge: [try line(.direct, "0"), try line(.outside, "0")],
                clusters: [ClusterCosts(name: "idle", namespaces: [])]))
    }

    static func everythingOutside() throws -> AllocationReport {
        let all = try amount("12.345678901234567890123456")
        return try report(
            CurrencySection(
                currency: try #require(Currency("EUR")),
                headline: Headline(bill: all, allocated: .zero, outside: all), bill: try costs(all.description),
                bridge: [try line(.direct, "0"), try line(.outside, all.description)],
                outside: [OutsideItem(name: "Support", cost: all)]))
    }

    /// More credits than costs, one day, an over-committed node with negative idle cost, and a difference.
    static func negative() throws -> AllocationReport {
        let day = try #require(CalendarDay(year: 2026, month: 4, day: 1))
        let namespace = NamespaceCost(
            name: "batch", direct: .init(compute: try amount("40")), distributed: .init(worker: try amount("-52.5")),
            final: try amount("-12.5"), finalInCoins: try amount("-12"))
        let other = NamespaceCost(
            name: "web", direct: .init(compute: try amount("8.25")), distributed: .init(worker: try amount("-1")),
            final: try amount("7.25"), finalInCoins: try amount("7"))
        return try report(
            CurrencySection(
                currency: try #require(Currency("JPY")),
                headline: Headline(
                    bill: try amount("-105.25"), allocated: try amount("-5.25"), idle: try amount("-53.5"),
                    outside: try amount("-100.000000000001"), difference: try amount("0.000000000001")),
                bill: try costs("-105.25"),
                bridge: [
                    try line(.direct, "48.25"), try line(.idle, "-53.5"), try line(.outside, "-100.000000000001"),
                ],
                clusters: [ClusterCosts(name: "spot", namespaces: [namespace, other])], days: [day],
                daily: [
                    DailyCosts(cluster: "spot", namespace: "batch", finals: [try amount("-12.5")]),
                    DailyCosts(cluster: "spot", namespace: "web", finals: [try amount("7.25")]),
                ],
                nodes: [
                    NodeCost(
                        cluster: "spot", name: "10.0.0.1", role: "worker", cost: try amount("-5.25"),
                        allocated: try amount("48.25"), idle: try amount("-53.5"), noTelemetry: .zero,
                        effectiveCoreHours: try Quantity("51"), capacityCoreHours: .zero)
                ],
                outside: [OutsideItem(name: "Credit", cost: try amount("-100.000000000001"))]), days: 1)
    }

    static let hostileNames = [
        "<script>alert(1)</script>", "\" onmouseover=\"alert(1)", "a&amp;b</title></svg><h1>",
        "evil\u{202E}txt.exe", "مرحبا بالعالم", "漢字の名前空間", "👩🏽‍💻-team-🏴‍☠️", "null\u{0}byte\u{1B}[31m",
        String(repeating: "long-namespace-name-", count: 15), "", "e\u{301}toile", "zero\u{200B}width",
    ]

    static func hostile() throws -> AllocationReport {
        var namespaces: [NamespaceCost] = []
        for (index, name) in hostileNames.enumerated() {
            let cost = try amount("\(index + 1).000000000000000000000001")
            namespaces.append(
                NamespaceCost(
                    name: name, direct: .init(compute: cost), distributed: .init(), final: cost,
                    finalInCoins: try amount("\(index + 1)")))
        }
        let names = hostileNames
        let day = try #require(CalendarDay(year: 2026, month: 4, day: 1))
        var result = try report(
            CurrencySection(
                currency: try #require(Currency("USD")),
                headline: Headline(
                    bill: try amount("78.000000000000000000000012"),
                    allocated: try amount("78.000000000000000000000012")),
                bill: try costs("78.000000000000000000000012"),
                bridge: [try line(.direct, "78.000000000000000000000012")],
                clusters: [ClusterCosts(name: names[0], namespaces: namespaces)], days: [day],
                daily: namespaces.map { DailyCosts(cluster: names[0], namespace: $0.name, finals: [$0.final]) },
                nodes: names.map {
                    NodeCost(
                        cluster: names[0], name: $0, role: $0, cost: Amount(units: 1), allocated: Amount(units: 1),
                        idle: .zero, noTelemetry: .zero, effectiveCoreHours: .zero, capacityCoreHours: .zero)
                },
                topPods: names.map {
                    PodCost(cluster: $0, namespace: $0, pod: $0, node: $0, directCompute: Amount(units: 5))
                },
                outside: names.map { OutsideItem(name: $0, cost: .zero) }), tenant: names[0])
        result.sections[0].teams = namespaces.map {
            TeamCost(
                name: $0.name, direct: $0.final, shared: .zero, outside: .zero, final: $0.final,
                finalInCoins: $0.finalInCoins)
        }
        result.unbilled = names.map {
            UnbilledItem(
                kind: .node, cluster: $0, name: $0, resourceID: $0, first: "2026-04-01T00:00:00Z",
                last: "2026-04-01T01:00:00Z", count: 2)
        }
        result.basis = CostBasis(name: names[0], explanation: names[1])
        result.inputs = names.map { InputFile(name: $0, bytes: 0, sha256: String(repeating: "0", count: 64)) }
        result.checks = names.map { CheckCommand(title: $0, language: .sql, command: $0, expected: $0) }
        result.sources = names.map {
            SourceQuality(
                source: $0, rowsRead: 1, rowsKept: 0,
                quarantined: [
                    .init(code: DiagnosticCode("D", 1), reason: $0, rows: 1, examples: [Place(file: $0, line: 1)])
                ],
                warnings: [.init(code: DiagnosticCode("D", 2), message: $0, count: 1)],
                controls: [.init(name: $0, unit: $0, before: .zero, after: Amount(units: 1))])
        }
        result.otherBills = [
            OtherBill(
                source: names[0], currency: try #require(Currency("USD")), rows: 0, costs: .zero,
                lines: try names.map {
                    .init(
                        provider: names[1], billingPeriod: try #require(Month("2026-04")), category: $0, costs: .zero)
                })
        ]
        return result
    }

    /// 500 namespaces and nodes, costs falling by a fixed rule.
    static func crowd() throws -> AllocationReport {
        var namespaces: [NamespaceCost] = []
        var total: Int128 = 0
        for index in 0..<500 {
            let compute = Int128(9_000_000 / (index + 3)) * 100_000_000_000_000_000_000
            let idle = compute / 3
            total += compute + idle
            namespaces.append(
                NamespaceCost(
                    name: "team-\(index)-service", direct: .init(compute: Amount(units: compute)),
                    distributed: .init(worker: Amount(units: idle)), final: Amount(units: compute + idle),
                    finalInCoins: Amount(units: compute + idle)))
        }
        let days = (0..<30).map { CalendarDay(daysSinceEpoch: 20544 + $0) }
        return try report(
            CurrencySection(
                currency: try #require(Currency("USD")),
                headline: Headline(bill: Amount(units: total), allocated: Amount(units: total)),
                bill: try costs(Amount(units: total).description),
                bridge: [try line(.direct, Amount(units: total).description)],
                clusters: [ClusterCosts(name: "big", namespaces: namespaces)], days: days,
                daily: namespaces.map { namespace in
                    DailyCosts(cluster: "big", namespace: namespace.name, finals: days.map { _ in namespace.final })
                },
                nodes: (0..<600).map {
                    NodeCost(
                        cluster: "big", name: "node-\($0).internal", role: "worker", cost: Amount(units: 1 << 80),
                        allocated: Amount(units: 1 << 80), idle: .zero, noTelemetry: .zero,
                        effectiveCoreHours: Quantity(units: 1), capacityCoreHours: Quantity(units: 3))
                },
                outside: (0..<300).map { OutsideItem(name: "vol-\($0)", cost: Amount(units: Int128($0))) }))
    }

    static func twoCurrencies() throws -> AllocationReport {
        var result = try HarborFixture.report()
        result.sections += try everythingOutside().sections
        return result
    }

    static let all: [(String, @Sendable () throws -> AllocationReport)] = [
        ("harbor-2026-04", HarborFixture.report), ("no-bill", noBill), ("zero-bill", zeroBill),
        ("everything-outside", everythingOutside), ("negative", negative), ("hostile", hostile), ("crowd", crowd),
        ("two-currencies", twoCurrencies),
    ]
}

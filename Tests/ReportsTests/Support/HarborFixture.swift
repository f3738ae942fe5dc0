import Model
import Testing

@testable import Kernel
@testable import Reports

/// The month of two clusters in `Fixtures/harbor-2026-04.txt`, one record per line, fields apart by `|`.
enum HarborFixture {
    static func report() throws -> AllocationReport {
        let records = try TestFiles.read("Fixtures/harbor-2026-04.txt").split(separator: "\n").map { line in
            line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        }
        func all(_ kind: String) -> [[String]] { records.filter { $0[0] == kind }.map { Array($0.dropFirst()) } }
        let april = try #require(Month("2026-04"))
        return AllocationReport(
            tenant: "harbor", period: ReportPeriod(april), basis: basis, sections: [try section(all)],
            otherBills: [try otherBill(all, april)], sources: try sources(),
            inputs: all("input").map { InputFile(name: $0[0], bytes: Int($0[1]) ?? 0, sha256: $0[2]) },
            checks: checks)
    }

    static let basis = CostBasis(
        name: "EffectiveCost",
        explanation:
            "Commitments are charged where they are used: a machine that a savings plan or a reservation covers "
            + "costs its part of what was paid for the plan, and the unused part of a plan stays outside the clusters.")

    private static func section(_ all: (String) -> [[String]]) throws -> CurrencySection {
        let headline = try #require(all("headline").first).map { try amount($0) }
        let bill = try #require(all("bill").first).map { try amount($0) }
        let outside = try all("outside").map { OutsideItem(name: $0[0], cost: try amount($0[1])) }
        return CurrencySection(
            currency: try #require(Currency("USD")),
            headline: Headline(
                bill: headline[0], allocated: headline[1], idle: headline[2], shared: headline[3],
                outside: headline[4], noTelemetry: headline[5]),
            bill: costs(bill),
            bridge: try all("bridge").map { record in
                let amounts = try record.dropFirst().map { try amount($0) }
                let kind = try #require(BridgeLine.Kind(rawValue: record[0]))
                return BridgeLine(kind, cost: amounts[0], focus: costs(Array(amounts[1...])))
            },
            clusters: try ["harbor-eu", "harbor-us"].map { try cluster($0, all) },
            days: (0..<30).map { CalendarDay(daysSinceEpoch: 20544 + $0) },
            daily: try all("daily").map { record in
                DailyCosts(
                    cluster: record[0], namespace: record[1], finals: try record.dropFirst(2).map { try amount($0) })
            },
            nodes: try all("node").map { try node($0) },
            topPods: try all("pod").map {
                PodCost(cluster: $0[0], namespace: $0[1], pod: $0[2], node: $0[3], directCompute: try amount($0[4]))
            },
            outside: outside)
    }

    private static func cluster(_ name: String, _ all: (String) -> [[String]]) throws -> ClusterCosts {
        ClusterCosts(
            name: name,
            namespaces: try all("namespace").filter { $0[0] == name }.map { record in
                let parts = try record.dropFirst(2).map { try amount($0) }
                return NamespaceCost(
                    name: record[1],
                    direct: .init(compute: parts[0], storage: parts[1], projectTag: parts[2], nodeTag: parts[3]),
                    distributed: .init(
                        platform: parts[4], worker: parts[5], storage: parts[6], network: parts[7],
                        clusterShared: parts[8]),
                    final: parts[9], finalInCoins: parts[10])
            },
            spread: try all("spread").filter { $0[0] == name }.map { record in
                SpreadCost(
                    name: record[1], pool: try #require(SpreadCost.Pool(rawValue: record[2])),
                    cost: try amount(record[3]))
            })
    }

    private static func node(_ record: [String]) throws -> NodeCost {
        let amounts = try record[3...6].map { try amount($0) }
        return NodeCost(
            cluster: record[0], name: record[1], role: record[2], cost: amounts[0], allocated: amounts[1],
            idle: amounts[2], noTelemetry: amounts[3], effectiveCoreHours: try Quantity(record[7]),
            capacityCoreHours: try Quantity(record[8]))
    }

    private static func otherBill(_ all: (String) -> [[String]], _ month: Month) throws -> OtherBill {
        let total = try #require(all("other").first).map { try amount($0) }
        return OtherBill(
            source: "focus-export", currency: try #require(Currency("USD")), rows: 19952, costs: costs(total),
            lines: try all("category").map { record in
                OtherBill.Line(
                    provider: "AWS", billingPeriod: month, category: record[0],
                    costs: costs(try record.dropFirst().map { try amount($0) }))
            })
    }

    private static func sources() throws -> [SourceQuality] {
        [
            SourceQuality(
                source: "aws-cur", rowsRead: 19231, rowsKept: 19231,
                controls: [
                    .init(
                        name: "lineItem/UnblendedCost", unit: "USD", before: try amount("3003.108000048"),
                        after: try amount("3003.108000048"))
                ]),
            SourceQuality(
                source: "harbor-eu", rowsRead: 11527, rowsKept: 11524,
                quarantined: [
                    .init(
                        code: DiagnosticCode("D", 112), reason: "interval_start is not a time", rows: 3,
                        examples: [
                            Place(file: "ocp_pod_usage.csv.gz", line: 2214, column: 9),
                            Place(file: "ocp_pod_usage.csv.gz", line: 2215, column: 9),
                        ])
                ],
                warnings: [.init(code: DiagnosticCode("D", 131), message: "the same label row occurs twice", count: 24)]
            ),
            SourceQuality(
                source: "harbor-us", rowsRead: 10574, rowsKept: 10574,
                warnings: [
                    .init(code: DiagnosticCode("D", 140), message: "hours without a row of a billed node", count: 37)
                ]),
        ]
    }

    private static let checks = [
        CheckCommand(
            title: "The bill, from its own rows", language: .sql,
            command: """
                SELECT sum(EffectiveCost)
                FROM read_parquet('focus-1.2.parquet')
                WHERE BillingPeriodStart = '2026-04-01';
                """, expected: "2308.924000048000"),
        CheckCommand(
            title: "Nothing was lost on the way", language: .sql,
            command: "SELECT sum(AllocatedCost) FROM read_parquet('allocation/*.parquet');", expected: "2308.924000048"),
        CheckCommand(
            title: "The inputs are the files that were read", language: .shell,
            command: "sha256sum --check inputs.sha256", expected: "cur_2026-04.csv.gz: OK"),
    ]

    static func amount(_ text: String) throws -> Amount { try Amount(text) }

    private static func costs(_ amounts: [Amount]) -> CostVector {
        CostVector(billed: amounts[0], effective: amounts[1], list: amounts[2], contracted: amounts[3])
    }
}

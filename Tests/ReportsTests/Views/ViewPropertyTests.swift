import Kernel
import Model
import TestSupport
import Testing

@testable import Reports

/// Random allocations, asked every question.
struct ViewPropertyTests {
    private static let questions: [ViewQuestion] = {
        let keys: [[ViewKey]] = [
            [.namespace], [.cluster, .namespace, .day], [.namespace, .controller], [.pod], [.part, .service, .account],
            [.node], [.week, .namespace], [.week, .provider, .pod], [.hour, .pod],
            ViewKey.named,
        ]
        return keys.enumerated().flatMap { index, keys in
            var questions = [(true, true), (true, false), (false, true), (false, false)].map {
                ViewQuestion(keys: keys, sharesIdle: $0, sharesPools: $1)
            }
            // What a view shares by itself, each with some of the keys.
            let shared: [String?] = [nil, #"namespace:"shop""#, #"namespace!:"nobody""#, #"pod<~:"a""#]
            for (place, scope) in [IdleScope.node, .cluster, nil].enumerated() {
                for sharesIdle in [true, false] {
                    var question = ViewQuestion(
                        keys: keys, sharesIdle: sharesIdle, sharesPools: scope != nil && index % 3 == 0)
                    question.idleScope = scope
                    question.sharedRows = shared[(index + place) % shared.count].flatMap { try? ViewFilter($0) }
                    question.splitsEvenly = index % 2 == 0
                    questions.append(question)
                }
            }
            return questions
        }
    }()

    private static let filters = [
        #"namespace:"shop""#, #"namespace!:"shop","mail""#, #"pod<~:"a" | controllerName~:"x""#,
        #"cluster:"eu" + (day:"2026-04-02" | namespace:"__idle__")"#, #"service~>:"2" + account:"""#,
        #"week!:"2026-W15" + (provider!~>:"S" | namespace!<~:"s")"#, #"provider~:"zu" | week~:"W14""#,
    ]

    @Test(arguments: 0..<4) func everyViewIsTheBill(seed: Int) throws {
        let fixture = ViewFixture.random(seed)
        for question in ViewPropertyTests.questions {
            for filter in [nil] + ViewPropertyTests.filters {
                var question = question
                question.filter = try filter.map { try ViewFilter($0) }
                let view = try fixture.view(question)
                for section in view.sections {
                    var total = section.notShown
                    for line in section.lines { try total.add(line.costs) }
                    #expect(total.cost == fixture.bills[section.currency])
                    #expect(total.direct == fixture.bills[section.currency])
                    #expect(total.shared == .zero)
                    #expect(Set(section.lines.map(\.values)).count == section.lines.count)
                }
                #expect(view.sections.map(\.currency) == fixture.bills.keys.sorted())
            }
        }
    }

    /// The lines of a filter by what is shown are lines of the whole view, to the last digit.
    @Test(arguments: 0..<4) func aFilterNeverChangesASurvivor(seed: Int) throws {
        let fixture = ViewFixture.random(seed)
        for question in ViewPropertyTests.questions {
            for text in ViewPropertyTests.filters {
                var filtered = question
                filtered.filter = try ViewFilter(text)
                // Told apart by what is tested as well, a line is shown as a whole or not at all.
                filtered.keys = ViewKey.named.filter { filtered.allKeys.contains($0) }
                var whole = filtered
                whole.filter = nil
                for (some, all) in zip(try fixture.view(filtered).sections, try fixture.view(whole).sections) {
                    let lines = Set(all.lines)
                    // Unused capacity that a view keeps apart is shown as far as it goes with what is shown.
                    let goesWithOthers = question.idleScope != nil && question.showsIdle
                    let own = some.lines.filter { !(goesWithOthers && $0.values.contains("__idle__")) }
                    #expect(own.allSatisfy { lines.contains($0) })
                }
            }
        }
    }

    @Test(arguments: 0..<4) func coarseViewsAreSumsOfFineOnes(seed: Int) throws {
        let fixture = ViewFixture.random(seed)
        let fine = try fixture.view(ViewQuestion(keys: ViewKey.named))
        for keys in [
            [ViewKey.namespace], [.controller], [.node, .part], [.account, .day], [.week, .provider], [.pod], [.team],
        ] {
            let coarse = try fixture.view(ViewQuestion(keys: keys))
            for (section, fineSection) in zip(coarse.sections, fine.sections) {
                var sums: [[String]: AllocationView.Costs] = [:]
                for line in fineSection.lines {
                    try sums[keys.map { line.values[ViewKey.named.firstIndex(of: $0) ?? 0] }, default: .init()].add(
                        line.costs)
                }
                #expect(sums == Dictionary(uniqueKeysWithValues: section.lines.map { ($0.values, $0.costs) }))
            }
        }
    }

    @Test(arguments: 0..<4) func theOrderOfRowsChangesNothing(seed: Int) throws {
        let fixture = ViewFixture.random(seed)
        var generator = SplitMix(seed: UInt64(seed + 1000))
        var shuffled = fixture
        shuffled.rows.shuffle(using: &generator)
        shuffled.received.shuffle(using: &generator)
        for question in ViewPropertyTests.questions {
            #expect(try fixture.view(question).sections == shuffled.view(question).sections)
        }
    }
}

extension ViewFixture {
    /// A few clusters, days and currencies, with credits, equal costs and pools that nobody can receive.
    static func random(_ seed: Int) -> ViewFixture {
        var generator = SplitMix(seed: UInt64(seed))
        func pick<Value>(_ values: [Value]) -> Value { values.randomElement(using: &generator)! }
        var fixture = ViewFixture(rows: [], received: [])
        for _ in 0..<90 {
            var row = Row(cost: pick([1, 7, 7, 7, 1000, 12_345, 999_999_999_999, -3, -7, 0]))
            row.day = pick(["2026-04-01", "2026-04-02", "2026-04-06"])
            row.hour = pick([nil, "00:00Z", "05:00Z"])
            row.provider = pick(["AWS", "Azure"])
            row.currency = pick(["USD", "USD", "EUR"])
            row.cluster = pick(["eu", "us"])
            row.service = pick(["s1", "s2"])
            row.account = pick(["1", "2"])
            row.part = pick([
                "Compute", "Compute", "Storage", "Project tag", "Traffic", "Worker idle", "Platform idle",
                "Storage unattributed",
                "Network", "Cluster shared", "No telemetry", "Outside",
            ])
            if ["Compute", "Storage", "Project tag", "Traffic"].contains(row.part) {
                row.namespace = pick(["shop", "mail", "dev", "kube-system", "openshift-dns"])
            }
            if row.part == "Outside" { row.cluster = nil }
            if ["Compute", "Worker idle", "Platform idle"].contains(row.part) { row.node = pick(["n1", "n2"]) }
            if row.part == "Compute" {
                row.pod = pick(["a-1", "a-2", "b-1", "c"])
                row.container = pick(["app", "proxy", nil])
                if row.pod != "c" { (row.kind, row.controller) = (pick(["Deployment", "Job"]), pick(["x", "y"])) }
            }
            // Pods of a namespace may be of several teams, and somebody pays for some of what is outside.
            row.team =
                [row.pod.map { "team-\($0)" }, row.namespace, row.service == "s1" ? "tax" : nil]
                .first { $0 != nil } ?? nil
            fixture.rows.append(row)
        }
        fixture.share(using: &generator)
        return fixture
    }

    /// Shares each pool by weights that mean nothing, as the allocation would by use.
    private mutating func share(using generator: inout SplitMix) {
        var pools: [[String]: Int128] = [:]
        for row in rows {
            let isPlatform = row.namespace.map(PlatformNamespaces.usual.contain)
            guard let cluster = row.cluster, row.part != "No telemetry", isPlatform != false else { continue }
            let pool =
                isPlatform == true || row.part == "Platform idle"
                ? "Platform" : row.part == "Storage unattributed" ? "Storage" : row.part
            pools[[row.day, cluster, row.currency, pool], default: 0] += row.cost
        }
        let names = ["dev", "mail", "quiet", "shop"]
        for (key, cost) in pools.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let weights = names.map { _ in UInt128([0, 1, 3, 10].randomElement(using: &generator) ?? 0) }
            let parts: [Int128]? = Split.largestRemainder(cost, weights: weights)
            for (name, part) in zip(parts == nil ? [nil] : names.map { $0 }, parts ?? [cost]) {
                received.append(
                    Received(
                        day: key[0], currency: key[2], cluster: key[1], pool: key[3], namespace: name, cost: part))
            }
        }
    }
}

import Foundation
import TestSupport
import Testing

extension ProgramTests {
    /// Views of a published allocation.
    @Suite struct Viewing {
        private func published(_ tenant: String, job: String = Project.tiny) throws -> Project {
            let project = try Project(tenant, job: job)
            #expect(try project.night().exit == 0)
            return project
        }

        private func view(_ project: Project, _ arguments: String...) throws -> Reckon.Answer {
            try project.start(["allocation", "night", "--period", "2026-06", "--by"] + arguments).wait()
        }

        @Test func namespacesAddUpToTheBill() throws {
            let project = try published("view-text")
            let answer = try view(project, "namespace")
            #expect(
                answer.out == """
                    namespace        direct  shared  EffectiveCost, USD
                    ───────────────────────────────────────────────────
                    shop               0.27    0.23                0.50
                    mail               0.11    0.18                0.29
                    __outside__        0.05    0.00                0.05
                    __idle__           0.30   -0.30                0.00
                    __unallocated__    0.07   -0.07                0.00
                    kube-system        0.04   -0.04                0.00
                    ───────────────────────────────────────────────────
                    total              0.84    0.00                0.84

                    """, "\(answer.out)\(answer.err)")
            let csv = try view(project, "pod,day", "--filter", #"namespace:"shop""#, "--format", "csv")
            #expect(
                csv.out == """
                    BillingCurrency,Pod,Day,Direct,Shared,EffectiveCost
                    USD,cart-6d5f7c8b9-x2x4k,2026-06-10,0.15,0.131375166889185580774367,0.281375166889185580774367
                    USD,__unallocated__,2026-06-10,0.1175,0.10291054739652870493992,0.22041054739652870493992

                    """, "\(csv.out)\(csv.err)")
            let used = try view(
                project, "namespace,pod", "--efficiency", "--filter", #"cluster!:"" + namespace!<~:"__""#, "--share",
                "keep",
                "--idle", "keep", "--format", "csv")
            #expect(
                used.out == """
                    BillingCurrency,Namespace,Pod,Direct,Shared,EffectiveCost,CpuUsageCoreSeconds,CpuRequestCoreSeconds,\
                    MemoryUsageByteSeconds,MemoryRequestByteSeconds,CpuEfficiency,MemoryEfficiency,TotalEfficiency
                    USD,shop,cart-6d5f7c8b9-x2x4k,0.15,0,0.15,3600,7200,23192823398400,7730941132800,0.5,3,0.5
                    USD,shop,__unallocated__,0.1175,0,0.1175,,,,,,,
                    USD,mail,mailer-0,0.1125,0,0.1125,4500,3600,3865470566400,7730941132800,1.25,0.5,1.25
                    USD,kube-system,dns-4hj7q,0.0375,0,0.0375,720,1800,1932735283200,3865470566400,0.4,0.5,0.4

                    """, "\(used.out)\(used.err)")
            let kept = try view(
                project, "part", "--cost", "billed", "--idle", "keep", "--share", "keep", "--accumulate", "day",
                "--filter", #"part~>:"idle""#, "--format", "json")
            let answered = try JSONSerialization.jsonObject(with: Data(kept.out.utf8)) as? [String: Any]
            let section = try #require((answered?["currencies"] as? [[String: Any]])?.first)
            #expect(section["total"] as? String == "1.04")
            #expect((section["shown"] as? [String: String])?["cost"] == "0.4")
            #expect((section["notShown"] as? [String: String])?["cost"] == "0.64")
            #expect(
                section["rows"] as? [[String: String]] == [
                    ["day": "2026-06-10", "part": "Worker idle", "direct": "0.4", "shared": "0", "cost": "0.4"]
                ])
        }

        /// Idle 0.30 goes by 0.15, 0.1125 and 0.0375; then kube-system's own and its idle by 0.2675 and 0.1125.
        @Test func aPresetSpeaksOfTheSameBill() throws {
            let project = try Project("opencost-view", job: Project.tiny)
            #expect(try project.night().exit == 0)
            let answer = try project.run(
                "allocation", "night", "--period", "2026-06", "--by", "day,namespace", "--preset", "opencost", "--idle",
                "share", "--shared", #"namespace:"kube-system""#, "--format", "csv")
            #expect(
                answer.out == """
                    BillingCurrency,Day,Name,Direct,Shared,EffectiveCost
                    USD,2026-06-10,shop,0.2675,0.202796052631578947368422,0.470296052631578947368422
                    USD,2026-06-10,mail,0.1125,0.134703947368421052631578,0.247203947368421052631578
                    USD,2026-06-10,__unallocated__,0.07,0,0.07
                    USD,2026-06-01,__outside__,0.05,0,0.05
                    USD,2026-06-10,__unmounted__,0.0025,0,0.0025
                    USD,2026-06-10,__idle__,0.3,-0.3,0
                    USD,2026-06-10,kube-system,0.0375,-0.0375,0

                    """, "\(answer.err)")
        }

        /// The figures of the example month that were computed apart from this program.
        @Test func theExampleMonthIsAsExpected() throws {
            let job = """
                {"id": "bill", "use": "ingest-focus", "options": {"source": "b", "files": ["in/bill-{period}.csv.gz"]}},
                {"id": "usage", "use": "ingest-operator", "options": {"clusters": [
                  {"id": "harbor-eu", "podUsage": ["in/harbor-eu/ocp_pod_usage-{period}.csv.gz"],
                   "storageUsage": ["in/harbor-eu/ocp_storage_usage-{period}.csv.gz"],
                   "nodeLabels": ["in/harbor-eu/ocp_node_label-{period}.csv.gz"],
                   "owners": ["in/harbor-eu/pod_owners.csv"]},
                  {"id": "harbor-us", "podUsage": ["in/harbor-us/ocp_pod_usage-{period}.csv.gz"],
                   "storageUsage": ["in/harbor-us/ocp_storage_usage-{period}.csv.gz"],
                   "nodeLabels": ["in/harbor-us/ocp_node_label-{period}.csv.gz"],
                   "owners": ["in/harbor-us/pod_owners.csv"]}]}},
                {"id": "allocation", "use": "allocate", "options": {"bill": ["bill"], "usage": ["usage"], "join": "day"}}
                """
            let project = try Project("view-month", job: job, fixtures: "example-month")
            #expect(try project.night(period: "2026-04").exit == 0)
            let document = try JSONSerialization.jsonObject(with: Data(project.folder.read("in/expected.json").utf8))
            let cases = (document as? [String: Any])?["cases"] as? [String: [String: Any]]
            let clusters = try #require(cases?["aws_amortized/N/cpu"]?["clusters"] as? [String: [String: Any]])
            var finals: [String: Decimal] = [:]
            var controllers: [String: Decimal] = [:]
            for (cluster, figures) in clusters {
                let users = figures["final_cents_user_namespaces"] as? [String: Any] ?? [:]
                for (namespace, costs) in figures["by_namespace"] as? [String: [String: Any]] ?? [:]
                where users[namespace] != nil {
                    finals["\(cluster),\(namespace)"] = decimal(costs["final"])
                }
                for row in figures["by_controller_direct_compute"] as? [[String: Any]] ?? [] {
                    let kind = (row["controller_kind"] as? String ?? "").lowercased()
                    let name = row["controller_name"] as? String ?? ""
                    // A pod of its own has none.
                    let controller = name.isEmpty ? "__unallocated__" : "\(kind):\(name)"
                    let path = "\(cluster),\(row["namespace"] ?? ""),\(controller)"
                    controllers[path] = decimal(row["cost"])
                }
            }
            let namespaces = try figures(project, "cluster,namespace", keys: 2, column: 5)
            #expect(namespaces.count == 21)
            #expect(namespaces.values.reduce(0, +) == decimal("2308.924000048"))
            #expect(finals.count == 8)
            expectNear(namespaces, finals)
            let found = try figures(
                project, "cluster,namespace,controller", keys: 3, column: 4, "--filter", #"part:"Compute""#)
            #expect(controllers.count > 10)
            #expect(found.keys.sorted() == controllers.keys.sorted())
            expectNear(found, controllers)
            try expectWeeks(project)
        }

        private func expectWeeks(_ project: Project) throws {
            let arguments = ["allocation", "night", "--period", "2026-04", "--by", "provider", "--accumulate", "week"]
            let text = try project.start(arguments).wait()
            #expect(
                text.out == """
                    week      provider    direct  shared  EffectiveCost, USD
                    ────────────────────────────────────────────────────────
                    2026-W15  AWS         523.25    0.00              523.25
                    2026-W16  AWS         518.00    0.00              518.00
                    2026-W17  AWS         508.13    0.00              508.13
                    2026-W14  AWS         472.63    0.00              472.63
                    2026-W18  AWS         286.91    0.00              286.91
                    ────────────────────────────────────────────────────────
                    total               2,308.92    0.00            2,308.92

                    weeks begin on Monday; of 2026-W14, 2026-W18 only what the bill of 2026-04 charges is here

                    """, "\(text.out)\(text.err)")
            let csv = try project.start(arguments + ["--format", "csv"]).wait()
            #expect(
                csv.out.hasPrefix(
                    """
                    BillingCurrency,Week,Provider,WeekIsWhole,Direct,Shared,EffectiveCost
                    USD,2026-W15,AWS,true,523.2542000112,0,523.2542000112

                    """), "\(csv.out)\(csv.err)")
            #expect(csv.out.hasSuffix("USD,2026-W18,AWS,false,286.9064000064,0,286.9064000064\n"))
            let json = try project.start(arguments + ["--format", "json"]).wait()
            let answered = try JSONSerialization.jsonObject(with: Data(json.out.utf8)) as? [String: Any]
            #expect(answered?["partWeeks"] as? [String] == ["2026-W14", "2026-W18"])
        }

        private func decimal(_ value: Any?) -> Decimal? { (value as? String).flatMap { Decimal(string: $0) } }

        /// A column of the answer in CSV, by the keys with commas between them.
        private func figures(
            _ project: Project, _ by: String, keys: Int, column: Int, _ more: String...
        ) throws -> [String: Decimal] {
            let answer = try project.start(
                ["allocation", "night", "--period", "2026-04", "--by", by, "--format", "csv"] + more
            ).wait()
            #expect(answer.exit == 0, "\(answer.err)")
            var found: [String: Decimal] = [:]
            for line in answer.out.split(separator: "\n").dropFirst() {
                let fields = line.split(separator: ",").map(String.init)
                found[fields[1...keys].joined(separator: ",")] = Decimal(string: fields[column])
            }
            return found
        }

        private func expectNear(_ found: [String: Decimal], _ expected: [String: Decimal]) {
            for (path, cost) in expected {
                #expect(abs((found[path] ?? 0) - cost) < decimal("0.000000001") ?? 0, "\(path)")
            }
        }

        @Test func whatCannotBeAnsweredIsSaid() throws {
            let project = try published("view-refused")
            for (arguments, exit, message) in [
                (["squad"], 64, #"error[J230]: there is no key "squad""#),
                (
                    ["pod,service", "--efficiency"], 64, #"error[J233]: there is no efficiency by "service""#
                ),
                (["pod", "--filter", "pod:x"], 64, "--filter:1:5: error[J231]: expected a value in double quotes"),
                (["pod", "--stage", "bill"], 64, "error[J232]: stage 'bill' of job 'night' publishes no allocation"),
                (
                    ["pod", "--period", "2026-05"], 66,
                    "error[E530]: stage 'allocation' of job 'night' has published no"
                ),
            ] {
                let answer = try project.start(["allocation", "night", "--period", "2026-06", "--by"] + arguments)
                    .wait()
                #expect(answer.exit == exit)
                #expect(answer.out.isEmpty)
                #expect(answer.err.hasPrefix(message), "\(answer.err)")
            }
        }

        @Test(arguments: [
            [], ["--by"], ["--by", "pod", "--cost", "net"], ["--by", "pod", "--idle", "hide"],
            ["--by", "pod", "--format", "xml"], ["--by", "pod", "--accumulate", "year"],
            ["--by", "pod", "--preset", "opencost", "--share", "apply"], ["--by", "pod", "--split", "even"],
            ["--by", "pod", "--shared", #"pod:"x""#],
        ])
        func aWrongCommandLineIs64(arguments: [String]) throws {
            let answer = try Reckon.run(["allocation", "night"] + arguments, in: "/")
            #expect(answer.exit == 64)
            #expect(answer.err.contains("reckon allocation --help"), "\(answer.err)")
        }
    }
}

import Allocation
import Billing
import Kernel
import Reports
import Runner
import Telemetry

/// The example month, run once for all tests: bill and telemetry ingested, allocated by both resources for both
/// clusters and for one of them alone, with a report on each basis.
enum ExampleMonth {
    static let shared = Result { try run() }

    enum Clusters: String, CaseIterable { case both, alone }

    static func allocation(_ clusters: Clusters, _ resource: String) -> String { "allocation-\(clusters)-\(resource)" }

    static func hourlyAllocation(_ resource: String) -> String { "allocation-hour-\(resource)" }

    static func report(_ clusters: Clusters, _ resource: String, _ basis: String) -> String {
        "report-\(clusters)-\(resource)-\(basis)"
    }

    static let bill = #"{"source": "harbor-aws", "files": ["Tests/Fixtures/example-month/bill-{period}.csv.gz"]}"#

    /// Options of the telemetry stage for some clusters.
    static func usage(_ clusters: [String], folder: String = "Tests/Fixtures/example-month", suffix: String = ".csv.gz")
        -> String
    {
        let reports = [
            ("podUsage", "ocp_pod_usage"), ("storageUsage", "ocp_storage_usage"), ("nodeLabels", "ocp_node_label"),
        ]
        let all = clusters.map { cluster in
            let files = reports.map { #""\#($0)": ["\#(folder)/\#(cluster)/\#($1)-{period}\#(suffix)"]"# }
            let owners = #""owners": ["\#(folder)/\#(cluster)/pod_owners.csv"]"#
            return #"{"id": "\#(cluster)", \#(files.joined(separator: ", ")), \#(owners)}"#
        }
        return #"{"clusters": [\#(all.joined(separator: ", "))]}"#
    }

    /// Options of an allocation; a core weighs nine times a GiB in a blend, as the expectation has it.
    static func options(_ clusters: Clusters, _ resource: String, join: String) -> String {
        let line = #"{"cpuCoreHour": 9, "memoryGibibyteHour": 1, "gpuHour": 0, "source": "the example's README"}"#
        let prices = resource == "blend" ? #", "prices": [\#(line)]"# : ""
        return """
            {"bill": ["bill"], "usage": ["usage-\(clusters)"], "resource": "\(resource)", "join": "\(join)"\(prices)}
            """
    }

    private static func run() throws -> Bench {
        let bench = try Bench("2026-04")
        try bench.run("bill", IngestFocusStage.kind, bill)
        try bench.run("usage-both", IngestOperatorStage.kind, usage(["harbor-eu", "harbor-us"]))
        try bench.run("usage-alone", IngestOperatorStage.kind, usage(["harbor-us"]))
        for clusters in Clusters.allCases {
            for resource in ["cpu", "memory", "blend"] {
                let allocation = allocation(clusters, resource)
                try bench.run(allocation, AllocateStage.kind, options(clusters, resource, join: "day"))
                for basis in ["effective", "billed"] {
                    try bench.run(
                        report(clusters, resource, basis), ReportStage.kind,
                        #"{"allocation": "\#(allocation)", "bills": ["bill"], "basis": "\#(basis)"}"#)
                }
            }
        }
        for resource in ["cpu", "memory", "blend"] {
            try bench.run(hourlyAllocation(resource), AllocateStage.kind, options(.both, resource, join: "hour"))
        }
        try bench.run("export", ExportFocusStage.kind, export)
        try bench.run("report", ReportStage.kind, report)
        return bench
    }

    /// Options of the stages that the shared run makes of its first allocation, as a nightly job does.
    static let export = #"{"allocation": "allocation-both-cpu"}"#
    static let report =
        #"{"allocation": "allocation-both-cpu", "bills": ["bill"], "usage": ["usage-both"], "basis": "effective"}"#
}

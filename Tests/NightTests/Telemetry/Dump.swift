import Kernel
import Runner
import Telemetry
import TestSupport

/// A small dump in OpenMetrics, made sample by sample: the hour from 10:00 on 10 June 2026, node `n1`, a sample each
/// 300 seconds unless a test says otherwise.
struct Dump {
    static let start = 1_781_085_600
    static let node = #"node="n1""#

    private(set) var lines: [String] = []

    mutating func add(_ series: String, _ value: String, at seconds: String) {
        lines.append("\(series) \(value) \(seconds)")
    }

    mutating func add(_ series: String, _ value: String, after seconds: Int) {
        add(series, value, at: String(Dump.start + seconds))
    }

    /// The same value at each step.
    mutating func hold(_ series: String, _ value: String, _ range: Range<Int> = 0..<3600, step: Int = 300) {
        for seconds in stride(from: range.lowerBound, to: range.upperBound, by: step) {
            add(series, value, after: seconds)
        }
    }

    /// What a whole node says: 4 cores, 8 GiB, machine `i-1`.
    mutating func addNode(hours: Int = 1) {
        hold(#"kube_node_status_capacity{\#(Dump.node),resource="cpu"}"#, "4", 0..<3600 * hours, step: 3600)
        hold(#"kube_node_status_capacity{\#(Dump.node),resource="memory"}"#, "8589934592", 0..<3600 * hours, step: 3600)
        hold(#"kube_node_info{\#(Dump.node),provider_id="aws:///z/i-1"}"#, "1", 0..<3600 * hours, step: 3600)
    }

    static func container(_ pod: String, uid: String? = nil, _ more: String = "") -> String {
        let uid = uid.map { #",uid="\#($0)""# } ?? ""
        let more = more.isEmpty ? "" : ",\(more)"
        return #"{namespace="shop",pod="\#(pod)",container="app",\#(node)\#(uid)\#(more)}"#
    }

    static func request(_ pod: String, uid: String? = nil, _ resource: String = "cpu") -> String {
        "kube_pod_container_resource_requests" + container(pod, uid: uid, #"resource="\#(resource)""#)
    }

    static func running(_ pod: String, uid: String) -> String {
        "kube_pod_container_status_running" + container(pod, uid: uid)
    }

    static func cpu(_ pod: String) -> String { "container_cpu_usage_seconds_total" + container(pod) }
    static func memory(_ pod: String) -> String { "container_memory_working_set_bytes" + container(pod) }

    var text: String { (lines + ["# EOF"]).joined(separator: "\n") + "\n" }

    /// The same samples as the answer of a query, a series an element.
    var answer: String {
        var order: [String] = []
        var values: [String: [String]] = [:]
        for line in lines {
            let words = line.split(separator: " ")
            let series = words.dropLast(2).joined(separator: " ")
            if values[series] == nil { order.append(series) }
            values[series, default: []].append(#"[\#(words[words.count - 1]),"\#(words[words.count - 2])"]"#)
        }
        let elements = order.map { series in
            let parts = series.split(separator: "{", maxSplits: 1)
            let labels = parts[1].dropLast().replacing("\",", with: "\"\n").split(separator: "\n").map { label in
                let pair = label.split(separator: "=", maxSplits: 1)
                return #""\#(pair[0])":\#(pair[1])"#
            }
            let metric = ([#""__name__":"\#(parts[0])""#] + labels).joined(separator: ",")
            return #"{"metric":{\#(metric)},"values":[\#((values[series] ?? []).joined(separator: ","))]}"#
        }
        return #"{"status":"success","data":{"resultType":"matrix","result":[\#(elements.joined(separator: ","))]}}"#
    }

    /// Runs the stage over files of these texts, in this order.
    static func ingest(_ texts: [String], _ options: String = "", _ cluster: String = "") throws -> Publication {
        let folder = try TemporaryFolder()
        var names: [String] = []
        for (index, text) in texts.enumerated() {
            names.append(#""\#(index).dump""#)
            try folder.write(text, to: "\(index).dump")
        }
        return try Bench("2026-06", root: folder.path).run(
            "usage", IngestPrometheusStage.kind(.offline),
            """
            {"clusters": [{"id": "tiny", "files": [\(names.joined(separator: ", "))]\(cluster)}]\(options)}
            """)
    }
}

import Documents
import Kernel
import Model
import Runner
import Telemetry
import TestSupport
import Testing

/// What pods receive and send, from the sources that know it.
struct TrafficTelemetryTests {
    private static func series(_ direction: String, _ pod: String, _ more: String) -> String {
        #"container_network_\#(direction)_bytes_total{namespace="shop",pod="\#(pod)",\#(Dump.node),\#(more)}"#
    }

    /// `cart: received/sent`, by pod.
    private func bytes(_ dump: Dump, option: Bool = true) throws -> [String] {
        let folder = try TemporaryFolder()
        try folder.write(dump.text, to: "dump.txt")
        let usage = try Bench("2026-06", root: folder.path).run(
            "usage", IngestPrometheusStage.kind(.offline),
            #"{"clusters": [{"id": "tiny", "files": ["dump.txt"]}], "networkBytes": \#(option)}"#)
        let table = try Table(usage, .usageHours)
        return (0..<table.count).map { row in
            let (received, sent) = (table.whole("NetworkReceiveBytes")[row], table.whole("NetworkTransmitBytes")[row])
            return "\(table.text("Pod")[row] ?? ""): \(received ?? -1)/\(sent ?? -1)"
        }
    }

    private func hour(_ body: (inout Dump) -> Void) -> Dump {
        var dump = Dump()
        dump.addNode()
        dump.hold(Dump.request("cart", uid: "u"), "0.25")
        dump.add("kube_pod_info{namespace=\"shop\",pod=\"cart\",uid=\"u\",\(Dump.node)}", "1", after: 0)
        body(&dump)
        return dump
    }

    /// Interfaces add up but for the one that leads back; the sandbox's name and replicas tell nothing apart; a counter
    /// that starts again grows by what it says.
    @Test func interfacesOfAPodAddUp() throws {
        let dump = hour { dump in
            for (step, value) in ["100", "250", "20", "30"].enumerated() {
                dump.add(Self.series("transmit", "cart", #"interface="eth0""#), value, after: step * 300)
                dump.add(
                    Self.series("transmit", "cart", #"interface="eth0",container="POD",id="/x""#), value,
                    after: step * 300)
                dump.add(Self.series("transmit", "cart", #"interface="eth1""#), "\(step * 1000)", after: step * 300)
                dump.add(Self.series("transmit", "cart", #"interface="lo""#), "\(step * 77)", after: step * 300)
                dump.add(Self.series("receive", "cart", #"interface="eth0""#), "\(step)", after: step * 300)
            }
        }
        #expect(try bytes(dump) == ["cart: 3/3180"])
        #expect(try bytes(dump, option: false) == ["cart: 0/0"])
    }

    /// A pod on its node's network has the node's counters.
    @Test func podsOnTheNetworkOfTheirNodeAreLeftOut() throws {
        let dump = hour { dump in
            dump.add(
                "kube_pod_info{namespace=\"shop\",pod=\"agent\",uid=\"v\",host_network=\"true\",\(Dump.node)}", "1",
                after: 0)
            dump.hold(Dump.request("agent", uid: "v"), "0.25")
            for (step, pod) in [(0, "agent"), (1, "agent"), (0, "cart"), (1, "cart")] {
                dump.add(Self.series("transmit", pod, #"interface="eth0""#), "\(step * 5)", after: step * 300)
            }
        }
        #expect(try bytes(dump) == ["agent: 0/0", "cart: 0/5"])
    }

    /// The container runtime's root counts what the whole machine sends; scrapes give it their own namespace.
    @Test func trafficOfTheMachineIsNoPods() throws {
        let dump = hour { dump in
            for (step, value) in ["0", "900"].enumerated() {
                for more in [#"id="/""#, #"id="/system.slice/kubelet.service",pod="""#] {
                    let labels = #"\#(more),interface="eth0",namespace="kube-system",\#(Dump.node)"#
                    dump.add("container_network_transmit_bytes_total{\(labels)}", value, after: step * 300)
                }
                dump.add(Self.series("transmit", "cart", #"interface="eth0""#), "\(step * 5)", after: step * 300)
            }
        }
        #expect(try bytes(dump) == ["cart: 0/5"])
    }

    @Test func seriesThatAreMissingAreNamed() throws {
        let folder = try TemporaryFolder()
        try folder.write(hour { _ in }.text, to: "dump.txt")
        let usage = try Bench("2026-06", root: folder.path).run(
            "usage", IngestPrometheusStage.kind(.offline),
            #"{"clusters": [{"id": "tiny", "files": ["dump.txt"]}], "networkBytes": true}"#)
        let told = usage.diagnostics.map(\.message).joined()
        #expect(told.contains("container_network_transmit_bytes_total (traffic is unknown)"))
    }

    /// OpenCost states bytes of the whole time, which are spread evenly.
    @Test func bytesOfOpenCostAreSpreadEvenly() throws {
        let answer = """
            {"code":200,"status":"success","data":[{"tiny/n1/shop/cart/app":{"name":"tiny/n1/shop/cart/app",
            "properties":{"cluster":"tiny","node":"n1","namespace":"shop","pod":"cart","container":"app"},
            "start":"2026-06-10T10:30:00Z","end":"2026-06-10T12:00:00Z","cpuCoreRequestAverage":1,
            "networkTransferBytes":1000.4,"networkReceiveBytes":10}}]}
            """
        let folder = try TemporaryFolder()
        try folder.write(answer, to: "a.json")
        for (option, sent, received) in [(true, [333, 667], [3, 7]), (false, [0, 0], [0, 0])] {
            let usage = try Bench("2026-06", root: folder.path).run(
                "usage", IngestOpenCostStage.kind,
                #"{"clusters": [{"id": "tiny", "files": ["a.json"]}], "networkBytes": \#(option)}"#)
            let table = try Table(usage, .usageHours)
            #expect(table.whole("NetworkTransmitBytes").map { $0.map { Int($0) } } == sent)
            #expect(table.whole("NetworkReceiveBytes").map { $0.map { Int($0) } } == received)
        }
    }

    /// Figures that nobody asked for set no pod aside.
    @Test(arguments: [true, false]) func badBytesOfOpenCostMatterOnlyWhereBytesAreWanted(option: Bool) throws {
        let answer = """
            {"code":200,"status":"success","data":[{"tiny/n1/shop/cart/app":{"name":"tiny/n1/shop/cart/app",
            "properties":{"cluster":"tiny","node":"n1","namespace":"shop","pod":"cart","container":"app"},
            "start":"2026-06-10T10:00:00Z","end":"2026-06-10T11:00:00Z","cpuCoreRequestAverage":1,
            "networkTransferBytes":-5,"networkReceiveBytes":1e300},
            "tiny/n1/shop/web/app":{"name":"tiny/n1/shop/web/app",
            "properties":{"cluster":"tiny","node":"n1","namespace":"shop","pod":"web","container":"app"},
            "start":"2026-06-10T10:00:00Z","end":"2026-06-10T11:00:00Z","cpuCoreRequestAverage":1}}]}
            """
        let folder = try TemporaryFolder()
        try folder.write(answer, to: "a.json")
        let usage = try Bench("2026-06", root: folder.path).run(
            "usage", IngestOpenCostStage.kind,
            #"{"clusters": [{"id": "tiny", "files": ["a.json"]}], "networkBytes": \#(option)}"#)
        #expect(try Table(usage, .usageHours).text("Pod") == (option ? ["web"] : ["cart", "web"]))
    }
}

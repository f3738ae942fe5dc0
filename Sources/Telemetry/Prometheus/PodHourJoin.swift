import Kernel
import Model

/// Joins the series of one pod name to pod-hours.
///
/// The series come from different exporters: kube-state-metrics names the pod's uid, the container runtime does not.
/// So series with a uid make the rows, and the others join them.
struct PodHourJoin {
    /// What rows are made of, all clusters' pods alike.
    struct Options {
        /// Requests of containers that do not run count as well.
        let countsWaiting: Bool
        /// What each container used and asked for is kept beside what its pod did.
        let keepsContainers: Bool
        /// What pods receive and send is counted.
        let readsNetwork: Bool
    }

    /// Of a pod or a container in an hour.
    struct Figures {
        var cpuRequest: Int128 = 0
        var memoryRequest: Int128 = 0
        var gpuRequest: Int128 = 0
        var cpuUsage: Int128 = 0
        var memoryUsage: Int128 = 0
        var networkReceive: Int128 = 0
        var networkTransmit: Int128 = 0

        var isNothing: Bool {
            cpuRequest == 0 && memoryRequest == 0 && gpuRequest == 0 && cpuUsage == 0 && memoryUsage == 0
                && networkReceive == 0 && networkTransmit == 0
        }

        mutating func add(_ other: Figures) {
            cpuRequest += other.cpuRequest
            memoryRequest += other.memoryRequest
            gpuRequest += other.gpuRequest
            cpuUsage += other.cpuUsage
            memoryUsage += other.memoryUsage
            networkReceive += other.networkReceive
            networkTransmit += other.networkTransmit
        }
    }

    struct Row {
        let hour: HourNumber
        let uid: String
        let node: String
        var figures = Figures()
        /// By name; empty unless containers are kept.
        var containers: [String: Figures] = [:]
        var runMilliseconds: Int64 = 0
        var seenMilliseconds: Int64 = 0

        var isEmpty: Bool {
            runMilliseconds == 0 && figures.isNothing
        }
    }

    private struct Place: Hashable {
        let uid: String
        let node: String
    }

    private struct ContainerName: Hashable {
        let uid: String
        let container: String
    }

    /// Hours for which the cluster says which containers run.
    let hoursWithRunning: Set<HourNumber>
    let options: Options
    private var rows: [HourNumber: [Place: Row]] = [:]
    private var nodeByUID: [String: String] = [:]

    init(hoursWithRunning: Set<HourNumber>, options: Options) {
        self.hoursWithRunning = hoursWithRunning
        self.options = options
    }

    /// - Parameters:
    ///   - series: of one namespace and pod name.
    ///   - infos: where the pod was, by uid.
    mutating func rows(
        _ series: [SeriesTable.Container], infos: [String: Descriptions], nodes: PrometheusNodes
    ) -> [Row] {
        rows = [:]
        nodeByUID = [:]
        for container in series where !container.key.uid.isEmpty && !container.key.node.isEmpty {
            let known = nodeByUID[container.key.uid] ?? container.key.node
            nodeByUID[container.key.uid] = min(known, container.key.node)
        }
        let running = running(series)
        // Only series that belong to a uid by name make rows that others can join.
        for container in series where container.key.measure == .running { add(container, infos, running, nodes) }
        for container in series where container.key.measure != .running && !container.key.uid.isEmpty {
            add(container, infos, running, nodes)
        }
        for container in series where container.key.measure != .running && container.key.uid.isEmpty {
            add(container, infos, running, nodes)
        }
        return rows.values.flatMap(\.values).filter { !$0.isEmpty || !hoursWithRunning.contains($0.hour) }
            .sorted { ($0.hour, $0.uid, $0.node) < ($1.hour, $1.uid, $1.node) }
    }

    private func running(_ series: [SeriesTable.Container]) -> [ContainerName: [HourNumber: Int64]] {
        var running: [ContainerName: [HourNumber: Int64]] = [:]
        for container in series where container.key.measure == .running {
            let name = ContainerName(uid: container.key.uid, container: container.key.container)
            for hour in container.fold.sums.hours {
                let known = running[name]?[hour.hour] ?? 0
                running[name, default: [:]][hour.hour] = max(known, hour.units)
            }
        }
        return running
    }

    private mutating func add(
        _ container: SeriesTable.Container, _ infos: [String: Descriptions],
        _ running: [ContainerName: [HourNumber: Int64]], _ nodes: PrometheusNodes
    ) {
        let key = container.key
        let name = ContainerName(uid: key.uid, container: key.container)
        for hour in container.fold.sums.hours {
            let place = place(of: key, at: hour.hour, infos)
            var row = rows[hour.hour]?[place] ?? Row(hour: hour.hour, uid: place.uid, node: place.node)
            var added = Figures()
            switch key.measure {
            case .running:
                row.runMilliseconds = max(row.runMilliseconds, hour.units)
            case .cpuUsage: added.cpuUsage = Int128(hour.units)
            case .memoryUsage:
                added.memoryUsage = Int128(hour.units)
                row.seenMilliseconds = max(row.seenMilliseconds, hour.milliseconds)
            case .networkReceive: added.networkReceive = Int128(hour.units)
            case .networkTransmit: added.networkTransmit = Int128(hour.units)
            case .cpuRequest: added.cpuRequest = request(hour, running[name])
            case .memoryRequest: added.memoryRequest = request(hour, running[name])
            case .gpuRequest:
                let units = request(hour, running[name])
                added.gpuRequest = Int128(
                    nodes.ofDevices(
                        Int64(clamping: units), resource: key.part, node: place.node, hour.hour))
            }
            row.figures.add(added)
            if options.keepsContainers, !key.container.isEmpty, !added.isNothing {
                row.containers[key.container, default: Figures()].add(added)
            }
            if [.cpuRequest, .memoryRequest, .gpuRequest].contains(key.measure) {
                row.seenMilliseconds = max(row.seenMilliseconds, hour.milliseconds)
            }
            rows[hour.hour, default: [:]][place] = row
        }
    }

    /// A request counts while its container runs: series of pods that wait or have ended state it too.
    private func request(_ hour: HourSums.Hour, _ running: [HourNumber: Int64]?) -> Int128 {
        guard !options.countsWaiting, hoursWithRunning.contains(hour.hour) else { return Int128(hour.units) }
        let time = min(running?[hour.hour] ?? 0, hour.milliseconds)
        guard time < hour.milliseconds else { return Int128(hour.units) }
        return Int128(hour.units) * Int128(time) / Int128(hour.milliseconds)
    }

    /// Which pod a series belongs to in an hour. Without a uid: the pod of that name (and node, if named) that ran
    /// longest in the hour, else the one that was there nearest to it.
    private func place(
        of key: SeriesTable.ContainerKey, at hour: HourNumber, _ infos: [String: Descriptions]
    ) -> Place {
        if !key.uid.isEmpty {
            let node = key.node.isEmpty ? infos[key.uid]?.text(at: hour) ?? nodeByUID[key.uid] ?? "" : key.node
            return Place(uid: key.uid, node: node)
        }
        let present = (rows[hour] ?? [:]).filter { key.node.isEmpty || $0.key.node == key.node }
        let longest = present.min { left, right in
            (-left.value.runMilliseconds, left.key.uid, left.key.node)
                < (-right.value.runMilliseconds, right.key.uid, right.key.node)
        }
        if let longest { return longest.key }
        var nearest: (distance: HourNumber, uid: String, node: String)?
        for (uid, places) in infos {
            guard let (node, distance) = places.nearest(to: hour), key.node.isEmpty || node == key.node else {
                continue
            }
            if nearest.map({ (distance, uid) < ($0.distance, $0.uid) }) ?? true { nearest = (distance, uid, node) }
        }
        return Place(uid: nearest?.uid ?? "", node: nearest?.node ?? key.node)
    }
}

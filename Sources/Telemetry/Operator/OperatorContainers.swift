import Kernel
import Model

/// What the report of containers of one cluster says by the quarter of an hour, summed to hours. The same container and
/// quarter twice is one: the larger figures count, whatever the order of rows.
struct OperatorContainers {
    static let quarterSeconds: Int64 = 900
    private static let quartersOfHour = 4

    struct Name: Hashable, Comparable {
        let namespace: String
        let pod: String
        let node: String
        let container: String

        static func < (left: Name, right: Name) -> Bool {
            (left.namespace, left.pod, left.node, left.container)
                < (right.namespace, right.pod, right.node, right.container)
        }
    }

    /// Core-nanoseconds and byte-seconds of a quarter: CPU usage and request, memory usage and request.
    typealias Figures = SIMD4<Int64>

    /// Hours of a container, four quarters each.
    private var quarters: [Name: [HourNumber: [Figures]]] = [:]

    mutating func add(_ name: Name, at start: Instant, _ figures: Figures) {
        let seconds = start.secondsOfDay % 3600
        let quarter = seconds / Int(OperatorContainers.quarterSeconds)
        let none = Array(repeating: Figures(repeating: 0), count: OperatorContainers.quartersOfHour)
        let known = quarters[name]?[start.hourNumber]?[quarter] ?? Figures(repeating: 0)
        quarters[name, default: [:]][start.hourNumber, default: none][quarter] = pointwiseMax(known, figures)
    }

    /// In the order of names and hours.
    func rows(cluster: String) -> [ContainerHour] {
        quarters.sorted { $0.key < $1.key }.flatMap { name, hours in
            hours.sorted { $0.key < $1.key }.map { hour, parts in
                let sum = parts.reduce(Figures(repeating: 0), &+)
                return ContainerHour(
                    hour: Instant(hourNumber: hour), cluster: cluster, node: name.node, namespace: name.namespace,
                    pod: name.pod, container: name.container, cpuUsageCoreNanoseconds: sum[0],
                    cpuRequestCoreNanoseconds: sum[1], memoryUsageByteSeconds: sum[2],
                    memoryRequestByteSeconds: sum[3], gpuRequestNanoseconds: 0)
            }
        }
    }
}

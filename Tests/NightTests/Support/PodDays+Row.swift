import Kernel
import Model

@testable import Allocation

extension PodDays {
    /// A row as a source of telemetry makes it.
    mutating func add(_ row: PodHour) {
        let key = Key(
            day: row.hour.day, cluster: number(of: row.cluster), node: number(of: row.node),
            resourceID: number(of: row.nodeResourceID), namespace: number(of: row.namespace),
            pod: number(of: row.pod), controllerKind: number(of: row.controllerKind),
            controller: number(of: row.controller))
        add(
            key, hour: row.hour.secondsOfDay / 3600,
            cpu: max(row.cpuUsageCoreNanoseconds, row.cpuRequestCoreNanoseconds),
            memory: max(row.memoryUsageByteSeconds, row.memoryRequestByteSeconds), gpu: row.gpuRequestNanoseconds,
            coreCapacity: row.nodeCapacityCoreNanoseconds, memoryCapacity: row.nodeCapacityByteSeconds,
            labels: number(of: row.labels), sent: row.networkTransmitBytes)
    }
}

extension ContainerDays {
    /// A row as a source of telemetry makes it.
    mutating func add(_ row: ContainerHour) {
        add(
            hour: row.hour,
            names: [row.cluster, row.node, row.namespace, row.pod, row.container].map { number(of: $0) },
            cpu: max(row.cpuUsageCoreNanoseconds, row.cpuRequestCoreNanoseconds),
            memory: max(row.memoryUsageByteSeconds, row.memoryRequestByteSeconds), gpu: row.gpuRequestNanoseconds)
    }
}

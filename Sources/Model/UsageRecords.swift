package import Kernel

/// One pod on one node during one hour, as telemetry saw it.
package struct PodHour: Sendable, Hashable {
    package var hour: Instant
    package var cluster: String
    package var node: String
    /// The machine's id as the bill spells its end: `i-0f93b62c58e1d0207`.
    package var nodeResourceID: String
    package var namespace: String
    package var pod: String
    package var cpuUsageCoreNanoseconds: Int64
    package var cpuRequestCoreNanoseconds: Int64
    package var memoryUsageByteSeconds: Int64
    package var memoryRequestByteSeconds: Int64
    package var nodeCapacityCoreNanoseconds: Int64
    package var nodeCapacityByteSeconds: Int64

    package init(
        hour: Instant, cluster: String, node: String, nodeResourceID: String, namespace: String, pod: String,
        cpuUsageCoreNanoseconds: Int64, cpuRequestCoreNanoseconds: Int64, memoryUsageByteSeconds: Int64,
        memoryRequestByteSeconds: Int64, nodeCapacityCoreNanoseconds: Int64, nodeCapacityByteSeconds: Int64
    ) {
        self.hour = hour
        self.cluster = cluster
        self.node = node
        self.nodeResourceID = nodeResourceID
        self.namespace = namespace
        self.pod = pod
        self.cpuUsageCoreNanoseconds = cpuUsageCoreNanoseconds
        self.cpuRequestCoreNanoseconds = cpuRequestCoreNanoseconds
        self.memoryUsageByteSeconds = memoryUsageByteSeconds
        self.memoryRequestByteSeconds = memoryRequestByteSeconds
        self.nodeCapacityCoreNanoseconds = nodeCapacityCoreNanoseconds
        self.nodeCapacityByteSeconds = nodeCapacityByteSeconds
    }
}

/// One mounted volume during one hour.
package struct VolumeHour: Sendable, Hashable {
    package var hour: Instant
    package var cluster: String
    package var namespace: String
    package var pod: String
    package var node: String
    package var claim: String
    package var volume: String
    /// The disk's id as the bill spells its end: `vol-0b62e8d4fa1c52144`. Empty when the driver states none.
    package var handle: String
    package var capacityBytes: Int64

    package init(
        hour: Instant, cluster: String, namespace: String, pod: String, node: String, claim: String, volume: String,
        handle: String, capacityBytes: Int64
    ) {
        self.hour = hour
        self.cluster = cluster
        self.namespace = namespace
        self.pod = pod
        self.node = node
        self.claim = claim
        self.volume = volume
        self.handle = handle
        self.capacityBytes = capacityBytes
    }
}

/// The labels a node carried at some hour of a day.
package struct NodeLabels: Sendable, Hashable {
    package var day: CalendarDay
    package var cluster: String
    package var node: String
    /// As the operator writes them: `label_a:1|label_b:`.
    package var labels: String

    package init(day: CalendarDay, cluster: String, node: String, labels: String) {
        self.day = day
        self.cluster = cluster
        self.node = node
        self.labels = labels
    }
}

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
    /// As the operator writes them: `label_a:1|label_b:`.
    package var labels: String
    /// Empty where the source states none.
    package var uid: String
    /// Kind of the topmost controller in lower case: `deployment`, `cronjob`; `node` for a static pod, empty for a pod
    /// that nobody controls or of which nobody is known.
    package var controllerKind: String
    package var controller: String
    package var gpuRequestNanoseconds: Int64
    /// Seconds of the hour in which the pod was seen; 3600 where the source does not say.
    package var runSeconds: Int64
    /// Bytes of all of the pod's interfaces; 0 where the source does not say, or was not asked.
    package var networkReceiveBytes: Int64
    package var networkTransmitBytes: Int64

    package init(
        hour: Instant, cluster: String, node: String, nodeResourceID: String, namespace: String, pod: String,
        cpuUsageCoreNanoseconds: Int64, cpuRequestCoreNanoseconds: Int64, memoryUsageByteSeconds: Int64,
        memoryRequestByteSeconds: Int64, nodeCapacityCoreNanoseconds: Int64, nodeCapacityByteSeconds: Int64,
        labels: String = "", uid: String = "", controllerKind: String = "", controller: String = "",
        gpuRequestNanoseconds: Int64 = 0, runSeconds: Int64 = 3600, networkReceiveBytes: Int64 = 0,
        networkTransmitBytes: Int64 = 0
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
        self.labels = labels
        self.uid = uid
        self.controllerKind = controllerKind
        self.controller = controller
        self.gpuRequestNanoseconds = gpuRequestNanoseconds
        self.runSeconds = runSeconds
        self.networkReceiveBytes = networkReceiveBytes
        self.networkTransmitBytes = networkTransmitBytes
    }
}

/// One container of a pod during one hour, in the units of `PodHour`.
package struct ContainerHour: Sendable, Hashable {
    package var hour: Instant
    package var cluster: String
    package var node: String
    package var namespace: String
    package var pod: String
    package var container: String
    package var cpuUsageCoreNanoseconds: Int64
    package var cpuRequestCoreNanoseconds: Int64
    package var memoryUsageByteSeconds: Int64
    package var memoryRequestByteSeconds: Int64
    package var gpuRequestNanoseconds: Int64

    package init(
        hour: Instant, cluster: String, node: String, namespace: String, pod: String, container: String,
        cpuUsageCoreNanoseconds: Int64, cpuRequestCoreNanoseconds: Int64, memoryUsageByteSeconds: Int64,
        memoryRequestByteSeconds: Int64, gpuRequestNanoseconds: Int64
    ) {
        self.hour = hour
        self.cluster = cluster
        self.node = node
        self.namespace = namespace
        self.pod = pod
        self.container = container
        self.cpuUsageCoreNanoseconds = cpuUsageCoreNanoseconds
        self.cpuRequestCoreNanoseconds = cpuRequestCoreNanoseconds
        self.memoryUsageByteSeconds = memoryUsageByteSeconds
        self.memoryRequestByteSeconds = memoryRequestByteSeconds
        self.gpuRequestNanoseconds = gpuRequestNanoseconds
    }
}

/// What a node could give during one hour in which telemetry saw it.
package struct NodeHour: Sendable, Hashable {
    package var hour: Instant
    package var cluster: String
    package var node: String
    /// The machine's id as the bill spells its end.
    package var nodeResourceID: String
    package var capacityCoreNanoseconds: Int64
    package var capacityByteSeconds: Int64
    package var capacityGPUNanoseconds: Int64

    package init(
        hour: Instant, cluster: String, node: String, nodeResourceID: String, capacityCoreNanoseconds: Int64,
        capacityByteSeconds: Int64, capacityGPUNanoseconds: Int64
    ) {
        self.hour = hour
        self.cluster = cluster
        self.node = node
        self.nodeResourceID = nodeResourceID
        self.capacityCoreNanoseconds = capacityCoreNanoseconds
        self.capacityByteSeconds = capacityByteSeconds
        self.capacityGPUNanoseconds = capacityGPUNanoseconds
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

/// The labels a namespace carried at the last hour of a day in which it was seen.
package struct NamespaceLabels: Sendable, Hashable {
    package var day: CalendarDay
    package var cluster: String
    package var namespace: String
    /// As the operator writes them: `label_a:1|label_b:`.
    package var labels: String

    package init(day: CalendarDay, cluster: String, namespace: String, labels: String) {
        self.day = day
        self.cluster = cluster
        self.namespace = namespace
        self.labels = labels
    }
}

/// An address at which a load balancer of a cluster's service was reached on a day.
package struct LoadBalancer: Sendable, Hashable, Comparable {
    package var day: CalendarDay
    package var cluster: String
    package var namespace: String
    package var service: String
    /// A name of a host, or an IP address.
    package var address: String

    package init(day: CalendarDay, cluster: String, namespace: String, service: String, address: String) {
        self.day = day
        self.cluster = cluster
        self.namespace = namespace
        self.service = service
        self.address = address
    }

    package static func < (left: LoadBalancer, right: LoadBalancer) -> Bool {
        if left.day != right.day { return left.day < right.day }
        return (left.cluster, left.namespace, left.service, left.address)
            < (right.cluster, right.namespace, right.service, right.address)
    }
}

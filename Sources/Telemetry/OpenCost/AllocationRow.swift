import Kernel

/// One allocation of an answer or dump, as far as it is read.
struct AllocationRow {
    /// A number or text that no allocation can have.
    struct Unfit: Error { let message: String }

    /// Whom it is about.
    struct Subject: Hashable {
        var cluster = ""
        var node = ""
        var namespace = ""
        var pod = ""
        var container = ""
    }

    var name = ""
    var subject = Subject()
    var providerID = ""
    var controllerKind = ""
    var controller = ""
    var labels: [String: String] = [:]
    var namespaceLabels: [String: String] = [:]
    /// Services that balance their load, with namespace where OpenCost names it, and their addresses.
    var loadBalancers: [(service: String, address: String)] = []
    var start: Instant?
    var end: Instant?
    var figures = Figures()

    /// Averages over the time from `start` to `end`, in units of 10^-9; absent and null are 0.
    struct Figures: Hashable {
        var cpuRequest: Int128 = 0
        var cpuUsage: Int128 = 0
        var memoryRequest: Int128 = 0
        var memoryUsage: Int128 = 0
        /// Hours of devices, not an average.
        var gpuHours: Int128 = 0
        /// Bytes of the whole time, not averages.
        var networkReceive: Int128 = 0
        var networkTransmit: Int128 = 0

        mutating func add(_ other: Figures) {
            cpuRequest += other.cpuRequest
            cpuUsage += other.cpuUsage
            memoryRequest += other.memoryRequest
            memoryUsage += other.memoryUsage
            gpuHours += other.gpuHours
            networkReceive += other.networkReceive
            networkTransmit += other.networkTransmit
        }

        mutating func raise(to other: Figures) {
            cpuRequest = max(cpuRequest, other.cpuRequest)
            cpuUsage = max(cpuUsage, other.cpuUsage)
            memoryRequest = max(memoryRequest, other.memoryRequest)
            memoryUsage = max(memoryUsage, other.memoryUsage)
            gpuHours = max(gpuHours, other.gpuHours)
            networkReceive = max(networkReceive, other.networkReceive)
            networkTransmit = max(networkTransmit, other.networkTransmit)
        }
    }

    /// The mark of a row that is nobody's: `__idle__`, `__unmounted__`. OpenCost writes it in place of a name.
    var mark: String? {
        if let mark = name.split(separator: "/").first(where: { $0.hasPrefix("__") && $0.hasSuffix("__") }) {
            return String(mark)
        }
        // Claims that no pod mounts stand under a pod made for them.
        return subject.pod == "\(subject.namespace)-unmounted-pvcs" ? "__unmounted__" : nil
    }
}

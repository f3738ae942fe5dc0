import Kernel

/// The containers of a pod on a node and day, in the order of their names.
struct PodContainers {
    private(set) var names: [String] = []
    /// Of each container, by resource.
    private var hours: [[HourlyMaximum]] = []

    mutating func merge(_ name: String, _ more: [HourlyMaximum]) {
        let place = names.firstIndex { $0 >= name } ?? names.count
        guard place < names.count, names[place] == name else {
            names.insert(name, at: place)
            hours.insert(more, at: place)
            return
        }
        for resource in more.indices { _ = hours[place][resource].merge(more[resource]) }
    }

    /// Use of the first resource in an hour, or on the day: what no container explains first, then the containers.
    func use(hour: Int?) -> [UInt128] { [0] + used(0, hour) }

    /// What parts the pod's cost of an hour, or of the day: what no container explains first, then the containers.
    ///
    /// - Parameter parts: which part of the pod's cost each resource bears; nil where there is only one.
    func weights(hour: Int?, parts: [UInt128]?) -> [UInt128] {
        guard let parts else { return use(hour: hour) }
        // A resource of which no container used anything leaves its part to what stands first.
        return Split.combined(parts.enumerated().map { (part: $1, weights: [0] + used($0, hour)) })
    }

    private func used(_ resource: Int, _ hour: Int?) -> [UInt128] {
        hours.map { container in hour.map { container[resource].value(hour: $0) } ?? container[resource].sum }
    }
}

/// What pods used and asked for during hours, in core-nanoseconds and byte-seconds.
package struct ResourceUse: Sendable, Hashable {
    package var cpuUsage: UInt128 = 0
    package var cpuRequest: UInt128 = 0
    package var memoryUsage: UInt128 = 0
    package var memoryRequest: UInt128 = 0

    static func + (left: ResourceUse, right: ResourceUse) -> ResourceUse {
        ResourceUse(
            cpuUsage: left.cpuUsage + right.cpuUsage, cpuRequest: left.cpuRequest + right.cpuRequest,
            memoryUsage: left.memoryUsage + right.memoryUsage, memoryRequest: left.memoryRequest + right.memoryRequest)
    }
}

/// The resources whose cost an allocation has split.
package enum ResourceBasis: String, Sendable { case cpu, memory, blend }

/// Usage by request, as OpenCost defines it: 1 is all that was asked for, more is more.
struct Efficiency: Equatable {
    /// In units of 10^-places, rounded half to even.
    let cpu: Int128
    let memory: Int128
    /// Both, weighted by what they cost; nil where an allocation does not say what each of them costs.
    let total: Int128?

    /// - Parameters:
    ///   - isFree: what costs nothing wastes nothing, asked for or not.
    ///   - places: at most 6, so that no sum of hours is too large.
    init(_ use: ResourceUse, isFree: Bool, basis: ResourceBasis, places: Int) {
        precondition((0...6).contains(places), "an efficiency has at most six decimals")
        let one = (0..<places).reduce(UInt128(1)) { power, _ in power * 10 }
        func ratio(_ usage: UInt128, _ request: UInt128) -> Int128 {
            guard request > 0 else { return usage == 0 || isFree ? 0 : Int128(one) }
            let (quotient, rest) = (usage * one).quotientAndRemainder(dividingBy: request)
            let roundsUp = rest > request - rest || (rest == request - rest && !quotient.isMultiple(of: 2))
            return Int128(roundsUp ? quotient + 1 : quotient)
        }
        cpu = ratio(use.cpuUsage, use.cpuRequest)
        memory = ratio(use.memoryUsage, use.memoryRequest)
        // Where one resource bears all cost, the other weighs nothing.
        switch basis {
        case .cpu: total = isFree ? 0 : cpu
        case .memory: total = isFree ? 0 : memory
        case .blend: total = nil
        }
    }
}

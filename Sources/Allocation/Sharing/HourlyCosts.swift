import Kernel
import Model

/// What a piece of a charge costs in each hour of its day. The hours sum to the piece.
struct HourlyCosts: Sendable, Hashable {
    static let hoursOfDay = 24

    private(set) var hours = Array(repeating: CostVector.zero, count: hoursOfDay)

    init() {}

    /// Adds a cost that goes over some hours: by the weights, one an hour, or evenly where they say nothing.
    mutating func add(
        _ costs: CostVector, over span: Range<Int>, weights: (Int) -> UInt128 = { _ in 1 }
    ) throws(AmountOverflow) {
        let stated = span.map(weights)
        guard let parts = costs.split(by: stated) ?? costs.split(by: span.map { _ in 1 }) else { return }
        for (hour, part) in zip(span, parts) { try hours[hour].add(part) }
    }

    mutating func add(_ other: HourlyCosts) throws(AmountOverflow) {
        for hour in hours.indices { try hours[hour].add(other.hours[hour]) }
    }

    /// Of a piece that is the whole charge: by the hours that its rows cover, evenly within each row; all of the day
    /// where the bill says no more.
    static func whole(_ charge: Charge) throws(AmountOverflow) -> HourlyCosts {
        guard !charge.spans.isEmpty else { return try even(charge.measures.costs) }
        var costs = HourlyCosts()
        for span in charge.spans { try costs.add(span.measures.costs, over: span.hours) }
        return costs
    }

    static func even(_ costs: CostVector) throws(AmountOverflow) -> HourlyCosts {
        var hourly = HourlyCosts()
        try hourly.add(costs, over: 0..<hoursOfDay)
        return hourly
    }
}

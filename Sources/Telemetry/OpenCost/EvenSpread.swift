import Kernel

/// Spreads what is known of a stretch of time over the hours that it touches, evenly, and to the last unit.
struct EvenSpread {
    /// The hours with the microseconds of each that belong to the stretch.
    let hours: [(hour: HourNumber, microseconds: Int64)]
    let microseconds: Int64

    init(from start: Instant, to end: Instant) {
        var hours: [(HourNumber, Int64)] = []
        var position = start
        while position < end {
            let hour = position.hourNumber
            let next = min(end, Instant(hourNumber: hour + 1))
            hours.append((hour, next.microseconds - position.microseconds))
            position = next
        }
        self.hours = hours
        microseconds = end.microseconds - start.microseconds
    }

    /// The parts of `total`, which sum to it: what rounding takes from one hour it gives to the next.
    func parts(of total: Int128) -> [Int128] {
        var given: Int128 = 0
        var passed: Int128 = 0
        return hours.map { _, part in
            passed += Int128(part)
            let target = total * passed / Int128(microseconds)
            defer { given = target }
            return target - given
        }
    }
}

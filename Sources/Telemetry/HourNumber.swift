import Kernel

/// Hours counted from 1970-01-01T00:00Z.
typealias HourNumber = Int32

extension Instant {
    private static let microsecondsPerHour: Int64 = 3_600_000_000

    /// The hour that holds this instant.
    var hourNumber: HourNumber {
        let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: Instant.microsecondsPerHour)
        return HourNumber(remainder < 0 ? quotient - 1 : quotient)
    }

    init(hourNumber: HourNumber) {
        self.init(microseconds: Int64(hourNumber) * Instant.microsecondsPerHour)
    }
}

package import Kernel

/// A reading of a wall clock, to the second, without its zone.
package struct LocalTime: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Seconds since 1970-01-01T00:00:00 on that clock.
    package let seconds: Int64

    package init(seconds: Int64) { self.seconds = seconds }

    package init(_ day: CalendarDay, secondOfDay: Int) {
        seconds = Int64(day.daysSinceEpoch) * 86_400 + Int64(secondOfDay)
    }

    package var day: CalendarDay { CalendarDay(daysSinceEpoch: Int32(seconds.floorDivided(by: 86_400))) }
    package var secondOfDay: Int { Int(seconds - Int64(day.daysSinceEpoch) * 86_400) }

    package static func < (left: LocalTime, right: LocalTime) -> Bool { left.seconds < right.seconds }

    /// `2026-03-29T02:30:00`.
    package var description: String { "\(day)T\(clock)" }

    /// `02:30:00`.
    package var clock: String {
        let second = secondOfDay
        return "\(twoDigits(second / 3600)):\(twoDigits(second / 60 % 60)):\(twoDigits(second % 60))"
    }

    /// `02:30`, with seconds only where there are some.
    package var shortClock: String { secondOfDay % 60 == 0 ? String(clock.dropLast(3)) : clock }
}

func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }

extension Int64 {
    func floorDivided(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

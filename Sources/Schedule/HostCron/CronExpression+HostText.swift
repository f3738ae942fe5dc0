import Kernel

/// Expressions in the grammar of Debian's cron.
extension CronExpression {
    /// An expression that this program has put together.
    static func made(_ text: String) -> CronExpression {
        do { return try CronExpression(text) } catch {
            preconditionFailure("'\(text)' was made from an expression and is none: \(error)")
        }
    }

    /// Five fields. What that grammar cannot say of days becomes all days on which they may fall; seconds are left out.
    var hostText: String {
        fields.filter { $0.kind != .second }.map { $0.items.map(\.hostText).joined(separator: ",") }
            .joined(separator: " ")
    }

    /// The three day fields of an expression that admits at least the days that lie so many days beside its own.
    func dayFields(shiftedBy shifts: Set<Int>) -> String {
        let fields = [self[.dayOfMonth], self[.month], self[.dayOfWeek]]
        // As they are written: a star that is lost would change the day rule.
        if shifts == [0] { return fields.map(\.text).joined(separator: " ") }
        var texts = fields.map { $0.hostText(shiftedBy: shifts) }
        // Where either day field is enough and one admits every day, both say so: one star alone asks for both fields.
        if !needsBothDayFields, texts[0] == "*" || texts[2] == "*" { (texts[0], texts[2]) = ("*", "*") }
        return texts.joined(separator: " ")
    }
}

extension CronItem {
    fileprivate var hostText: String {
        switch meaning {
        case .values(let first, let last, let step):
            if text.hasPrefix("*") { return step == 1 ? "*" : "*/\(step)" }
            if first == last || step > last - first { return "\(first)" }
            return step == 1 ? "\(first)-\(last)" : "\(first)-\(last)/\(step)"
        case .lastDay: return "28-31"
        case .lastWorkday: return "26-31"
        // The nearest workday is two days away where the month's first or last day is at a weekend.
        case .nearestWorkday(let day): return "\(max(1, day - 2))-\(min(31, day + 2))"
        case .lastOfWeekday(let weekday), .nthOfWeekday(let weekday, _): return "\(weekday)"
        }
    }
}

extension CronField {
    fileprivate func hostText(shiftedBy shifts: Set<Int>) -> String {
        // The star stays, so that the day rule stays what it is.
        if isEverything || kind.isDay && startsWithStar { return "*" }
        var found: Set<Int> = []
        for value in values { for shift in shifts { found.formUnion(shifted(value, by: shift)) } }
        return CronText.list(found, of: kind.all)
    }

    private func shifted(_ value: Int, by shift: Int) -> Set<Int> {
        switch kind {
        case .dayOfWeek: return [(value + shift + 7) % 7]
        // A day or two lead at most into the next month, or the one before.
        case .month: return [value, (value - 1 + shift.signum() + 12) % 12 + 1]
        default:
            // In months of each length: the day's own, or the one before it.
            return Set(
                (28...31).filter { value <= $0 }.map { length in
                    let day = value + shift
                    return day < 1 ? day + length : day > length ? day - length : day
                })
        }
    }
}

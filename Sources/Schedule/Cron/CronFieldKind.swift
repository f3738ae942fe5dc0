/// One of the fields of a cron expression.
package enum CronFieldKind: Int, Sendable, CaseIterable {
    case second, minute, hour, dayOfMonth, month, dayOfWeek

    /// As messages name it.
    package var name: String {
        switch self {
        case .second: "second"
        case .minute: "minute"
        case .hour: "hour"
        case .dayOfMonth: "day of month"
        case .month: "month"
        case .dayOfWeek: "day of week"
        }
    }

    /// What may be written. Sunday is 0 and 7.
    var range: ClosedRange<Int> {
        switch self {
        case .second, .minute: 0...59
        case .hour: 0...23
        case .dayOfMonth: 1...31
        case .month: 1...12
        case .dayOfWeek: 0...7
        }
    }

    /// What `*` stands for: as `range`, with Sunday once.
    var all: ClosedRange<Int> { self == .dayOfWeek ? 0...6 : range }

    /// Names that stand for numbers, from the first number on, as they are printed.
    var valueNames: [String] {
        switch self {
        case .month: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        case .dayOfWeek: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        default: []
        }
    }

    func number(named text: some StringProtocol) -> Int? {
        guard let index = valueNames.firstIndex(where: { $0.lowercased() == text.lowercased() }) else { return nil }
        return range.lowerBound + index
    }

    /// The value as people read it: `Mon`, `Feb`, `17`.
    package func shown(_ value: Int) -> String {
        valueNames.isEmpty ? String(value) : valueNames[(value - range.lowerBound) % valueNames.count]
    }

    var isDay: Bool { self == .dayOfMonth || self == .dayOfWeek }
}

/// What one field of a cron expression says.
package struct CronField: Sendable, Hashable {
    package let kind: CronFieldKind
    /// As written, for example `*/15`.
    package let text: String
    /// Bytes before it in the expression.
    let offset: Int
    package let items: [CronItem]

    /// Debian's cron looks at the first character only: `*/2` counts as a star, `1-31` does not.
    package var startsWithStar: Bool { text.hasPrefix("*") }

    /// The numbers that stand for themselves, as bits; Sunday is bit 0.
    let bits: UInt64

    init(_ kind: CronFieldKind, text: String, offset: Int, items: [CronItem]) {
        self.kind = kind
        self.text = text
        self.offset = offset
        self.items = items
        var bits: UInt64 = 0
        for item in items {
            guard case .values(let first, let last, let step) = item.meaning else { continue }
            for value in stride(from: first, through: last, by: step) {
                bits |= 1 << UInt64(kind == .dayOfWeek ? value % 7 : value)
            }
        }
        self.bits = bits
    }

    /// A field that admits one number, for expressions that do not write it.
    init(_ kind: CronFieldKind, only value: Int) {
        let item = CronItem(text: String(value), offset: 0, meaning: .values(value, value, 1))
        self.init(kind, text: String(value), offset: 0, items: [item])
    }

    var isEverything: Bool { kind.all.allSatisfy { bits & 1 << UInt64($0) != 0 } }

    /// The smallest admitted number that is not below `value`.
    func next(from value: Int) -> Int? {
        guard value < 64 else { return nil }
        let rest = bits & (UInt64.max << UInt64(value))
        return rest == 0 ? nil : rest.trailingZeroBitCount
    }

    /// The smallest admitted number; a field that admits none is refused when it is read.
    var smallest: Int { bits.trailingZeroBitCount }

    /// The plain numbers in order.
    package var values: [Int] { kind.all.filter { bits & 1 << UInt64($0) != 0 } }
}

/// One element of a field's list.
package struct CronItem: Sendable, Hashable {
    package enum Meaning: Sendable, Hashable {
        /// First, last, step.
        case values(Int, Int, Int)
        /// `L`: the month's last day.
        case lastDay
        /// `LW`: the last day from Monday to Friday.
        case lastWorkday
        /// `15W`: the day from Monday to Friday nearest to the 15th, within the month.
        case nearestWorkday(Int)
        /// `5L`: the last Friday.
        case lastOfWeekday(Int)
        /// `1#2`: the second Monday.
        case nthOfWeekday(Int, Int)
    }

    package let text: String
    /// Bytes before it in the expression.
    let offset: Int
    package let meaning: Meaning
}

/// Expressions in plain words.
extension CronExpression {
    /// What each field that is written says, in their order.
    package var explanation: [(field: String, text: String, meaning: String)] {
        fields.filter { hasSeconds || $0.kind != .second }.map { field in
            (field.kind.name, field.text, field.isEverything ? "every \(field.kind.noun)" : field.words)
        }
    }

    /// Which of the two day rules applies, and why.
    package var dayRule: String {
        let (everything, restricted) = (
            dayFields.filter { $0.isEverything }, dayFields.filter { !$0.isEverything }
        )
        if restricted.isEmpty { return "every day: neither day field restricts it" }
        if !needsBothDayFields {
            guard let whole = everything.first else {
                return "either: both day fields are restricted and none starts with *, so that one of them is enough"
            }
            return "every day: \(whole.kind.name) \(whole.text) holds every day, and one day field is enough where "
                + "none starts with *"
        }
        if let whole = everything.first {
            let lesser = restricted[0].kind.name
            return "\(lesser) alone: \(whole.kind.name) \(whole.text) holds every day, and both must hold"
        }
        return "both: a day field that starts with *, also with a step, counts as a star, so that both must hold"
    }

    /// What happens when clocks are put forward or back, and why.
    package var clockRule: String {
        hasWildcardTime
            ? "minute or hour starts with *: slots follow the clock; what is skipped is left out, what comes twice is due twice"
            : "a fixed time: skipped by the clocks, it is due right after the gap; shown twice, it is due the first time"
    }
}

extension CronFieldKind {
    var noun: String {
        switch self {
        case .dayOfMonth: "day of the month"
        case .dayOfWeek: "day of the week"
        default: name
        }
    }
}

extension CronField {
    /// `0, 15, 30, 45`, `Mon-Fri`, `the last day`.
    package var words: String {
        var words: [String] = []
        var values = values[...]
        while let first = values.first {
            var last = first
            while values.dropFirst().first == last + 1 {
                values = values.dropFirst()
                last += 1
            }
            values = values.dropFirst()
            switch last - first {
            case 0: words.append(kind.shown(first))
            case 1: words += [kind.shown(first), kind.shown(last)]
            default: words.append("\(kind.shown(first))-\(kind.shown(last))")
            }
        }
        return (words + items.compactMap { specialWords($0) }).joined(separator: ", ")
    }

    private func specialWords(_ item: CronItem) -> String? {
        switch item.meaning {
        case .values: nil
        case .lastDay: "the last day"
        case .lastWorkday: "the last day from Mon to Fri"
        case .nearestWorkday(let day): "the day from Mon to Fri nearest to day \(day)"
        case .lastOfWeekday(let weekday): "the last \(kind.shown(weekday)) of the month"
        case .nthOfWeekday(let weekday, let nth): "\(kind.shown(weekday)) number \(nth) of the month"
        }
    }
}

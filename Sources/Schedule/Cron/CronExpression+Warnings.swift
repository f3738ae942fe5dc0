package import Kernel

/// What is allowed and probably not meant.
extension CronExpression {
    /// - Parameter start: the place of the expression's first character.
    package func warnings(at start: Place? = nil) -> [Diagnostic] {
        guard expanded == nil else { return [] }
        let source = CronSource(text: text, start: start)
        return dayFieldWarnings(source) + missingDayWarnings(source) + unevenStepWarnings(source)
            + everyMinuteWarnings(source)
    }

    private func dayFieldWarnings(_ source: CronSource) -> [Diagnostic] {
        let (byNumber, byWeekday) = (self[.dayOfMonth], self[.dayOfWeek])
        if !needsBothDayFields {
            // Two fields that hold every day, however written, mean what they look like.
            if dayFields.allSatisfy({ $0.isEverything }) { return [] }
            if let whole = dayFields.first(where: { $0.isEverything }) {
                return [
                    source.warning(
                        ScheduleCode.eitherDay,
                        "it is due every day: \(whole.kind.name) \(whole.text) holds every day and counts as no star, so "
                            + "that either day field is enough", at: whole.offset,
                        hint: "write * for \(whole.kind.name) to leave the days to the other field")
                ]
            }
            return [
                source.warning(
                    ScheduleCode.eitherDay,
                    "it is due on day of month \(byNumber.words) and also on day of week \(byWeekday.words): either is enough",
                    at: byNumber.offset,
                    hint: "for one of them write * in the other field; for the first business day use businessDay, for "
                        + "the first Monday 1#1")
            ]
        }
        let stepped = dayFields.filter { $0.startsWithStar && !$0.isEverything }
        let other = dayFields.filter { !$0.isEverything }
        guard let star = stepped.first, other.count == 2 else { return [] }
        return [
            source.warning(
                ScheduleCode.bothDays,
                "\(star.kind.name) \(QuotedText.of(star.text)) counts as a star, so that both day fields must hold",
                at: star.offset, hint: "other programs read it as either; days written as a list are clear")
        ]
    }

    /// Items all of whose days some selected month does not have.
    private func missingDayWarnings(_ source: CronSource) -> [Diagnostic] {
        // Where a day of week is enough and all of them are meant, no day is missing.
        guard !self[.dayOfMonth].startsWithStar, needsBothDayFields || !self[.dayOfWeek].isEverything else { return [] }
        return self[.dayOfMonth].items.compactMap { item in
            let day: Int
            switch item.meaning {
            case .values(let first, _, _): day = first
            case .nearestWorkday(let nearest): day = nearest
            default: return nil
            }
            let months = self[.month].values
            let missing = months.filter { CalendarDay.length(ofMonth: $0, year: 2001) < day }
            guard !missing.isEmpty else { return nil }
            let names = missing.map { CronFieldKind.month.shown($0) }.joined(separator: ", ")
            let isLeap = day == 29
            let which = "day \(day) is not in \(names)\(isLeap ? " of most years" : "")"
            return source.warning(
                ScheduleCode.missingDay, "\(which): nothing is due there", at: item.offset,
                hint: "the last day of every month is L")
        }
    }

    private func unevenStepWarnings(_ source: CronSource) -> [Diagnostic] {
        [self[.second], self[.minute], self[.hour], self[.month]].flatMap { field in
            field.items.compactMap { item in
                guard item.text.hasPrefix("*"), case .values(let first, let last, let step) = item.meaning else {
                    return nil
                }
                let size = last - first + 1
                guard size % step != 0 else { return nil }
                let values = stride(from: first, through: last, by: step).map { $0 }
                let shown =
                    values.count > 6
                    ? "\(values.prefix(3).map { "\($0)" }.joined(separator: ", ")), ..., \(values[values.count - 1])"
                    : values.map { "\($0)" }.joined(separator: ", ")
                return source.warning(
                    ScheduleCode.unevenStep,
                    "\(field.kind.name) \(QuotedText.of(item.text)) means \(shown): the last interval is shorter",
                    at: item.offset, hint: "a step that divides \(size) has equal intervals")
            }
        }
    }

    private func everyMinuteWarnings(_ source: CronSource) -> [Diagnostic] {
        func warn(_ fine: CronFieldKind, _ coarse: CronFieldKind) -> Diagnostic? {
            guard self[fine].text == "*", !self[coarse].startsWithStar else { return nil }
            return source.warning(
                ScheduleCode.everyMinute,
                "it is due every \(fine.name) of \(coarse.name) \(self[coarse].words)", at: self[fine].offset,
                hint: "write 0 for \(fine.name) to have it due once")
        }
        return [hasSeconds ? warn(.second, .minute) : nil, warn(.minute, .hour)].compactMap { $0 }
    }
}

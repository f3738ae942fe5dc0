import Kernel

/// Reads one field of a cron expression.
struct CronFieldReader {
    let kind: CronFieldKind
    /// The expression the field stands in.
    let source: CronSource

    /// Nil when something was found to be wrong.
    func read(_ text: Substring, into findings: inout DiagnosticCollector) -> CronField? {
        var items: [CronItem] = []
        var isGood = true
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            do {
                items.append(
                    CronItem(text: String(part), offset: source.offset(of: part), meaning: try meaning(of: part)))
            } catch {
                findings.add(contentsOf: error.diagnostics)
                isGood = false
            }
        }
        guard isGood else { return nil }
        return CronField(kind, text: String(text), offset: source.offset(of: text), items: items)
    }

    private func meaning(of item: Substring) throws(Failure) -> CronItem.Meaning {
        let parts = item.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2 else {
            throw source.error(
                ScheduleCode.badStep, "\(kind.name) \(QuotedText.of(String(item))) has more than one '/'", at: item)
        }
        let step = parts.count == 2 ? try self.step(parts[1], of: item) : nil
        if let special = try special(parts[0]) {
            guard step == nil else {
                throw source.error(
                    ScheduleCode.badStep, "\(kind.name) \(QuotedText.of(String(item))) is one day and takes no step",
                    at: item)
            }
            return special
        }
        if parts[0] == "*" { return .values(kind.all.lowerBound, kind.all.upperBound, step ?? 1) }
        let ends = parts[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let first = try value(ends[0])
        guard ends.count == 2 else { return .values(first, step == nil ? first : kind.range.upperBound, step ?? 1) }
        let last = try value(ends[1])
        guard first <= last else {
            throw source.error(
                ScheduleCode.backwardRange, "\(kind.name) range \(QuotedText.of(String(parts[0]))) runs backward",
                at: item, hint: forwardHint(first, last))
        }
        return .values(first, last, step ?? 1)
    }

    private func forwardHint(_ first: Int, _ last: Int) -> String {
        if kind == .dayOfWeek, last == 0 { return "Sunday is 7 at the end of a range: write \(first)-7" }
        let (low, high) = (kind.all.lowerBound, kind.all.upperBound)
        let head = last == low ? "\(low)" : "\(low)-\(last)"
        let tail = first >= high ? "\(first)" : "\(first)-\(high)"
        return "write it as two ranges: \(head),\(tail)"
    }

    private func step(_ text: Substring, of item: Substring) throws(Failure) -> Int {
        guard let step = number(text) else {
            throw source.error(
                ScheduleCode.badStep, "the step of \(kind.name) \(QuotedText.of(String(item))) is not a number",
                at: text.isEmpty ? item : text)
        }
        let limit = kind.range.upperBound
        guard (1...limit).contains(step) else {
            throw source.error(
                ScheduleCode.badStep, "step \(QuotedText.number(String(text))) of \(kind.name) is outside 1-\(limit)",
                at: text)
        }
        return step
    }

    private func value(_ text: Substring) throws(Failure) -> Int {
        if let named = kind.number(named: text) { return named }
        guard let number = number(text) else { throw notAValue(text) }
        guard kind.range.contains(number) else {
            throw source.error(
                ScheduleCode.outsideRange,
                "\(kind.name) \(QuotedText.number(String(text))) is outside "
                    + "\(kind.range.lowerBound)-\(kind.range.upperBound)", at: text)
        }
        return number
    }

    private func notAValue(_ text: Substring) -> Failure {
        guard !text.isEmpty else {
            return source.error(
                ScheduleCode.notAValue, "a value of \(kind.name) is missing", at: text,
                hint: "a list is written as 1,2,3 and a range as 1-3")
        }
        let names = kind.valueNames.map { $0.uppercased() }
        var hint = "expected a number from \(kind.range.lowerBound) to \(kind.range.upperBound)"
        if !names.isEmpty { hint += " or a name such as \(names[1])" }
        if text == "?" { hint = "write * for any day" }
        if text.contains("*") { hint = "* stands alone or before a step, as in */5" }
        if let near = NearestName.of(String(text), among: names) { hint = "did you mean \(near)?" }
        return source.error(
            ScheduleCode.notAValue, "\(QuotedText.of(String(text))) is no value of \(kind.name)", at: text, hint: hint)
    }

    /// Digits only; nil for anything else. Numbers too long for any field read as the largest.
    private func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return text.utf8.count > 6 ? .max : Int(text)
    }
}

extension CronFieldReader {
    /// `L`, `LW`, `15W`, `5L`, `1#2`; nil when the text has none of these forms.
    private func special(_ text: Substring) throws(Failure) -> CronItem.Meaning? {
        let upper = text.uppercased()
        if upper == "L" || upper == "LW" {
            guard kind == .dayOfMonth else {
                let hint =
                    kind == .dayOfWeek && upper == "L"
                    ? "the last Friday of a month is 5L" : "it belongs into day of month"
                throw misplaced(text, hint: hint)
            }
            return upper == "L" ? .lastDay : .lastWorkday
        }
        if let hash = text.firstIndex(of: "#") {
            guard kind == .dayOfWeek else { throw misplaced(text, hint: "it belongs into day of week") }
            let day = try value(text[..<hash])
            let rest = text[text.index(after: hash)...]
            guard let nth = number(rest), (1...5).contains(nth) else {
                throw source.error(
                    ScheduleCode.outsideRange,
                    "\(QuotedText.of(String(text))) names no week of a month; '#' takes 1-5", at: text,
                    hint: "the last one of a month is \(day % 7)L")
            }
            return .nthOfWeekday(day % 7, nth)
        }
        if upper.hasSuffix("W"), number(text.dropLast()) != nil {
            guard kind == .dayOfMonth else { throw misplaced(text, hint: "it belongs into day of month") }
            return .nearestWorkday(try value(text.dropLast()))
        }
        let head = text.dropLast()
        if upper.hasSuffix("L"), number(head) != nil || kind.number(named: head) != nil {
            guard kind == .dayOfWeek else {
                throw misplaced(text, hint: "the month's last day is L, its last Friday 5L in day of week")
            }
            return .lastOfWeekday(try value(head) % 7)
        }
        return nil
    }

    private func misplaced(_ text: Substring, hint: String) -> Failure {
        source.error(
            ScheduleCode.misplaced, "\(QuotedText.of(String(text))) has no meaning in \(kind.name)", at: text,
            hint: hint)
    }
}

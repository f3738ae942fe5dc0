import Kernel

extension ShapeValidator {
    mutating func check(_ text: String, _ rule: StringRule, at place: Place, _ label: String) {
        switch rule {
        case .text(let length):
            let count = text.unicodeScalars.count
            if !length.contains(count) {
                add(
                    .wrongCount, "\(label) has \(counted(count, "character")), expected \(allowed(length))", at: place)
            } else if text.utf8.contains(0) {
                add(.breaksRule, "\(label) holds the character U+0000", at: place, hint: "take \\u0000 out")
            }
        case .oneOf(let values): checkEnumeration(text, values.map(\.value), at: place, label)
        case .named(let rule):
            if !rule.accepts(text) {
                let subject = rule.quotesValue ? "\(label) \(QuotedText.of(text))" : label
                add(
                    .breaksRule, "\(subject) is not \(rule.name)", at: place,
                    hint: "expected \(rule.description)")
            }
        }
    }

    private mutating func checkEnumeration(_ text: String, _ allowed: [String], at place: Place, _ label: String) {
        guard !allowed.contains(where: { $0.isExactly(text) }) else { return }
        let meant = NearestName.of(text, among: allowed).map { "did you mean \(QuotedText.of($0))? " } ?? ""
        add(
            .notAllowed, "\(label) \(QuotedText.of(text)) is not one of the allowed values", at: place,
            hint: "\(meant)allowed: \(QuotedText.list(allowed))")
    }

    mutating func checkInteger(_ text: String, _ range: ClosedRange<Int>, at place: Place, _ label: String) {
        do {
            let value = try DecimalText.parse(text, scale: 0)
            if let value = Int(exactly: value), range.contains(value) { return }
            addOutside(text, place, label, allowed: allowed(range))
        } catch .tooManyDecimals {
            add(.wrongType, "expected an integer for \(label), found \(QuotedText.number(text))", at: place)
        } catch {
            addOutside(text, place, label, allowed: allowed(range))
        }
    }

    mutating func checkDecimal(_ text: String, _ rule: DecimalRule, at place: Place, _ label: String) {
        let range = "\(rule.range.lowerBound) to \(rule.range.upperBound)"
        do {
            if rule.range.contains(try Quantity(text)) {
                _ = try DecimalText.parse(text, scale: rule.decimals)
            } else {
                addOutside(text, place, label, allowed: range)
            }
        } catch .tooManyDecimals {
            addTooManyDecimals(text, rule, at: place, label)
        } catch {
            addOutside(text, place, label, allowed: range)
        }
    }

    private mutating func addTooManyDecimals(_ text: String, _ rule: DecimalRule, at place: Place, _ label: String) {
        let limit =
            rule.decimals == 0 ? "decimals, expected a whole number" : "more than \(counted(rule.decimals, "decimal"))"
        add(.tooManyDecimals, "\(label) \(QuotedText.number(text)) has \(limit)", at: place)
    }

    private mutating func addOutside(_ text: String, _ place: Place, _ label: String, allowed: String) {
        add(.outsideRange, "\(label) \(QuotedText.number(text)) is outside \(allowed)", at: place)
    }

    /// `0-10`, `-5 to 5`, `1 and above`, `3`.
    func allowed(_ range: ClosedRange<Int>) -> String {
        switch (range.lowerBound, range.upperBound) {
        case (.min, .max): "the range of 64-bit integers"
        case (let lower, .max): "\(lower) and above"
        case (.min, let upper): "\(upper) and below"
        case (let lower, let upper) where lower == upper: "\(lower)"
        case (let lower, let upper): lower < 0 ? "\(lower) to \(upper)" : "\(lower)-\(upper)"
        }
    }

    func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}

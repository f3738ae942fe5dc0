import Kernel

/// What a string may say.
package enum StringRule: Sendable {
    /// Any text; the length counts Unicode scalars. U+0000 is refused: paths, C libraries and PostgreSQL cannot hold it.
    case text(length: ClosedRange<Int>)
    case oneOf([EnumeratedText])
    case named(NamedText)
}

/// One value of an enumeration and what it means.
package struct EnumeratedText: Sendable {
    package let value: String
    package let summary: String

    package init(_ value: String, _ summary: String = "") {
        self.value = value
        self.summary = summary
    }
}

/// Text that obeys a rule with a name, such as identifiers, months or paths.
package struct NamedText: Sendable {
    /// With its article: `an identifier`.
    package let name: String
    /// What is allowed: the hint of the message.
    package let description: String
    /// An ECMA-262 regular expression for the JSON Schema. It may accept more than `accepts`, never less.
    package let pattern: String
    /// False where a wrong value may be a secret, written where a reference to it belongs: messages then leave it out.
    package let quotesValue: Bool
    package let accepts: @Sendable (String) -> Bool

    /// Without its article: `identifier`.
    var noun: String { name.split(separator: " ", maxSplits: 1).last.map { String($0) } ?? name }

    package init(
        _ name: String, _ description: String, pattern: String, quotesValue: Bool = true,
        accepts: @escaping @Sendable (String) -> Bool
    ) {
        self.name = name
        self.description = description
        self.pattern = pattern
        self.quotesValue = quotesValue
        self.accepts = accepts
    }
}

extension NamedText {
    package static let identifier = NamedText(
        "an identifier", IdentifierRule.description, pattern: "^[a-z0-9][a-z0-9_-]{0,62}$",
        accepts: IdentifierRule.accepts)

    package static let month = NamedText(
        "a month", "a year and a month such as 2026-04", pattern: "^[0-9]{4}-(0[1-9]|1[0-2])$"
    ) { $0.utf8.count == 7 && Month($0) != nil }

    package static let day = NamedText(
        "a day", "a date such as 2026-04-30 that exists in the calendar",
        pattern: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
    ) { text in
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2],
            text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
        else { return false }
        let numbers = parts.compactMap { Int(String($0) ?? "") }
        return numbers.count == 3 && CalendarDay(year: numbers[0], month: numbers[1], day: numbers[2]) != nil
    }

    /// 4096 is PATH_MAX of Linux.
    package static let path = NamedText(
        "a path", "1 to 4096 bytes without control characters", pattern: "^[^\\u0000-\\u001f\\u007f]{1,4096}$"
    ) { text in
        (1...4096).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    package static let currency = NamedText(
        "a currency", "an ISO 4217 code such as USD", pattern: "^[A-Z]{3}$"
    ) { Currency($0) != nil }
}

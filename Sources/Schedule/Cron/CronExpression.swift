package import Kernel

/// When something is due, in the language of crontab(5) as Debian's cron reads it, with seconds and days such as `L`.
///
/// docs/schedules.md has the dialect.
package struct CronExpression: Sendable, Hashable {
    /// As written.
    package let text: String
    /// The five fields it stands for where `text` is a shorthand such as `@daily`.
    package let expanded: String?
    package let hasSeconds: Bool
    /// All six, in the order of `CronFieldKind`.
    package let fields: [CronField]

    /// Longer than any expression a person writes; keeps messages and work small.
    static let maximumBytes = 256

    /// - Parameter start: the place of the expression's first character, for findings.
    /// - Throws: exit 78 with all that is wrong with it, also that it would never fire.
    package init(_ text: String, at start: Place? = nil) throws(Failure) {
        self.text = text
        let written = CronSource(text: text, start: start)
        guard text.utf8.count <= CronExpression.maximumBytes else {
            throw Failure(
                .configuration, ScheduleCode.fieldCount,
                "a cron expression of \(text.utf8.count) bytes is longer than the limit of "
                    + "\(CronExpression.maximumBytes)", at: start)
        }
        expanded = try CronExpression.expansion(of: text, written)
        // A shorthand is good, so that no finding ever points into what it stands for.
        let source = expanded.map { CronSource(text: $0, start: start) } ?? written
        let parts = source.text.split { $0 == " " || $0 == "\t" }
        try CronExpression.checkCount(parts, source)
        hasSeconds = parts.count == 6
        var findings = DiagnosticCollector()
        var fields: [CronField] = hasSeconds ? [] : [CronField(.second, only: 0)]
        for (part, kind) in zip(parts, CronFieldKind.allCases.suffix(parts.count)) {
            let reader = CronFieldReader(kind: kind, source: source)
            if let field = reader.read(part, into: &findings) { fields.append(field) }
        }
        try findings.throwIfErrors(.configuration)
        self.fields = fields
        guard canFire else {
            throw source.error(
                ScheduleCode.neverFires, "no day of any year fits day of month, month and day of week",
                at: parts[parts.count - 3], hint: neverFiringHint)
        }
    }

    package subscript(_ kind: CronFieldKind) -> CronField { fields[kind.rawValue] }

    /// True where Debian's cron takes a job for one "with wildcards", which follows the new time at once when clocks
    /// change: the minute or the hour starts with `*`.
    package var hasWildcardTime: Bool { self[.minute].startsWithStar || self[.hour].startsWithStar }

    private static let shorthands: KeyValuePairs = [
        "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
        "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
    ]

    private static func expansion(of text: String, _ source: CronSource) throws(Failure) -> String? {
        guard text.hasPrefix("@") else { return nil }
        if let known = shorthands.first(where: { $0.key == text }) { return known.value }
        let names = shorthands.map(\.key)
        let near = NearestName.of(text, among: names).map { "did you mean \($0)?" }
        let reboot = "a job has slots in time, not in the life of a machine; a start is an event for systemd or cron"
        throw source.error(
            ScheduleCode.unknownShorthand, "there is no shorthand \(QuotedText.of(text))", at: text[...],
            hint: text.lowercased() == "@reboot" ? reboot : near ?? "known: \(names.joined(separator: ", "))")
    }

    private static func checkCount(_ parts: [Substring], _ source: CronSource) throws(Failure) {
        let order = "minute, hour, day of month, month, day of week"
        guard !parts.isEmpty else {
            throw source.error(
                ScheduleCode.fieldCount, "the cron expression is empty", at: source.text[...],
                hint: "write five fields: \(order)")
        }
        guard parts.count != 5, parts.count != 6 else { return }
        let isTooFew = parts.count < 5
        throw source.error(
            ScheduleCode.fieldCount,
            "a cron expression has five fields, or six with seconds in front; found \(parts.count)",
            at: isTooFew ? source.text[...] : parts[6],
            hint: isTooFew ? "the fields are \(order)" : "a year cannot be given")
    }

    private var neverFiringHint: String {
        "for the last day of every month write L as day of month"
    }
}

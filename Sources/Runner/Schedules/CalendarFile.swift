package import Documents
package import Kernel
package import Schedule

/// A file of `Config/calendars`: the holidays of one place.
package enum CalendarFile {
    /// What `Config/calendars/<name>.json` holds.
    package static let shape = ObjectShape.document(
        "calendar", "the days on which nobody works somewhere",
        [
            .required("calendar", .string(.named(.calendar)), "name; the file is Config/calendars/<name>.json"),
            .optional("summary", .text(), "whose holidays they are"),
            .required("source", .text(), "where the days come from, and under which terms"),
            .required(
                "weekend", .array(of: .oneOf(Weekday.allCases.map(\.name)), count: 0...6, unique: .value),
                "days of the week on which nobody works"),
            .required(
                "covers",
                .object(
                    ObjectShape(
                        "covered years", "the years whose holidays are all in the file",
                        [
                            .required("from", .integer(1970...9998), "the first year"),
                            .required("to", .integer(1970...9998), "the last year"),
                        ])), "the years for which the calendar may be asked"),
            .required("holidays", .array(of: .object(holiday), count: 0...10_000), "in order of their days"),
        ])

    private static let holiday = ObjectShape(
        "holiday", "a day off",
        [
            .required("date", .day, "its day"), .required("name", .text(), "what it is called"),
            .optional(
                "estimated", .boolean, default: false,
                "true while the day is a forecast; schedules that it decides are warned of"),
            .optional("source", .text(), "where this day comes from, if not from where the others do"),
        ])

    /// Reads and checks a calendar.
    ///
    /// - Parameter place: where its name is used, for the message when there is none.
    /// - Throws: exit 78 with everything that is wrong with it.
    package static func read(_ name: String, project: Project, at place: Place?) throws(Failure) -> HolidayCalendar {
        let shown = "Config/calendars/\(name).json"
        let path = "\(project.root)/\(shown)"
        guard FileSystem.exists(path) else {
            let known = try FileSystem.names(in: "\(project.root)/Config/calendars").filter { $0.hasSuffix(".json") }
                .map { String($0.dropLast(5)) }
            throw Failure(
                .configuration, RunnerCode.unknownCalendar, "there is no calendar '\(name)'", at: place,
                hint: known.isEmpty ? "add \(shown)" : "known calendars: \(known.joined(separator: ", "))")
        }
        return try calendar(JSONText.parse(try FileSystem.read(path), file: shown, as: shape), named: name, file: shown)
    }

    private static func calendar(
        _ node: JSONNode, named name: String, file: String
    ) throws(Failure) -> HolidayCalendar {
        var findings = DiagnosticCollector()
        func add(_ message: String, _ place: Place?, hint: String? = nil) {
            findings.add(.error(RunnerCode.badCalendar, message, at: place, hint: hint))
        }
        let stated = try node.option("calendar", \.string)
        if stated != name {
            add(
                "the file of calendar '\(name)' says it is '\(stated)'", node["calendar"]?.place,
                hint: "write \"calendar\": \"\(name)\", or rename the file")
        }
        let covers = try node.option("covers", \.members).first?.value.place
        let first = try node.option("covers") { $0["from"]?.int }
        let last = try node.option("covers") { $0["to"]?.int }
        if last < first { add("the covered years end before they begin", covers) }
        let years = first...max(first, last)
        var holidays: [Holiday] = []
        for element in try node.option("holidays", \.array) {
            let holiday = Holiday(
                day: try element.option("date") { $0.string.flatMap { CalendarDay($0) } },
                name: try element.option("name", \.string), isEstimated: try element.option("estimated", \.bool))
            if !years.contains(holiday.day.civil.year) {
                add("\(holiday.day) lies outside the covered years", element.place, hint: "correct it, or \"covers\"")
            }
            if let before = holidays.last, before.day > holiday.day {
                add("\(holiday.day) comes after \(before.day)", element.place, hint: "put holidays in order of days")
            }
            if holidays.last?.day == holiday.day, holidays.last?.name == holiday.name {
                add("\(holiday.name) on \(holiday.day) is listed twice", element.place)
            }
            holidays.append(holiday)
        }
        try findings.throwIfErrors(.configuration)
        let weekend = try node.option("weekend", \.array).compactMap { day in
            Weekday.allCases.first { $0.name == day.string }
        }
        return HolidayCalendar(name: name, file: file, weekend: Set(weekend), years: years, holidays: holidays)
    }
}

extension NamedText {
    static let calendar = NamedText(
        "a calendar", "2 to 32 capital letters, digits and '-', such as NG or GB-ENG",
        pattern: "^[A-Z][A-Z0-9-]{1,31}$"
    ) { text in
        (2...32).contains(text.utf8.count) && (0x41...0x5A).contains(text.utf8.first ?? 0)
            && text.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }

    static let timeOfDay = NamedText(
        "a time of day", "hours and minutes such as 06:00", pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$"
    ) { secondOfDay($0) != nil }

    /// Seconds after midnight of `06:00`; nil for any other form.
    static func secondOfDay(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
        let digits = [0, 1, 3, 4].map { Int(bytes[$0]) - 0x30 }
        guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
        let (hour, minute) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
        return hour < 24 && minute < 60 ? hour * 3600 + minute * 60 : nil
    }
}

extension CalendarDay {
    /// Reads `2026-04-30`, which the shape has checked.
    init?(_ text: String) {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3 else { return nil }
        self.init(year: parts[0], month: parts[1], day: parts[2])
    }
}

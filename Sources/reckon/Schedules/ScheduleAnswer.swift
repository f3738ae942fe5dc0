import Documents
import Kernel
import Reports
import Runner
import Schedule

/// What there is to say about a schedule.
struct ScheduleAnswer {
    private let schedule: JobSchedule
    private let name: String
    private let isJob: Bool
    private let from: Instant
    private let slots: [Slot]
    private let nights: [ChangedNight]
    /// Why fewer slots are known than were asked for.
    private let ends: [Diagnostic]

    init(_ question: ScheduleQuestion) throws {
        (schedule, name) = try question.schedule()
        isJob = question.job != nil
        from = question.from ?? WallClock.system.now()
        var slots: [Slot] = []
        var ends: [Diagnostic] = []
        while slots.count < question.count, ends.isEmpty {
            do {
                guard let slot = try schedule.next(after: slots.last?.instant ?? from) else { break }
                slots.append(slot)
            } catch {
                // What is known before a calendar ends is worth more than the error alone.
                guard !slots.isEmpty else { throw error }
                ends = error.asWarnings
            }
        }
        (self.slots, self.ends) = (slots, ends)
        nights = schedule.nightsOfAYear(after: from)
    }

    /// What is allowed and may surprise, the schedule's own first.
    var findings: [Diagnostic] {
        var seen: Set<Diagnostic> = []
        return (schedule.warnings + slots.flatMap(\.findings) + ends).filter { seen.insert($0).inserted }
    }

    var title: String { isJob ? "\(name): \(schedule.words)" : schedule.words }

    var slotTable: TextTable {
        var table = TextTable(
            [.whole("local time"), .whole("UTC")] + (isJob ? [.whole("period")] : []) + [.text("note")])
        for slot in slots {
            var cells = [slot.localDescription, slot.instant.description]
            if isJob { cells.append(schedule.period(of: slot).description) }
            table.add(cells + [note(slot)])
        }
        return table
    }

    private func note(_ slot: Slot) -> String {
        slot.isMoved ? "moved: \(slot.planned.shortClock) does not exist that night" : ""
    }

    var explanationTable: TextTable {
        switch schedule.kind {
        case .cron(let cron):
            var table = TextTable([.whole("field"), .whole("written"), .text("means")])
            for row in cron.expression.explanation { table.add([row.field, row.text, row.meaning]) }
            return table
        case .businessDay(let days):
            var table = TextTable([.whole("calendar"), .whole("covers"), .text("weekend")])
            for calendar in days.calendars {
                let weekend = Weekday.allCases.filter(calendar.weekend.contains).map(\.name)
                table.add([
                    calendar.name, "\(calendar.years.lowerBound)-\(calendar.years.upperBound)",
                    weekend.joined(separator: ", "),
                ])
            }
            return table
        }
    }

    var rules: [String] {
        guard case .cron(let cron) = schedule.kind else { return [] }
        return ["days: \(cron.expression.dayRule)", "clock changes: \(cron.expression.clockRule)"]
    }

    var nightLines: [String] {
        guard case .cron = schedule.kind else { return [] }
        if nights.isEmpty { return ["no change of the clocks concerns a slot in the coming year"] }
        return ["nights of the coming year on which clocks change:"]
            + nights.map(\.line)
    }

    var json: [JSONOut.Member] {
        let list = slots.map { slot in
            JSONOut.object([
                .init("key", .string(slot.key)), .init("instant", .string(slot.instant.description)),
                .init("local", .string(slot.localDescription)), .init("planned", .string(slot.planned.description)),
                .init("moved", .bool(slot.isMoved)),
                .init("period", isJob ? .string(schedule.period(of: slot).description) : .null),
                .init("warnings", .strings(slot.findings.map(\.message))),
            ])
        }
        return [
            .init("schedule", .string(name)), .init("zone", .string(schedule.zone.name)),
            .init("from", .string(from.description)), .init("slots", .array(list)),
            .init("warnings", .strings((schedule.warnings + ends).map(\.description))),
        ]
    }

    var explanationJSON: [JSONOut.Member] {
        let nights = self.nights.map { night in
            JSONOut.object([
                .init("instant", .string(night.change.instant.description)),
                .init("effect", .string(night.effect.rawValue)), .init("reading", .string(night.reading.description)),
                .init("readings", .integer(night.readings)), .init("text", .string(night.text)),
            ])
        }
        var members: [JSONOut.Member] = [.init("title", .string(title)), .init("nights", .array(nights))]
        if case .cron(let cron) = schedule.kind {
            let fields = cron.expression.explanation.map { row -> JSONOut in
                ["field": .string(row.field), "text": .string(row.text), "meaning": .string(row.meaning)]
            }
            members += [
                .init("fields", .array(fields)), .init("dayRule", .string(cron.expression.dayRule)),
                .init("clockRule", .string(cron.expression.clockRule)),
            ]
        }
        return members
    }
}

extension JobSchedule {
    /// Changes of the clocks that concern a slot, for a year.
    func nightsOfAYear(after start: Instant) -> [ChangedNight] {
        changedNights(after: start, through: start.advanced(bySeconds: 366 * 86_400))
    }
}

extension ChangedNight {
    var line: String { "  \(change.after.day) \(effect.rawValue): \(text)" }
}

package import Documents
package import Kernel
package import Schedule

/// When a job is due, and what becomes of slots that were missed.
package struct JobSchedule: Sendable {
    package enum Kind: Sendable {
        case cron(CronSchedule)
        case businessDay(BusinessDaySchedule)
    }

    package let kind: Kind
    /// What is allowed and probably not meant.
    package let warnings: [Diagnostic]

    package init(_ kind: Kind, warnings: [Diagnostic] = []) {
        self.kind = kind
        self.warnings = warnings
    }

    package var zone: Zone {
        switch kind {
        case .cron(let schedule): schedule.zone
        case .businessDay(let schedule): schedule.zone
        }
    }

    /// The newest slots later than `start` and not later than `end` whose keys are not known, in order.
    ///
    /// - Throws: exit 78 when a calendar does not cover a year.
    package func slots(
        after start: Instant, through end: Instant, newest count: Int, except known: Set<String>
    ) throws(Failure) -> [Slot] {
        switch kind {
        case .cron(let schedule):
            schedule.newest(count, after: start, through: end).filter { !known.contains($0.key) }
        case .businessDay(let schedule):
            Array(try schedule.slots(after: start, through: end, except: known).suffix(count))
        }
    }

    /// The latest slot not later than `instant`.
    ///
    /// - Throws: exit 78 when a calendar does not cover the year.
    package func latest(through instant: Instant) throws(Failure) -> Slot? {
        switch kind {
        case .cron(let schedule): schedule.newest(1, after: nil, through: instant).first
        case .businessDay(let schedule): try schedule.latest(through: instant)
        }
    }

    /// - Throws: exit 78 when a calendar does not cover the year.
    package func next(after instant: Instant) throws(Failure) -> Slot? {
        switch kind {
        case .cron(let schedule): schedule.next(after: instant)
        case .businessDay(let schedule): try schedule.next(after: instant)
        }
    }

    /// The month that a slot's run works on. For cron the month of the day before, on the job's wall clock: a run after
    /// midnight works on the day that has just ended. For business days the month before the slot's own.
    package func period(of slot: Slot) -> Month {
        let month = Month(containing: slot.planned.day)
        switch kind {
        case .cron: return Month(containing: slot.planned.day.advanced(by: -1))
        case .businessDay: return Month(containing: month.firstDay.advanced(by: -1))
        }
    }

    /// Nights later than `start` and not later than `end` on which a change of the clocks concerns a slot.
    package func changedNights(after start: Instant, through end: Instant) -> [ChangedNight] {
        switch kind {
        case .cron(let schedule): schedule.changedNights(after: start, through: end)
        case .businessDay: []
        }
    }
}

extension JobSchedule {
    /// What stands under `schedule` of a job.
    package static let shape = ObjectShape(
        "schedule", "when the job is due: either \"cron\" or \"businessDay\"",
        [
            .optional(
                "cron", .text(length: 1...256),
                "five fields of crontab(5), or six with seconds in front; docs/schedules.md has the dialect"),
            .optional(
                "zone", .text(length: 1...100), "IANA time zone of \"cron\", such as Africa/Lagos; left out, UTC"),
            .optional("businessDay", .object(businessDayShape), "once a month, on a business day"),
        ])

    private static let businessDayShape = ObjectShape(
        "business day", "a business day of each month",
        [
            .required(
                "nth", .integer(-BusinessDaySchedule.largestNth...BusinessDaySchedule.largestNth),
                "1 is the first business day of a month, -1 the last"),
            .required(
                "calendars", .array(of: .string(.named(.calendar)), count: 1...8, unique: .value),
                "names of files in Config/calendars; a business day is one in all of them"),
            .required("zone", .text(length: 1...100), "IANA time zone, such as Africa/Lagos"),
            .required("at", .string(.named(.timeOfDay)), "time of day on the zone's wall clock, such as 06:00"),
        ])

    /// Reads what `shape` has checked.
    ///
    /// - Throws: exit 78 with all that is wrong.
    init(_ node: JSONNode, project: Project) throws(Failure) {
        switch (node["cron"], node["businessDay"]) {
        case (let cron?, nil): try self.init(cron: cron, zone: node["zone"], project.zones)
        case (nil, let businessDay?):
            if let zone = node.member("zone") {
                throw Failure(
                    .configuration, RunnerCode.badSchedule, "\"zone\" beside \"businessDay\" has no meaning",
                    at: zone.keyPlace, hint: "the zone stands in \"businessDay\"")
            }
            try self.init(businessDay: businessDay, project)
        default:
            throw Failure(
                .configuration, RunnerCode.badSchedule, "a schedule has either \"cron\" or \"businessDay\"",
                at: node.place, hint: "write one of the two")
        }
    }

    private init(cron: JSONNode, zone: JSONNode?, _ zones: ZoneFolder) throws(Failure) {
        // The text begins after the quote; an escape in it would count as the one character it stands for.
        var start = cron.place
        start.column = start.column.map { $0 + 1 }
        var findings = DiagnosticCollector()
        var found: (expression: CronExpression?, zone: Zone?)
        do { found.expression = try CronExpression(cron.string ?? "", at: start) } catch {
            findings.add(contentsOf: error.diagnostics)
        }
        do { found.zone = try zones.zone(zone?.string ?? "UTC", at: zone?.place) } catch {
            findings.add(contentsOf: error.diagnostics)
        }
        guard let expression = found.expression, let zone = found.zone else {
            throw Failure(.configuration, findings.all)
        }
        self.init(.cron(CronSchedule(expression, in: zone)), warnings: expression.warnings(at: start))
    }

    private init(businessDay node: JSONNode, _ project: Project) throws(Failure) {
        var findings = DiagnosticCollector()
        let nth = try node.option("nth", \.int)
        if nth == 0 {
            findings.add(
                .error(
                    RunnerCode.badSchedule, "there is no business day number 0", at: node["nth"]?.place,
                    hint: "1 is the first of a month, -1 the last"))
        }
        var calendars: [HolidayCalendar] = []
        for element in try node.option("calendars", \.array) {
            do {
                calendars.append(try CalendarFile.read(element.string ?? "", project: project, at: element.place))
            } catch { findings.add(contentsOf: error.diagnostics) }
        }
        var zone = Zone.utc
        do { zone = try project.zones.zone(node.option("zone", \.string), at: node["zone"]?.place) } catch {
            findings.add(contentsOf: error.diagnostics)
        }
        let secondOfDay = try node.option("at") { $0.string.flatMap { NamedText.secondOfDay($0) } }
        try findings.throwIfErrors(.configuration)
        self.init(
            .businessDay(BusinessDaySchedule(nth: nth, calendars: calendars, zone: zone, secondOfDay: secondOfDay)))
    }
}

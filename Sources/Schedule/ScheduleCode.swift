package import Kernel

/// The codes of findings about schedules, zones and calendars.
package enum ScheduleCode {
    static let fieldCount = DiagnosticCode("C", 101)
    static let unknownShorthand = DiagnosticCode("C", 102)
    static let notAValue = DiagnosticCode("C", 103)
    static let outsideRange = DiagnosticCode("C", 104)
    static let backwardRange = DiagnosticCode("C", 105)
    static let badStep = DiagnosticCode("C", 106)
    static let misplaced = DiagnosticCode("C", 107)
    static let neverFires = DiagnosticCode("C", 108)

    static let eitherDay = DiagnosticCode("C", 121)
    static let bothDays = DiagnosticCode("C", 122)
    static let missingDay = DiagnosticCode("C", 123)
    static let unevenStep = DiagnosticCode("C", 124)
    static let everyMinute = DiagnosticCode("C", 125)

    static let badZoneName = DiagnosticCode("C", 201)
    static let unknownZone = DiagnosticCode("C", 202)
    static let damagedZone = DiagnosticCode("C", 203)
    static let namelessHostZone = DiagnosticCode("C", 204)
    static let twoHostZones = DiagnosticCode("C", 205)

    static let uncoveredYear = DiagnosticCode("C", 301)
    static let tooFewDays = DiagnosticCode("C", 302)
    static let estimatedHoliday = DiagnosticCode("C", 321)

    package static let explanations: [CodeExplanation] = expressions + warnings + zones + calendars

    private static let expressions: [CodeExplanation] = [
        .init(
            fieldCount, "a cron expression has not five fields, nor six with seconds in front",
            advice: "write minute, hour, day of month, month, day of week"),
        .init(unknownShorthand, "a cron expression begins with @ and is no known shorthand"),
        .init(notAValue, "a field of a cron expression has something that is no number, range or name"),
        .init(outsideRange, "a number of a cron expression lies outside the range of its field"),
        .init(
            backwardRange, "a range of a cron expression ends before it begins; Debian's cron takes it and never fires",
            advice: "write two ranges"),
        .init(badStep, "a step of a cron expression is zero, too large or no number"),
        .init(misplaced, "L, W or # stands in a field where it has no meaning"),
        .init(neverFires, "no day that ever comes fits a cron expression"),
    ]

    private static let warnings: [CodeExplanation] = [
        .init(
            eitherDay, "neither day of month nor day of week starts with *, so that either of them is enough",
            advice: "use `businessDay`, or a form such as 1#1 for the first Monday"),
        .init(
            bothDays,
            "a day field with a step that begins with * counts as a star, so that both day fields must hold; "
                + "other programs read it differently", advice: "write the days as a list"),
        .init(missingDay, "a day of the month is not in every month that is meant", advice: "L is the last day"),
        .init(unevenStep, "a step does not divide its range, so that the last interval is shorter"),
        .init(everyMinute, "a job is due every minute, or second, of an hour", advice: "write 0 in front of the hour"),
    ]

    private static let zones: [CodeExplanation] = [
        .init(badZoneName, "the text cannot be the name of a time zone"),
        .init(
            unknownZone, "this machine's zone database has no such zone",
            advice: "install tzdata; names are those of the IANA database"),
        .init(damagedZone, "a file of the zone database cannot be used", advice: "install tzdata anew"),
        .init(
            namelessHostZone, "it does not show which time zone the host's cron has",
            advice: "say it with --host-zone"),
        .init(
            twoHostZones, "the environment and the machine name two time zones, and cron may have either",
            advice: "say which with --host-zone"),
    ]

    private static let calendars: [CodeExplanation] = [
        .init(
            uncoveredYear, "a calendar says nothing about a year whose business days are wanted",
            advice: "add the year's holidays to the calendar, and the year to what it covers"),
        .init(tooFewDays, "a month has fewer business days than a schedule counts"),
        .init(
            estimatedHoliday, "a holiday whose day is not yet announced decides when a job is due",
            advice: "correct the calendar when the day is announced; a month is never run twice"),
    ]
}

package import Documents
import Kernel
import Runner

extension NightDigest {
    /// So many lines of each part are told, to programs too: people read no more of them in a message, and receivers take
    /// messages of a moderate size.
    private static let lineLimit = 50

    /// One line: what a person wants to know first.
    package var subject: String {
        let failed = work.count { $0.ending == .failed || $0.ending == .died }
        let ran = work.count == 1 ? "1 period ran" : "\(work.count) periods ran"
        let person =
            switch needsPerson.count {
            case 0: "nothing needs a person"
            case 1: "1 thing needs a person"
            default: "\(needsPerson.count) things need a person"
            }
        return "reckon: night of \(night.day): \(ran)\(failed > 0 ? ", \(failed) failed" : ""); \(person)"
    }

    /// The whole, for people.
    package var text: String {
        let parts = [
            part("Needs a person", needsPerson), part("Ran", work.map(\.line)), part("Did not run", notRun.map(\.line)),
            part("Money, effective cost", money.map(\.line)),
        ]
        let head = "\(words), this one from \(night.from) to \(night.to)"
        let cut = isCut ? ["Only the newest \(Ledger.nightLimit) runs of a tenant are told of."] : []
        let told = parts.compactMap { $0 }
        return ([head] + (told.isEmpty ? ["Nothing ran and nothing was due."] : told) + cut).joined(separator: "\n\n")
    }

    private func part(_ title: String, _ lines: [String]) -> String? {
        guard !lines.isEmpty else { return nil }
        let more = lines.count - NightDigest.lineLimit
        let shown = lines.prefix(NightDigest.lineLimit) + (more > 0 ? ["and \(more) more"] : [])
        return "\(title)\n" + shown.map { "  \($0)" }.joined(separator: "\n")
    }

    /// The same night of the same tenants has the same identity, however often and wherever it is asked for.
    package var identity: RunUUID { RunUUID(name: "digest/\(night.to)/\(tenants.map(\.text).joined(separator: ","))") }

    /// The same for programs.
    package var json: JSONOut {
        .object([
            .init("text", .string("\(subject)\n\(text)")), .init("event", .string("night.digest")),
            .init("id", .string(identity.description)), .init("night", .string(night.day.description)),
            .init("from", .string(night.from.description)), .init("to", .string(night.to.description)),
            .init("needsPerson", .strings(Array(needsPerson.prefix(NightDigest.lineLimit)))),
            .init("ran", .array(work.prefix(NightDigest.lineLimit).map(\.json))),
            .init("notRun", .array(notRun.prefix(NightDigest.lineLimit).map(\.json))),
            .init("money", .array(money.prefix(NightDigest.lineLimit).map(\.json))),
        ])
    }
}

extension NightDigest.Work {
    fileprivate var line: String {
        let count = counts.reduce(0) { $0 + $1.count }
        let ends =
            count == 1
            ? ending.rawValue
            : "\(count) runs, \(counts.map { "\($0.count) \($0.ending.rawValue)" }.joined(separator: ", "))"
        let seconds = ending == .succeeded || ending == .failed ? " in \(latest.seconds) s" : ""
        // What became of the stages of a run that went on is news of the next night.
        let stages = ending == .atWork ? "" : latest.stageCounts
        return "\(job) of \(tenant) for \(period): \(ends)\(count == 1 ? seconds : "")"
            + "\(stages.isEmpty ? "" : "; \(count == 1 ? "" : "at last ")\(stages)"); run \(latest.run)"
    }

    fileprivate var json: JSONOut {
        .object([
            .init("tenant", .string(tenant.text)), .init("job", .string(job.text)),
            .init("period", .string(period.description)), .init("ending", .string(ending.rawValue)),
            .init("runs", .object(counts.map { .init($0.ending.rawValue, .integer($0.count)) })),
            .init("latest", .string(latest.run.text)),
            .init("exit", ending == .atWork ? .null : latest.exitStatus.map { .integer(Int($0)) } ?? .null),
        ])
    }
}

extension NightDigest.NotRun {
    fileprivate var line: String { "\(job) of \(tenant), slot \(slot): \(reason)" }

    fileprivate var json: JSONOut {
        .object([
            .init("tenant", .string(tenant.text)), .init("job", .string(job.text)), .init("slot", .string(slot)),
            .init("reason", .string(reason)),
        ])
    }
}

extension NightDigest.Money {
    fileprivate var line: String {
        let name = "\(job) of \(tenant) for \(period), \(stage)"
        guard let allocated else { return "\(name): bill \(bill) \(currency)" }
        let isWhole = allocated == bill
        return
            "\(name): \(bill) \(currency) of the bill, \(isWhole ? "all of it" : "\(allocated)") in the allocation's lines"
    }

    fileprivate var json: JSONOut {
        .object([
            .init("tenant", .string(tenant.text)), .init("job", .string(job.text)),
            .init("period", .string(period.description)), .init("stage", .string(stage.text)),
            .init("currency", .string(currency)), .init("bill", .string(bill.description)),
            .init("allocated", .optional(allocated?.description)),
        ])
    }
}

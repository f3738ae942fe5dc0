import ArgumentParser
import Database
import Documents
import Kernel
import Runner
import Schedule
import Watching

struct DigestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest",
        abstract: "Sum up a night: what ran, failed and did not run, how money came out, what needs a person.")

    @Option(
        help: "The day on which the night ends, such as 2026-05-01. Default: the latest night that has ended.",
        transform: CommandArgument.day)
    var night: CalendarDay?

    @Flag(help: "Send what has not been sent to those whom Config/reckon.json names, instead of printing a night.")
    var send = false

    @Flag(help: "With --send: print nothing when all was sent.")
    var quiet = false

    @Option(help: "How to print: text or json.")
    var format = OutputFormat.text

    @OptionGroup var options: ProjectOptions

    func validate() throws {
        if quiet, !send { throw ValidationError("--quiet goes with --send") }
        if send, night != nil || format != .text {
            throw ValidationError("--send sends the nights that were not sent; leave out --night and --format")
        }
    }

    func run() throws {
        try Terminal.reporting {
            let project = try options.project()
            if send { return try NightMessenger(project: project, isQuiet: quiet).send() }
            let nights = try project.watch.nights ?? Nights(endingAt: 8 * 3600, in: .utc)
            let now = WallClock.system.now()
            let asked = night
            guard let night = asked.map({ nights.night(endingOn: $0) }) ?? nights.latest(1, endedBy: now).last else {
                throw Failure(
                    .usage, CommandCode.openNight,
                    "no night\(asked.map { " ends on \($0)" } ?? " has ended") (\(nights.words))",
                    hint: "leave out --night for the latest that has")
            }
            guard night.to <= now else {
                throw Failure(
                    .usage, CommandCode.openNight, "that night has not ended (\(nights.words))",
                    hint: "leave out --night for the latest that has")
            }
            try Store.with(home: project.home) { store in
                let digest = try NightMessenger.digest(night, of: nights, project, store.database)
                switch format {
                case .text: Terminal.print("\(digest.subject)\n\n\(digest.text)")
                case .json: Terminal.print(String(decoding: PrettyJSON.line(digest.json), as: UTF8.self))
                }
            }
        }
    }
}

/// Sends digests, for `digest --send` and `cron tick`.
struct NightMessenger {
    let project: Project
    let isQuiet: Bool

    func send() throws {
        try Store.with(home: project.home) { store in
            let delivery = try DigestDelivery(
                project, database: store.database, machine: .thisMachine(seed: .random(in: .min ... .max)),
                host: ThisHost.current.name)
            let outcome = try delivery.send { night in
                guard let nights = project.watch.nights else { preconditionFailure("the delivery asks for them") }
                return try NightMessenger.digest(night, of: nights, project, store.database)
            }
            switch outcome {
            case .busy: if !isQuiet { Terminal.print("another process is sending") }
            case .sent(let sent) where sent.isEmpty: if !isQuiet { Terminal.print("all nights were sent") }
            case .sent(let sent):
                if !isQuiet { for (way, day) in sent { Terminal.print("night of \(day): sent by \(way)") } }
            }
        }
    }

    static func digest(
        _ night: Nights.Night, of nights: Nights, _ project: Project, _ database: Database
    ) throws -> NightDigest {
        let jobs = try project.jobs().map { name in
            (name, Result { () throws(Failure) in try JobFile(name, project: project, catalog: Catalog.stages) })
        }
        return try NightDigest(night, of: nights, project: project, ledger: Ledger(database), jobs: jobs)
    }
}

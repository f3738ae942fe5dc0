import Database
import Documents
package import Kernel
import Model
package import Runner

/// What became of a night: what ran, what failed, what did not run and why, how money came out, what needs a person. Names,
/// counts, codes and sums; no message, path or host.
package struct NightDigest: Sendable {
    /// The runs of a job for a period.
    struct Work: Sendable {
        let tenant: TenantID
        let job: JobID
        let period: Month
        /// How many runs ended in which way, in the order of `Ending`.
        let counts: [(ending: Ending, count: Int)]
        let latest: RunSummary
        let ending: Ending
    }

    enum Ending: String, Sendable, CaseIterable {
        case succeeded, failed, stopped, died
        case atWork = "at work"
    }

    struct Money: Sendable {
        let tenant: TenantID
        let job: JobID
        let period: Month
        let stage: StageID
        let currency: String
        /// Effective cost.
        let bill: Amount
        /// What the lines of the bridge come to; nil for a bill that this stage does not allocate.
        let allocated: Amount?
    }

    struct NotRun: Sendable {
        let tenant: TenantID
        let job: JobID
        let slot: String
        let reason: String
    }

    package let night: Nights.Night
    let words: String
    private(set) var work: [Work] = []
    private(set) var notRun: [NotRun] = []
    private(set) var money: [Money] = []
    /// A sentence each.
    private(set) var needsPerson: [String] = []
    let tenants: [TenantID]
    /// Whether there were more runs than are told of.
    private(set) var isCut = false

    /// - Parameters:
    ///   - jobs: all of the project, or why they are refused.
    package init(
        _ night: Nights.Night, of nights: Nights, project: Project, ledger: Ledger,
        jobs: [(name: JobID, job: Result<JobFile, Failure>)]
    ) throws {
        self.night = night
        words = nights.words
        tenants = try project.tenants()
        var good: [JobFile] = []
        for (name, job) in jobs {
            switch job {
            case .success(let job): good.append(job)
            case .failure(let failure):
                let code = failure.diagnostics.first.map { " (\($0.code))" } ?? ""
                needsPerson.append("the file of job \(name) is refused\(code): `reckon validate \(name)`")
            }
        }
        for tenant in tenants {
            let runs = try ledger.runs(tenant, from: night.from, to: night.to, lease: project.lease)
            if runs.count == Ledger.nightLimit { isCut = true }
            try add(runs, tenant, project, ledger)
            try addSlots(tenant, ledger, good.filter { $0.tenant == tenant })
        }
    }

    // MARK: Runs

    private mutating func add(_ runs: [RunSummary], _ tenant: TenantID, _ project: Project, _ ledger: Ledger) throws {
        struct Key: Hashable, Comparable {
            let job: JobID
            let period: Month
            static func < (left: Key, right: Key) -> Bool { (left.job, left.period) < (right.job, right.period) }
        }
        let groups = Dictionary(grouping: runs) { Key(job: $0.job, period: $0.period) }
        for (key, runs) in groups.sorted(by: { $0.key < $1.key }) {
            guard let latest = runs.first else { continue }
            let endings = runs.map { ending(of: $0) }
            let work = Work(
                tenant: tenant, job: key.job, period: key.period,
                counts: Ending.allCases.map { ending in (ending, endings.count { $0 == ending }) }
                    .filter { $0.count > 0 },
                latest: latest, ending: endings[0])
            self.work.append(work)
            if let lack = NightDigest.lack(work) { needsPerson.append(lack) }
            guard endings.contains(.succeeded) else { continue }
            let partition = Partition(tenant: tenant, job: key.job, period: key.period)
            let (money, needs) = (self.money, needsPerson)
            do {
                try addMoney(try ledger.published(partition, home: project.home), work)
            } catch let error as DatabaseError {
                throw error
            } catch {
                // One that cannot be read keeps no other from being told.
                (self.money, needsPerson) = (money, needs)
                let code = (error as? any ReckonError)?.diagnostics.first.map { " (\($0.code))" } ?? ""
                needsPerson.append(
                    "what \(key.job) of \(tenant) has published for \(key.period) cannot be read\(code): "
                        + "`reckon run \(key.job) --period \(key.period) --force`")
            }
        }
    }

    /// As it was when the night ended: a run that went on is at work, whatever became of it.
    private func ending(of run: RunSummary) -> Ending {
        if run.state == .abandoned { return .died }
        guard let ended = run.endedAt, ended < night.to else { return .atWork }
        return switch run.state {
        case .succeeded: .succeeded
        case .cancelled: .stopped
        default: .failed
        }
    }

    private static func lack(_ work: Work) -> String? {
        let name = "\(work.job) of \(work.tenant) for \(work.period)"
        switch work.ending {
        case .failed: return "\(name) failed, exit code \(work.latest.exitStatus ?? 0)\(work.failures)"
        case .died: return "\(name) died before it ended: it goes on with the next run"
        case .stopped: return "\(name) was stopped and has not been run again"
        case .succeeded, .atWork: return nil
        }
    }

    // MARK: Slots

    private mutating func addSlots(_ tenant: TenantID, _ ledger: Ledger, _ jobs: [JobFile]) throws {
        // A slot is its own for some minutes: those of the night's last minutes belong to the next.
        let (from, to) = (
            night.from.advanced(bySeconds: -MissedRuns.graceSeconds),
            night.to.advanced(bySeconds: -MissedRuns.graceSeconds)
        )
        for (job, slot) in try ledger.slots(tenant, from: from, to: to) {
            switch slot.outcome {
            case .dropped: notRun.append(NotRun(tenant: tenant, job: job, slot: slot.key, reason: slot.reason))
            case .due where slot.at < to:
                let run = slot.run == nil ? "nobody has run it yet" : "its run has not ended, or may be tried again"
                notRun.append(NotRun(tenant: tenant, job: job, slot: slot.key, reason: run))
                if slot.run == nil { needsPerson.append("\(job) of \(tenant) is due since \(slot.at) and was not run") }
            case .due, .succeeded, .failed: break
            }
        }
        for job in jobs {
            guard let schedule = job.schedule else { continue }
            do {
                let never = try ledger.slotsNeverAsked(tenant, job.job, schedule, from: from, to: to)
                addNeverAsked(never, job)
            } catch let failure as Failure {
                let code = failure.diagnostics.first.map { " (\($0.code))" } ?? ""
                needsPerson.append("the schedule of \(job.job) cannot be followed\(code): `reckon validate \(job.job)`")
            }
        }
    }

    private mutating func addNeverAsked(_ slots: [Ledger.UnaskedSlot]?, _ job: JobFile) {
        guard let slots else {
            return needsPerson.append(
                "\(job.job) of \(job.tenant) has a schedule and nothing has ever woken it: `reckon cron install`")
        }
        guard let first = slots.first else { return }
        for slot in slots {
            notRun.append(
                NotRun(tenant: job.tenant, job: job.job, slot: slot.key, reason: "nothing woke it at its time"))
        }
        needsPerson.append(
            "\(job.job) of \(job.tenant) was due at \(first.at)\(slots.count > 1 ? " and \(slots.count - 1) times after" : "")"
                + ", and nothing woke it: `reckon cron diff`, and whether the machine was on")
    }

    // MARK: Money

    private mutating func addMoney(_ published: [StageID: Publication], _ work: Work) throws {
        for (stage, publication) in published.sorted(by: { $0.key < $1.key }) {
            func add(_ currency: String, _ bill: Amount, _ allocated: Amount?) {
                money.append(
                    Money(
                        tenant: work.tenant, job: work.job, period: work.period, stage: stage, currency: currency,
                        bill: bill, allocated: allocated))
            }
            if let totals = publication.facts["totals"] {
                let sums = try ControlTotals(facts: totals).byCurrency()
                for (currency, costs) in sums.sorted(by: { $0.key < $1.key }) {
                    add(currency.description, costs.effective, nil)
                }
            }
            for bridge in publication.facts["bridges"]?.array ?? [] {
                let currency: String = try bridge.fact("currency", \.string)
                let lines = try NightDigest.lines(bridge)
                add(currency, lines.bill.effective, lines.sum.effective)
                guard lines.bill != lines.sum else { continue }
                needsPerson.append(
                    "the allocation of \(work.job) of \(work.tenant) for \(work.period) does not come to the bill in \(currency)"
                )
            }
        }
    }

    /// The bill of a bridge, and the sum of the lines that lead from it to the allocation.
    private static func lines(_ bridge: JSONNode) throws -> (bill: CostVector, sum: CostVector) {
        var (bill, sum) = (CostVector.zero, CostVector.zero)
        for line in try bridge.fact("lines", \.array) {
            let costs = try CostVector(facts: line)
            switch try line.fact("line", \.string) as String {
            case "bill": bill = costs
            // What the lines before them are shared out to, once more.
            case "allocated", "residual": break
            default: try sum.add(costs)
            }
        }
        return (bill, sum)
    }
}

extension NightDigest.Work {
    /// `: bill failed (D202), allocation did not begin`; the codes only, messages hold places.
    var failures: String {
        let words = latest.stages.compactMap { stage -> String? in
            switch stage.state {
            case .failed: "\(stage.id) failed\(NightDigest.Work.code(in: stage.message).map { " (\($0))" } ?? "")"
            case .notRun, .pending: "\(stage.id) did not begin"
            case .cancelled: "\(stage.id) was stopped"
            default: nil
            }
        }
        return words.isEmpty ? "" : ": \(words.joined(separator: ", "))"
    }

    /// The first code of a message: `…: error[D202]: …`.
    private static func code(in message: String?) -> String? {
        guard let message, let start = message.firstRange(of: "error[") else { return nil }
        let code = message[start.upperBound...].prefix { $0 != "]" }
        return code.utf8.count <= 5 ? String(code) : nil
    }
}

package import Crypto
import Database
package import Documents
package import Kernel

/// What a backfill will do: which periods of a job it runs, in which order, and why. Its digest says that it is this plan
/// and no other.
package struct BackfillPlan: Sendable, Equatable {
    /// Which periods of the range are run.
    package enum Selection: String, Sendable, CaseIterable {
        /// Those of which not every stage is published.
        case missing
        /// Those whose latest run did not succeed.
        case failed
        case all
    }

    package struct Item: Sendable, Equatable {
        package let period: Month
        package let reason: String
    }

    package let job: JobID
    package let tenant: TenantID
    package let from: Month
    package let to: Month
    package let selection: Selection
    package let isNewestFirst: Bool
    /// Of the job file: its stages, their kinds and versions, their options.
    package let jobDigest: Digest
    package let items: [Item]

    /// Months that a plan may span.
    package static let longest = 240

    /// Looks up what the ledger has of each period of the range.
    package static func make(
        _ job: JobFile, from: Month, to: Month, selection: Selection, isNewestFirst: Bool, ledger: Ledger
    ) throws -> BackfillPlan {
        let known = try ledger.periods(job.tenant, job.job, from: from, to: to)
        var items: [Item] = []
        var period = from
        while period <= to {
            let state = known[period]
            if let reason = reason(state, selection, stages: job.stages.map(\.id)) {
                items.append(Item(period: period, reason: reason))
            }
            period = period.next
        }
        return BackfillPlan(
            job: job.job, tenant: job.tenant, from: from, to: to, selection: selection, isNewestFirst: isNewestFirst,
            jobDigest: try digest(of: job), items: isNewestFirst ? items.reversed() : items)
    }

    private static func reason(_ state: PeriodState?, _ selection: Selection, stages: [StageID]) -> String? {
        switch selection {
        case .all: return "all were asked for"
        case .missing:
            guard let state, !state.published.isEmpty else { return "nothing is published" }
            let missing = stages.filter { !state.published.contains($0) }
            return missing.isEmpty ? nil : "not published: \(missing.map(\.text).joined(separator: ", "))"
        case .failed:
            guard let state, let latest = state.latest, latest != .succeeded, latest != .running else { return nil }
            return "its latest run is \(latest.rawValue)"
        }
    }

    private static func digest(of job: JobFile) throws -> Digest {
        let stages = job.stages.map { entry in
            JSONOut.object([
                .init("id", .string(entry.id.text)), .init("use", .string(entry.kind.use)),
                .init("version", .integer(entry.kind.version)), .init("options", JSONOut(entry.options)),
            ])
        }
        return Digest(of: try CanonicalJSON.bytes(.array(stages)))
    }

    /// Refuses to go on when this plan, made just now, is not the one in a plan file.
    ///
    /// - Throws: exit 65 with the first differences.
    package func requireSame(as written: BackfillPlan) throws(Failure) {
        guard self != written else { return }
        var differences: [String] = []
        if job != written.job || tenant != written.tenant { differences.append("it is for another job") }
        if jobDigest != written.jobDigest { differences.append("the job's stages have changed") }
        let (now, then) = (reasons, written.reasons)
        for period in Set(now.keys).union(then.keys).sorted() where now[period] != then[period] {
            let (was, reason) = (then[period] ?? "not to be run", now[period] ?? "not to be run")
            differences.append("\(period) was: \(was), is: \(reason)")
        }
        if differences.isEmpty { differences.append("the order has changed") }
        throw Failure(
            .badInput, RunnerCode.otherPlan,
            "the plan no longer holds: \(differences.prefix(5).joined(separator: "; "))"
                + (differences.count > 5 ? "; and \(differences.count - 5) more" : ""),
            hint: "nothing was run; make the plan anew with --dry-run --output FILE")
    }

    private var reasons: [Month: String] {
        Dictionary(items.map { ($0.period, $0.reason) }) { first, _ in first }
    }

    private var content: JSONOut {
        .object([
            .init("schema", .integer(1)), .init("job", .string(job.text)), .init("tenant", .string(tenant.text)),
            .init("from", .string(from.description)), .init("to", .string(to.description)),
            .init("only", .string(selection.rawValue)), .init("newestFirst", .bool(isNewestFirst)),
            .init("jobDigest", .string(jobDigest.description)),
            .init(
                "periods",
                .array(
                    items.map {
                        .object([
                            .init("period", .string($0.period.description)), .init("reason", .string($0.reason)),
                        ])
                    })),
        ])
    }

    /// SHA-256 over the canonical JSON (RFC 8785) of everything but the digest itself.
    package func digest() throws -> Digest { Digest(of: try CanonicalJSON.bytes(content)) }

    /// The plan file.
    package func json() throws -> JSONOut {
        guard case .object(var members) = content else { preconditionFailure("a plan is an object") }
        members.append(.init("digest", .string(try digest().description)))
        return .object(members)
    }
}

extension BackfillPlan {
    /// What a plan file holds.
    package static let shape = ObjectShape.document(
        "backfill plan", "what `reckon backfill --dry-run --output` has written",
        [
            .required("schema", .integer(1...1), "version of this form"),
            .required("job", .identifier, "name of the job"), .required("tenant", .identifier, "its tenant"),
            .required("from", .month, "first period of the range"), .required("to", .month, "last period of the range"),
            .required("only", .oneOf(Selection.allCases.map(\.rawValue)), "which periods of the range are run"),
            .required("newestFirst", .boolean, "whether they are run from the newest to the oldest"),
            .required("jobDigest", .text(), "SHA-256 of the job's stages"),
            .required(
                "periods",
                .array(
                    of: .object(
                        ObjectShape(
                            "planned period", "a period that is run",
                            [.required("period", .month, "the month"), .required("reason", .text(), "why it is run")])),
                    count: 0...longest), "what is run, in this order"),
            .required("digest", .text(), "SHA-256 of all the rest as canonical JSON"),
        ])

    /// Reads a plan file.
    ///
    /// - Throws: exit 65 when the file was changed after it was written.
    package init(_ node: JSONNode) throws(Failure) {
        guard let job = JobID(try node.option("job", \.string)),
            let tenant = TenantID(try node.option("tenant", \.string)),
            let from = Month(try node.option("from", \.string)), let to = Month(try node.option("to", \.string)),
            let selection = Selection(rawValue: try node.option("only", \.string))
        else { preconditionFailure("the shape admits sound values only") }
        self.job = job
        self.tenant = tenant
        self.from = from
        self.to = to
        self.selection = selection
        isNewestFirst = try node.option("newestFirst", \.bool)
        let changed = Failure(
            .badInput, RunnerCode.changedPlan, "the plan is not what it was when its digest was written",
            at: node["digest"]?.place, hint: "make it anew: `reckon backfill … --dry-run --output FILE`")
        guard let jobDigest = Digest(hexadecimal: try node.option("jobDigest", \.string)) else { throw changed }
        self.jobDigest = jobDigest
        var items: [Item] = []
        for element in try node.option("periods", \.array) {
            guard let period = Month(try element.option("period", \.string)) else {
                preconditionFailure("the shape admits months only")
            }
            items.append(Item(period: period, reason: try element.option("reason", \.string)))
        }
        self.items = items
        let stated = try node.option("digest", \.string)
        do {
            guard try digest().description == stated else { throw changed }
        } catch { throw changed }
    }
}

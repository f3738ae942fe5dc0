import Documents
package import Kernel

#if canImport(Glibc)
    import Glibc
#endif

/// The run's log: one JSON object a line, readable by its owner only, since it holds restricted detail.
package final class EventLog: RunObserver {
    private let descriptor: Int32
    private let run: RunID
    private let tenant: TenantID
    private let mask: @Sendable (String) -> String

    /// - Parameter mask: takes out of a restricted detail what is not even for the log.
    package init(
        path: String, run: RunID, tenant: TenantID, mask: @escaping @Sendable (String) -> String
    ) throws(Failure) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(
                .cannotWrite, RunnerCode.cannotWriteLog,
                "cannot write the run's log: \(String(cString: strerror(errno)))",
                at: Place(file: path), hint: "make the folder writable, or choose another with --home")
        }
        self.run = run
        self.tenant = tenant
        self.mask = mask
    }

    deinit { close(descriptor) }

    package func observe(_ event: RunEvent, at instant: Instant) {
        guard let (name, members) = members(of: event) else { return }
        var object: [JSONOut.Member] = [
            .init("time", .string(instant.description)), .init("run", .string(run.text)),
            .init("tenant", .string(tenant.text)), .init("event", .string(name)),
        ]
        object.append(contentsOf: members)
        var line = PrettyJSON.line(.object(object))
        if line.last != UInt8(ascii: "\n") { line.append(UInt8(ascii: "\n")) }
        // A full disk must not turn a good run into a failed one: the ledger, not the log, is the record.
        _ = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }

    private func members(of event: RunEvent) -> (String, [JSONOut.Member])? {
        switch event {
        case .runStarted(_, let job, _, let period, let stages):
            return (
                "run.started",
                [
                    .init("job", .string(job.text)), .init("period", .string(period.description)),
                    .init("stages", .strings(stages.map(\.text))),
                ]
            )
        case .abandonedRunFound(let run): return ("run.abandoned_found", [.init("abandoned", .string(run.text))])
        case .stageStarted(let stage, let use):
            return ("stage.started", [.init("stage", .string(stage.text)), .init("use", .string(use))])
        case .stageInputsFound(let stage, let files):
            return ("stage.inputs", [.init("stage", .string(stage.text)), .init("files", .integer(files.count))])
        case .stageProgress: return nil
        case .stageRetried(let stage, let failure, let next, let tries, let wait):
            return (
                "stage.retried",
                [
                    .init("stage", .string(stage.text)), .init("nextTry", .integer(next)),
                    .init("tries", .integer(tries)), .init("afterMilliseconds", .integer(Int(wait / 1000))),
                    .init("messages", .strings(failure.map(\.description))),
                ]
            )
        case .stageFinished(let stage, let ending, let rows):
            return (
                "stage.finished",
                [
                    .init("stage", .string(stage.text)), .init("ending", .string(ending.word)),
                    .init("rows", .integer(Int(rows))),
                ]
            )
        case .diagnostic(let diagnostic, let stage):
            return (
                "diagnostic",
                [
                    .init("stage", .optional(stage?.text)), .init("severity", .string(diagnostic.severity.rawValue)),
                    .init("code", .string(diagnostic.code.description)), .init("message", .string(diagnostic.message)),
                    .init("place", .optional(diagnostic.place?.description)), .init("hint", .optional(diagnostic.hint)),
                ]
            )
        case .restrictedDetail(let detail, let stage):
            return ("detail", [.init("stage", .optional(stage?.text)), .init("detail", .string(mask(detail)))])
        case .runFinished(_, let status): return ("run.finished", [.init("exit", .integer(Int(status.rawValue)))])
        }
    }
}

extension StageEnding {
    package var word: String {
        switch self {
        case .published: "published"
        case .unchanged: "unchanged"
        case .failed: "failed"
        case .notRun: "not run"
        case .notSelected: "not selected"
        case .cancelled: "cancelled"
        }
    }
}

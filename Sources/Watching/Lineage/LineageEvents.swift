package import Documents
package import Kernel
package import Runner

/// Turns what happens in a run into OpenLineage events (spec 2-0-2): START and one of COMPLETE, FAIL and ABORT for the
/// run and for each stage that began. A value without input or output; the events of a run are told to it in order.
///
/// Events hold names, counts and codes: no contents, no messages, nothing that is secret.
package struct LineageEvents {
    /// A run or a stage that has begun.
    private struct Open {
        var files: [String] = []
        var code: DiagnosticCode?
    }

    private let names: LineageNames
    private let job: JobFile
    private let period: Month
    private let run: RunID
    private var stages: [StageID: Open] = [:]
    private var isOpen = false
    private var firstCode: DiagnosticCode?

    package init(namespace: String, job: JobFile, period: Month, run: RunID, root: String, version: String) {
        names = LineageNames(
            namespace: namespace, tenant: job.tenant, job: job.job, root: root, producer: "urn:reckon:\(version)")
        self.job = job
        self.period = period
        self.run = run
    }

    /// The lines that belong to an event of the run; most have none.
    package mutating func lines(for event: RunEvent, at instant: Instant) -> [JSONOut] {
        switch event {
        case .runStarted:
            isOpen = true
            return [line("START", nil, at: instant)]
        case .stageStarted(let stage, _):
            stages[stage] = Open()
            return [line("START", stage, at: instant)]
        case .stageInputsFound(let stage, let files):
            stages[stage]?.files = files
            return []
        case .diagnostic(let diagnostic, let stage):
            if diagnostic.severity == .error {
                if firstCode == nil { firstCode = diagnostic.code }
                if let stage, stages[stage]?.code == nil { stages[stage]?.code = diagnostic.code }
            }
            return []
        case .stageFinished(let stage, let ending, let rows):
            guard let open = stages.removeValue(forKey: stage) else { return [] }
            switch ending {
            case .published, .unchanged:
                let output = Output(isNew: ending == .published, rows: rows)
                return [line("COMPLETE", stage, at: instant, reading: open.files, output: output)]
            case .cancelled:
                return [line("ABORT", stage, at: instant, reading: open.files)]
            case .failed, .notRun, .notSelected:
                return [line("FAIL", stage, at: instant, reading: open.files, code: open.code)]
            }
        case .runFinished(_, let status):
            isOpen = false
            if status == .success { return [line("COMPLETE", nil, at: instant)] }
            return [line(status.isStop ? "ABORT" : "FAIL", nil, at: instant, code: firstCode)]
        case .abandonedRunFound, .stageProgress, .stageRetried, .restrictedDetail: return []
        }
    }

    /// The ends of what is still open, for a run that ended by an error instead of saying how it went.
    ///
    /// - Parameter wasOvertaken: another run has taken the period; this one is no failure of the job.
    package mutating func close(by error: any ReckonError, wasOvertaken: Bool, at instant: Instant) -> [JSONOut] {
        guard isOpen else { return [] }
        isOpen = false
        let type = wasOvertaken ? "ABORT" : "FAIL"
        let code = error.diagnostics.first?.code
        let ends = stages.keys.sorted().map { line(type, $0, at: instant, code: code) }
        stages = [:]
        return ends + [line(type, nil, at: instant, code: code)]
    }

    /// The ends of a run of the tenant that died without a word, which are told by the run that found it.
    package func ends(of dead: RunSummary, at instant: Instant) -> [JSONOut] {
        let names = names.of(job: dead.job)
        let stages = dead.stages.filter { $0.state == .abandoned && $0.startedAt != nil }
        let ends = stages.map { stage in
            let parent = names.parent(RunUUID(dead.tenant, dead.run))
            return names.event(
                "ABORT", at: instant, id: RunUUID(dead.tenant, dead.run, stage: stage.id), stage: stage.id,
                facets: [parent] + names.facets(dead.run, dead.period))
        }
        let whole = names.event(
            "ABORT", at: instant, id: RunUUID(dead.tenant, dead.run), stage: nil,
            facets: names.facets(dead.run, dead.period))
        return ends + [whole]
    }

    private struct Output {
        let isNew: Bool
        let rows: Int64
    }

    private func line(
        _ type: String, _ stage: StageID?, at instant: Instant, reading files: [String] = [],
        output: Output? = nil, code: DiagnosticCode? = nil
    ) -> JSONOut {
        var facets = names.facets(run, period)
        if stage != nil { facets.insert(names.parent(RunUUID(job.tenant, run)), at: 0) }
        if let code { facets.append(names.failure(code, stage: stage, run: run)) }
        let entry = job.stages.first { $0.id == stage }
        let inputs = files.prefix(LineageEvents.fileLimit).map { names.file($0) } + (entry.map(upstream) ?? [])
        let kinds = entry?.kind.publishes.sorted() ?? []
        var outputs: [JSONOut] = []
        if let entry, let output {
            // A stage counts its rows together: which dataset has how many is said only where there is one.
            let rows = output.isNew && kinds.count <= 1 ? output.rows : nil
            outputs = kinds.map { names.published(entry.id, $0, rows: rows) }
            if kinds.isEmpty { outputs = [names.published(entry.id, nil, rows: rows)] }
        }
        return names.event(
            type, at: instant, id: RunUUID(job.tenant, run, stage: stage), stage: stage, facets: facets,
            inputs: stage == nil ? [] : inputs, outputs: outputs)
    }

    /// What a stage reads of others; known from the job.
    private func upstream(_ entry: JobFile.StageEntry) -> [JSONOut] {
        entry.stage.inputs.compactMap { input in
            guard case .stage(_, let id, let dataset, _) = input else { return nil }
            return names.published(id, dataset, rows: nil)
        }
    }

    /// An event stays small enough for any server; a delivery has seldom a hundred files.
    private static let fileLimit = 1000
}

package import Documents
package import Kernel

/// A job as its file describes it, checked.
package struct JobFile: Sendable {
    package struct StageEntry: Sendable {
        package let id: StageID
        package let kind: StageKind
        package let stage: any Stage
        /// Options with the defaults filled in; part of the cache key.
        package let options: JSONNode
        package let retry: StageRetry
        package let timeoutSeconds: Int?

        package init(
            id: StageID, kind: StageKind, stage: any Stage, options: JSONNode, retry: StageRetry = .once,
            timeoutSeconds: Int? = nil
        ) {
            self.id = id
            self.kind = kind
            self.stage = stage
            self.options = options
            self.retry = retry
            self.timeoutSeconds = timeoutSeconds
        }
    }

    package let job: JobID
    package let summary: String
    package let tenant: TenantID
    /// From the tenant's own file.
    package let tenantName: String
    package let schedule: JobSchedule?
    package let missed: MissedRuns
    package let overlap: OverlapPolicy
    package let stages: [StageEntry]
    package let limits: RunLimits
    package let path: String

    /// Accounts whose bills its stages read.
    package var accounts: [StageAccount] { stages.flatMap(\.stage.accounts) }

    /// Reads and checks a job file.
    ///
    /// - Throws: exit 66 when there is none (naming those there are), 78 with everything that is wrong with it.
    package init(_ job: JobID, project: Project, catalog: StageCatalog) throws(Failure) {
        let path = "\(project.root)/Jobs/\(job).json"
        let shown = "Jobs/\(job).json"
        guard FileSystem.exists(path) else {
            let known = try project.jobs()
            throw Failure(
                .missingInput, RunnerCode.missingJob, "there is no job '\(job)'", at: Place(file: shown),
                hint: known.isEmpty
                    ? "jobs are JSON files in Jobs/ below the folder given by --project (\(project.root))"
                    : "known jobs: \(known.map(\.text).joined(separator: ", "))")
        }
        let node = try JSONText.parse(try FileSystem.read(path), file: shown, as: catalog.jobShape)
        try self.init(node, path: shown, named: job, project: project, catalog: catalog)
    }

    private init(
        _ node: JSONNode, path: String, named name: JobID, project: Project, catalog: StageCatalog
    ) throws(Failure) {
        self.path = path
        summary = node["summary"]?.string ?? ""
        limits = node["limits"].map { RunLimits($0) } ?? RunLimits()
        var findings = DiagnosticCollector()
        guard let job = JobID(try node.option("job", \.string)),
            let tenant = TenantID(try node.option("tenant", \.string))
        else { preconditionFailure("the shape admits identifiers only") }
        if job != name {
            findings.add(
                .error(
                    RunnerCode.otherName, "the file of job '\(name)' says it is job '\(job)'", at: node["job"]?.place,
                    hint: "write \"job\": \"\(name)\", or rename the file"))
        }
        self.job = job
        self.tenant = tenant
        if try project.tenants().contains(tenant) {
            tenantName = try project.name(of: tenant)
        } else {
            tenantName = ""
            findings.add(
                .error(
                    RunnerCode.unknownTenant, "there is no tenant '\(tenant)'", at: node["tenant"]?.place,
                    hint: "add Config/tenants/\(tenant).json"))
        }
        schedule = JobFile.schedule(node, project, &findings)
        missed = try node["missed"].map { node throws(Failure) in try MissedRuns(node) } ?? MissedRuns()
        overlap = try node.option("overlap") { $0.string.flatMap { OverlapPolicy(rawValue: $0) } }
        stages = try JobFile.stages(node, catalog, &findings)
        try findings.throwIfErrors(.configuration)
    }

    private static func schedule(
        _ node: JSONNode, _ project: Project, _ findings: inout DiagnosticCollector
    ) -> JobSchedule? {
        guard let node = node["schedule"] else { return nil }
        do { return try JobSchedule(node, project: project) } catch {
            findings.add(contentsOf: error.diagnostics)
            return nil
        }
    }

    private static func stages(
        _ node: JSONNode, _ catalog: StageCatalog, _ findings: inout DiagnosticCollector
    ) throws(Failure) -> [StageEntry] {
        var stages: [StageEntry] = []
        // Those that stand above, with the kinds of those that were refused: their readers are not to be blamed.
        var above: [(id: StageID, kind: StageKind)] = []
        for element in try node.option("stages", \.array) {
            guard let id = StageID(try element.option("id", \.string)),
                let kind = catalog.kind(try element.option("use", \.string))
            else { preconditionFailure("the shape admits known kinds only") }
            let options = element["options"] ?? JSONNode(value: .object([]), place: element.place)
            let stage: any Stage
            defer { above.append((id, kind)) }
            do { stage = try kind.make(options) } catch let failure as Failure {
                findings.add(contentsOf: failure.diagnostics)
                continue
            } catch {
                preconditionFailure("stages are refused with a Failure only: \(error)")
            }
            for input in stage.inputs { check(input, above, &findings) }
            stages.append(
                StageEntry(
                    id: id, kind: kind, stage: stage, options: options,
                    retry: try element["retry"].map { node throws(Failure) in try StageRetry(node) } ?? .once,
                    timeoutSeconds: element["timeoutSeconds"]?.int))
        }
        return stages
    }

    /// A stage that is read from must stand above, and publish what is wanted of it.
    private static func check(
        _ input: StageInput, _ above: [(id: StageID, kind: StageKind)], _ findings: inout DiagnosticCollector
    ) {
        guard case .stage(_, let wanted, let dataset, let place) = input else { return }
        let fitting = above.filter { $0.kind.publishes.contains(dataset) }.map { "'\($0.id)'" }
        let hint =
            fitting.isEmpty
            ? "put a stage that publishes \(dataset) above it"
            : "stages above it that publish \(dataset): \(fitting.joined(separator: ", "))"
        guard let named = above.first(where: { $0.id == wanted }) else {
            findings.add(
                .error(RunnerCode.unknownStage, "no stage above this one is called '\(wanted)'", at: place, hint: hint))
            return
        }
        if !named.kind.publishes.contains(dataset) {
            findings.add(
                .error(
                    RunnerCode.unfitStage,
                    "stage '\(wanted)' is of kind \(named.kind.use) and publishes no \(dataset)", at: place,
                    hint: hint))
        }
    }
}

import ArgumentParser
import Database
import Documents
import Kernel
import Model
import Reports
import Runner

struct AllocationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "allocation", abstract: "Add up a published allocation by keys of your choice; nothing is run.",
        discussion: """
            Keys: cluster, node, namespace, controllerKind, controller, controllerName, pod, container, part, service,
            account, provider, team, day, week, hour, and label:NAME, which a filter writes label[NAME].
            A filter joins tests with + (and) or | (or) and parentheses: --filter 'namespace:"shop","mail" + node!:"n1"'.
            Operators: : is, ~: contains, <~: begins with, ~>: ends with, each with ! in front for not.
            With --preset opencost names are joined as OpenCost's aggregate does it: 'harbor-eu/shop'.
            Every answer adds up to the bill.
            """)

    @Argument(help: "Name of the job: Jobs/<job>.json.", transform: CommandArgument.job)
    var job: JobID

    @Option(
        help: "Billing period, such as 2026-04. Default: the month of yesterday (UTC).",
        transform: CommandArgument.period)
    var period: Month?

    @Option(help: "Keys to add up by, separated by commas, such as namespace,pod.")
    var by: String

    @Option(help: "Which cost: effective, billed, list or contracted.")
    var cost = ViewCost.effective

    @Option(
        help: """
            Unused capacity of nodes: share it as the allocation did, keep it apart, or share it among the pods of its \
            node or cluster by their cost. Default: share.
            """)
    var idle: Idle?

    @Option(
        help: "What else namespaces have in common: apply the allocation's shares, or keep it apart. Default: apply.")
    var share: Share?

    @Option(help: "Workloads that all others pay for, as a filter; with --share keep or a preset.")
    var shared: String?

    @Option(help: "How --shared is split among all others: weighted by their cost, or even.")
    var split: SplitRule?

    @Option(help: "opencost: names and unused capacity as OpenCost shows them, with pools apart.")
    var preset: ViewPreset?

    @Option(help: "Show only what passes; figures stay what they are.")
    var filter: String?

    @Option(help: "month, or week, day or hour for lines by each of them; weeks begin on Monday.")
    var accumulate = Accumulate.month

    @Flag(help: "Show what pods used of what they asked for, beside their cost.")
    var efficiency = false

    @Flag(help: "Show all lines. Default: the largest 50, in text.")
    var all = false

    @Option(
        help: "Stage that allocated. Default: the only one of the job.", transform: CommandArgument.stage)
    var stage: StageID?

    @Option(help: "How to print: text, json or csv; the latter two are exact and complete.")
    var format = ViewFormat.text

    @OptionGroup var options: ProjectOptions

    enum ViewCost: String, ExpressibleByArgument, CaseIterable { case effective, billed, list, contracted }
    enum Idle: String, ExpressibleByArgument, CaseIterable { case share, keep, node, cluster }
    enum SplitRule: String, ExpressibleByArgument, CaseIterable { case weighted, even }
    enum Share: String, ExpressibleByArgument, CaseIterable { case apply, keep }
    enum Accumulate: String, ExpressibleByArgument, CaseIterable { case month, week, day, hour }
    enum ViewFormat: String, ExpressibleByArgument, CaseIterable { case text, json, csv }

    func run() throws {
        try Terminal.reporting {
            let question = try question
            let project = try options.project()
            let job = try JobFile(job, project: project, catalog: Catalog.stages)
            let viewed = try ViewedStage(job, stage: stage)
            let period = period ?? DefaultPeriod.at(WallClock.system.now())
            let published = try Store.with(home: project.home) { store in
                try Ledger(store.database).published(
                    Partition(tenant: job.tenant, job: job.job, period: period), home: project.home)
            }
            let publication = try viewed.publication(among: published, period)
            let telemetry = try question.showsEfficiency ? viewed.telemetry(among: published, period) : []
            let view = try AllocationView(
                publication, question, telemetry: telemetry, job: job.job, period: period)
            for finding in view.findings { Terminal.printError("\(finding)\n") }
            try print(view, publication, period)
        }
    }

    private var question: ViewQuestion {
        get throws {
            var keys = try ViewKey.list(by)
            let time: ViewKey? =
                switch accumulate {
                case .month: nil
                case .week: .week
                case .day: .day
                case .hour: .hour
                }
            if let time, !keys.contains(time) { keys.insert(time, at: 0) }
            var question = ViewQuestion(
                keys: keys, cost: metric, sharesIdle: (idle ?? (preset == nil ? .share : .keep)) != .keep,
                sharesPools: share.map { $0 == .apply } ?? (preset == nil),
                filter: try filter.map { try ViewFilter($0) }, showsEfficiency: efficiency)
            question.preset = preset
            question.idleScope = idleScope
            question.sharedRows = try shared.map { try ViewFilter($0) }
            question.splitsEvenly = split == .even
            return question
        }
    }

    /// A preset knows no shares of the allocation.
    private var idleScope: IdleScope? {
        switch idle {
        case .node: .node
        case .cluster: .cluster
        case .share, .keep, nil: preset == nil ? nil : .cluster
        }
    }

    func validate() throws {
        if preset != nil, share == .apply {
            throw ValidationError("--preset shows pools apart: leave out --share apply.")
        }
        if shared != nil, preset == nil, share != .keep {
            throw ValidationError("--shared is for what the allocation has not shared: add --share keep.")
        }
        if split != nil, shared == nil { throw ValidationError("--split says how --shared is split: give both.") }
    }

    private var metric: CostMetric {
        switch cost {
        case .effective: .effective
        case .billed: .billed
        case .list: .list
        case .contracted: .contracted
        }
    }

    private func print(_ view: AllocationView, _ publication: Publication, _ period: Month) throws {
        switch format {
        case .text:
            let text = try ViewText(view, all: all).render(width: Terminal.width)
            Terminal.print(text.trimmingTrailingLineEnds())
        case .json:
            let head: [JSONOut.Member] = [
                .init("job", .string(job.text)), .init("period", .string(period.description)),
                .init("stage", .string(publication.stage.text)), .init("run", .string(publication.run.text)),
                .init("filter", .optional(filter)), .init("shared", .optional(shared)),
            ]
            Terminal.print(PrettyJSON.text(ViewJSON.object(view, head: head)))
        case .csv:
            let output = StandardOutput()
            do {
                try ViewCSV.write(view, to: output)
            } catch  where output.readerIsGone {
                // It has seen enough.
            }
        }
    }
}

extension ViewPreset: ExpressibleByArgument {}

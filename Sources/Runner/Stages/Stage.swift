package import Crypto
package import Documents
package import Kernel

/// One step of a pipeline. A stage is a value: what it does depends on its options, its inputs, the tenant and the
/// period, and on nothing else: no clock, no environment, no random numbers. The runner relies on that when it skips a
/// stage whose inputs have not changed.
package protocol Stage: Sendable {
    /// What the stage reads, as its options name it.
    var inputs: [StageInput] { get }

    /// Accounts at providers whose bills it reads; none, unless a stage says otherwise.
    var accounts: [StageAccount] { get }

    /// Reads the inputs and writes files below `context.directory`; what it returns is published together with them.
    func run(_ context: StageContext) throws -> StageOutcome
}

/// A kind of stage as jobs name it under `use`.
package struct StageKind: Sendable {
    package let use: String
    /// Raised when the same inputs would give other bytes; part of the cache key.
    package let version: Int
    package let options: ObjectShape
    /// Datasets that stages of this kind publish, for others to read.
    package let publishes: Set<String>
    /// What a tenant's tier must have; nil: every tier may use it.
    package let feature: String?
    /// Compares the facts of a publication with those of the one before: nil when it is the same delivery.
    package let compare: Comparison?
    package let make: @Sendable (JSONNode) throws -> any Stage

    package typealias Comparison = @Sendable (_ old: JSONNode, _ new: JSONNode) throws -> Revision?

    package init(
        use: String, version: Int, options: ObjectShape, publishes: Set<String> = [], feature: String? = nil,
        compare: Comparison? = nil, make: @escaping @Sendable (JSONNode) throws -> any Stage
    ) {
        self.use = use
        self.version = version
        self.options = options
        self.publishes = publishes
        self.feature = feature
        self.compare = compare
        self.make = make
    }
}

/// Something a stage reads. Roles are the names the stage itself uses for its inputs.
package enum StageInput: Sendable {
    /// Files outside the runner, by pattern.
    case files(role: String, patterns: [FilePattern])
    /// Files that are found by rules of the pipeline's own.
    case delivery(role: String, finder: any InputFinder)
    /// What another stage of the job published; it must be of a kind that publishes the dataset `needs`.
    case stage(role: String, id: StageID, needs: String, place: Place)
}

extension Stage {
    package var accounts: [StageAccount] { [] }

    /// The stages it reads from.
    var upstream: [StageID] {
        inputs.compactMap { if case .stage(_, let id, _, _) = $0 { id } else { nil } }
    }
}

/// An input file with the digest under which the run knows it.
package struct InputFile: Sendable {
    package let role: String
    /// As found below the project's root; stands in reports and diagnostics.
    package let name: String
    package let path: String
    package let byteCount: Int64
    private let digests: FileDigests
    private let index: Int

    /// - Parameter index: place of the file among those that `digests` reads.
    package init(role: String, name: String, path: String, byteCount: Int64, digests: FileDigests, index: Int) {
        self.role = role
        self.name = name
        self.path = path
        self.byteCount = byteCount
        self.digests = digests
        self.index = index
    }

    /// Of the file's bytes. It may still be read when it is asked for.
    ///
    /// - Throws: exit 66 when the file cannot be opened, 74 when reading it fails.
    package func digest() throws(Failure) -> Digest { try digests.digest(index) }
}

/// What a stage is given.
package struct StageContext: Sendable {
    package let tenant: TenantID
    /// The tenant's name as reports print it.
    package let tenantName: String
    package let period: Month
    /// Input files in the order of the patterns, by name within a pattern.
    package let files: [InputFile]
    /// What finders found, beside their files, with the role the stage gave each.
    package let found: [(role: String, input: FoundInput)]
    /// Publications of earlier stages with the role the stage gave each.
    package let upstream: [(role: String, publication: Publication)]
    /// An empty folder; what is written here is published.
    package let directory: String
    /// To be called between batches: tells the person who watches how far the stage is.
    ///
    /// - Throws: when the run is to stop, or the stage has used up its time; the stage lets the error through.
    package let progress: @Sendable (StageProgress) throws -> Void

    package init(
        tenant: TenantID, tenantName: String, period: Month, files: [InputFile],
        found: [(role: String, input: FoundInput)] = [],
        upstream: [(role: String, publication: Publication)], directory: String,
        progress: @escaping @Sendable (StageProgress) throws -> Void
    ) {
        self.tenant = tenant
        self.tenantName = tenantName
        self.period = period
        self.files = files
        self.found = found
        self.upstream = upstream
        self.directory = directory
        self.progress = progress
    }

    package func files(role: String) -> [InputFile] { files.filter { $0.role == role } }

    package func found(role: String) -> FoundInput? { found.first { $0.role == role }?.input }

    package func publications(role: String) -> [Publication] {
        upstream.filter { $0.role == role }.map(\.publication)
    }
}

/// How far a stage is, for the person who watches.
package struct StageProgress: Sendable {
    package var rows: Int64
    package var bytes: Int64

    package init(rows: Int64 = 0, bytes: Int64 = 0) {
        self.rows = rows
        self.bytes = bytes
    }
}

/// What a stage hands back beside the files it wrote.
package struct StageOutcome: Sendable {
    /// Rows for the store; they replace those of the same stage and period.
    package var tables: [TableContent]
    /// Figures that later stages and summaries read; part of what is published.
    package var facts: JSONOut
    package var rowCount: Int64
    /// Warnings and notes; errors are thrown.
    package var diagnostics: [Diagnostic]

    package init(
        tables: [TableContent] = [], facts: JSONOut = .object([]), rowCount: Int64, diagnostics: [Diagnostic] = []
    ) {
        self.tables = tables
        self.facts = facts
        self.rowCount = rowCount
        self.diagnostics = diagnostics
    }
}

/// A published file: its path below the publication's folder.
package struct PublishedFile: Sendable, Hashable {
    package let path: String
    package let byteCount: Int64
    package let digest: Digest

    package init(path: String, byteCount: Int64, digest: Digest) {
        self.path = path
        self.byteCount = byteCount
        self.digest = digest
    }
}

/// What a stage has published for a period: files, facts and table rows that became visible in one moment.
package struct Publication: Sendable {
    package let stage: StageID
    package let run: RunID
    /// Absolute path of the generation's folder.
    package let directory: String
    package let files: [PublishedFile]
    package let facts: JSONNode
    /// Digest over files, facts and table rows.
    package let digest: Digest
    package let cacheKey: Digest
    package let rowCount: Int64
    package let diagnostics: [Diagnostic]
    /// The latest change of what had been published before, if there was one. No part of the digest: that says what the
    /// inputs came to, this how they came.
    package var restated: Restated?

    /// A change of published figures, and the run that made it.
    package struct Restated: Sendable, Hashable {
        package let run: RunID
        package let summary: [String]

        package init(run: RunID, summary: [String]) {
            self.run = run
            self.summary = summary
        }
    }

    package init(
        stage: StageID, run: RunID, directory: String, files: [PublishedFile], facts: JSONNode, digest: Digest,
        cacheKey: Digest, rowCount: Int64, diagnostics: [Diagnostic], restated: Restated? = nil
    ) {
        self.stage = stage
        self.run = run
        self.directory = directory
        self.files = files
        self.facts = facts
        self.digest = digest
        self.cacheKey = cacheKey
        self.rowCount = rowCount
        self.diagnostics = diagnostics
        self.restated = restated
    }

    /// Absolute paths of the published files below `folder`, in order.
    package func paths(below folder: String) -> [String] {
        files.filter { $0.path.hasPrefix(folder + "/") }.map { "\(directory)/\($0.path)" }
    }
}

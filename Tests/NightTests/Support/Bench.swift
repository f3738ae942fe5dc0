import Crypto
import Documents
import Kernel
import Synchronization
import TestSupport

@testable import Runner

/// Runs stages one after the other as a run does it, without a ledger: the same resolving of inputs, the same folders,
/// the same digests.
final class Bench: Sendable {
    let home: String
    private let root: String
    private let partition: Partition
    private let done = Mutex<[StageID: (publication: Publication, outcome: StageOutcome)]>([:])

    /// - Parameters:
    ///   - root: what relative paths start at.
    ///   - home: where publications are put; a new folder when nil.
    ///   - other: whose publications this bench may read.
    init(_ period: String, root: String = Checkout.root, home: String? = nil, after other: Bench? = nil) throws {
        self.home = try home ?? TemporaryFolder().path
        self.root = root
        guard let tenant = TenantID("harbor"), let job = JobID("test"), let period = Month(period) else {
            throw Missing("a sound partition")
        }
        partition = Partition(tenant: tenant, job: job, period: period)
        if let known = other?.done.withLock({ $0 }) { done.withLock { $0 = known } }
    }

    @discardableResult
    func run(_ name: String, _ kind: Runner.StageKind, _ options: String) throws -> Publication {
        guard let id = StageID(name) else { throw Missing("a sound name of a stage") }
        let node = try kind.options.read(JSONText.parse(Array(options.utf8), file: "options"))
        let entry = JobFile.StageEntry(id: id, kind: kind, stage: try kind.make(node), options: node)
        let resolved = try ResolvedStage(
            entry, partition: partition, tenantName: "Harbor", root: root, home: home, published: publications)
        let store = PublicationStore(home: home, partition: partition)
        let staging = try store.makeStaging(id, generation: 1)
        let outcome = try resolved.run(
            StageContext(
                tenant: partition.tenant, tenantName: "Harbor", period: partition.period, files: resolved.files,
                found: resolved.found, upstream: resolved.upstream, directory: staging, progress: { _ in }))
        let files = try store.files(in: staging)
        let directory = try store.seal(id, generation: 1)
        let publication = Publication(
            stage: id, run: RunID(began: Instant(microseconds: 0), random: 0), directory: "\(home)/\(directory)",
            files: files, facts: try JSONText.parse(PrettyJSON.bytes(outcome.facts), file: "facts", limits: .data),
            digest: try PublicationStore.digest(files: files, outcome: outcome), cacheKey: try resolved.cacheKey(),
            rowCount: outcome.rowCount, diagnostics: resolved.notes + outcome.diagnostics)
        done.withLock { $0[id] = (publication, outcome) }
        return publication
    }

    private var publications: [StageID: Publication] { done.withLock { $0.mapValues(\.publication) } }

    func publication(_ name: String) throws -> Publication {
        guard let id = StageID(name), let found = publications[id] else { throw Missing("publication '\(name)'") }
        return found
    }

    func outcome(_ name: String) throws -> StageOutcome {
        guard let id = StageID(name), let found = done.withLock({ $0[id] }) else { throw Missing("outcome '\(name)'") }
        return found.outcome
    }
}

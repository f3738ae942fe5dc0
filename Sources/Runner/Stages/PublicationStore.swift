import Crypto
import Documents
import Kernel

/// The folders of one partition's publications: `<home>/published/<tenant>/<job>/<period>/<stage>/g000001`, with a link
/// `current` to the generation that the ledger names.
///
/// The ledger decides what is published; the link follows it and is mended at every start.
struct PublicationStore: Sendable {
    let home: String
    let partition: Partition

    /// Path of a stage's folder below the home.
    private func relativeFolder(_ stage: StageID) -> String {
        "published/\(partition.tenant)/\(partition.job)/\(partition.period)/\(stage)"
    }

    private func folder(_ stage: StageID) -> String { "\(home)/\(relativeFolder(stage))" }

    private static func name(generation: Int64) -> String {
        let digits = String(generation)
        return "g" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    private static let stagingPrefix = "staging-"

    /// Each generation has a folder of its own: a run that was overtaken without noticing must not touch the files of
    /// the one that overtook it.
    private func staging(_ stage: StageID, _ generation: Int64) -> String {
        "\(folder(stage))/\(PublicationStore.stagingPrefix)\(PublicationStore.name(generation: generation))"
    }

    /// An empty folder for a stage to write into.
    func makeStaging(_ stage: StageID, generation: Int64) throws -> String {
        let staging = staging(stage, generation)
        try FileSystem.remove(staging)
        // Bills are for the account that runs reckon; who else may read them is its owner's choice.
        try FileSystem.makeDirectory("\(home)/published", mode: 0o700)
        try FileSystem.makeDirectory(staging)
        return staging
    }

    /// Digests what a stage wrote.
    func files(in staging: String) throws -> [PublishedFile] {
        try FileSystem.files(below: staging).map { path in
            let (digest, byteCount) = try Digest.ofFile("\(staging)/\(path)")
            return PublishedFile(path: path, byteCount: byteCount, digest: digest)
        }
    }

    /// Brings a finished stage's files to the disk under the name of the generation.
    ///
    /// - Returns: path of the generation's folder below the home. Nobody reads it before the ledger names it.
    func seal(_ stage: StageID, generation: Int64) throws -> String {
        let name = PublicationStore.name(generation: generation)
        let staging = staging(stage, generation)
        try FileSystem.synchronizeAll(below: staging)
        try FileSystem.remove("\(folder(stage))/\(name)")
        try FileSystem.rename(staging, to: "\(folder(stage))/\(name)")
        try FileSystem.synchronize(folder(stage))
        return "\(relativeFolder(stage))/\(name)"
    }

    /// Makes the folder agree with the ledger: the link names the published generation, and of the others only the one
    /// before it stays, for those who are reading it now.
    ///
    /// - Parameters:
    ///   - limit: the caller's own generation. Folders of later ones are left alone: a run that overtook the caller may be
    ///     filling them. One that comes from another ledger is replaced when its number comes up.
    ///   - permit: asked before anything is changed; what it throws keeps everything as it is.
    func settle(
        _ stage: StageID, published: StoredPublication?, upTo limit: Int64, permit: () throws -> Void = {}
    ) throws {
        let folder = folder(stage)
        guard FileSystem.isDirectory(folder) else { return }
        let names = try FileSystem.names(in: folder)
        let current = published.map { PublicationStore.name(generation: $0.generation) }
        let generations = names.filter { $0.hasPrefix("g") }
        let kept = Set([current].compactMap { $0 } + generations.filter { $0 < current ?? "" }.suffix(1))
        let stagings = names.filter { $0.hasPrefix(PublicationStore.stagingPrefix) }
        let stale = (generations + stagings).filter { name in
            !kept.contains(name) && PublicationStore.generation(of: name).map { $0 <= limit } == true
        }
        let isLinked = current == nil || FileSystem.linkTarget("\(folder)/current") == current
        guard !isLinked || !stale.isEmpty else { return }
        try permit()
        if let current, !isLinked { try FileSystem.replaceLink("\(folder)/current", target: current) }
        for name in stale { try FileSystem.remove("\(folder)/\(name)") }
    }

    /// The stages that have a folder here.
    func stages() throws -> [StageID] {
        try FileSystem.names(in: "\(home)/published/\(partition.tenant)/\(partition.job)/\(partition.period)")
            .compactMap { StageID($0) }
    }

    /// Of the name of a generation's folder, or of a staging folder.
    private static func generation(of name: String) -> Int64? {
        let rest = name.hasPrefix(stagingPrefix) ? name.dropFirst(stagingPrefix.count) : name[...]
        return rest.first == "g" ? Int64(rest.dropFirst()) : nil
    }

    /// True when all files of a publication are there, byte for byte.
    func isComplete(_ stored: StoredPublication) -> Bool {
        stored.publication.files.allSatisfy { file in
            let path = "\(home)/\(stored.directory)/\(file.path)"
            guard FileSystem.fingerprint(path).first == file.byteCount else { return false }
            // A file that cannot be read is as good as gone.
            guard let found = try? Digest.ofFile(path) else { return false }
            return found.digest == file.digest
        }
    }

    /// The publication with its folder as an absolute path.
    func located(_ stored: StoredPublication) -> Publication {
        let publication = stored.publication
        return Publication(
            stage: publication.stage, run: publication.run, directory: "\(home)/\(stored.directory)",
            files: publication.files, facts: publication.facts, digest: publication.digest,
            cacheKey: publication.cacheKey, rowCount: publication.rowCount, diagnostics: publication.diagnostics,
            restated: publication.restated)
    }

    /// Digest over all that a stage publishes. The folder's name is not part of it.
    static func digest(files: [PublishedFile], outcome: StageOutcome) throws -> Digest {
        var tables = SHA256()
        for table in outcome.tables {
            tables.update(Array("\(table.table) \(table.columns.joined(separator: ","))\n".utf8))
            for row in table.rows {
                tables.update(Array((row.map(\.digestText).joined(separator: "|") + "\n").utf8))
            }
        }
        let content = JSONOut.object([
            .init(
                "files",
                .array(
                    files.map {
                        .object([
                            .init("path", .string($0.path)), .init("sha256", .string($0.digest.description)),
                        ])
                    })),
            .init("facts", outcome.facts), .init("tables", .string(tables.finish().description)),
        ])
        return Digest(of: try CanonicalJSON.bytes(content))
    }
}

import Columns
import Kernel

/// Azure cost exports: `NAME/20260401-20260430/[run time/]GUID/part_0_0001.csv` with `manifest.json` (older ones
/// `_manifest.json`) beside the parts.
///
/// Every run is one folder. The manifest's number and sizes of blobs say whether it is complete; its number of rows is
/// checked after reading. The newest run of a month is read.
struct AzureExport: DeliveryLayout {
    let name: String

    /// A daily export with hourly re-runs makes some hundreds in a month.
    private static let runLimit = 2000

    /// A folder with its manifest read, or the reason why it cannot be.
    struct Content {
        let manifest: Result<AzureManifest, Failure>
    }

    func find(_ period: Month, in source: DeliverySource) throws(Failure) -> Delivery {
        let folder = "\(name)/\(CompactDays.month(period, endIncluded: true))"
        let objects = try source.store.list(folder)
        guard !objects.isEmpty else {
            throw source.nothing(
                "export \(QuotedText.of(name)) has delivered nothing for \(period)", in: "",
                hint: "files are expected in \(source.name(folder))/; an export must cover whole months")
        }
        let byFolder = Dictionary(grouping: objects) { StorePath.folder($0.path) }
        guard byFolder.count <= AzureExport.runLimit else {
            throw Failure(
                .badInput, DeliveryCode.tooManyFiles,
                "the month has \(byFolder.count) folders; the limit is \(AzureExport.runLimit)",
                at: source.place(folder), hint: "remove those of older runs")
        }
        var runs: [DeliveryRuns<Content>.Run] = []
        for (path, objects) in byFolder.sorted(by: { $0.key < $1.key }) {
            runs.append(try run(path, objects, period: period, source))
        }
        try refuseMixture(runs, folder: folder, source)
        let stored = Dictionary(uniqueKeysWithValues: objects.map { ($0.path, $0) })
        return try DeliveryRuns(runs: runs).newest(in: source) { run throws(Failure) in
            let manifest = try run.content.manifest.get()
            let paths = manifest.blobs.map(\.path)
            let objects = try source.objects(named: paths, among: stored, by: manifest.manifest, of: run.shown)
            for (object, blob) in zip(objects, manifest.blobs) where object.byteCount != blob.byteCount {
                throw source.incomplete(
                    "\(StorePath.quoted(object.path)) has \(object.byteCount) bytes, the manifest says \(blob.byteCount)",
                    at: manifest.manifest.object.path)
            }
            return Delivery(
                id: manifest.runId, manifest: manifest.manifest, type: manifest.type, objects: objects,
                rowCount: manifest.rowCount)
        }
    }

    private func run(
        _ path: String, _ objects: [StoredObject], period: Month, _ source: DeliverySource
    ) throws(Failure) -> DeliveryRuns<Content>.Run {
        let named = objects.filter { ["manifest.json", "_manifest.json"].contains(StorePath.lastPart($0.path)) }
        let shown = "run \(StorePath.lastPart(path))"
        let newest = objects.compactMap(\.modified).max()
        let read: Result<AzureManifest, Failure>
        do throws(Failure) {
            guard let object = named.first else { throw source.incomplete("\(shown) has no manifest yet", at: path) }
            read = .success(try AzureManifest(object, period: period, in: source))
        } catch {
            // What is wrong with it matters only if it is the one to be read; what the store says matters always.
            guard [.tryLater, .badInput, .missingInput].contains(error.exitStatus) else { throw error }
            read = .failure(error)
        }
        let manifest = try? read.get()  // A manifest that cannot be read says neither when nor how it was made.
        return DeliveryRuns.Run(
            shown: shown, made: manifest?.submitted ?? newest, path: path,
            isKept: !(manifest?.overwrites ?? false), content: Content(manifest: read))
    }

    /// Actual and amortised costs are two views of one bill: which of them a folder holds must not change with time.
    private func refuseMixture(
        _ runs: [DeliveryRuns<Content>.Run], folder: String, _ source: DeliverySource
    ) throws(Failure) {
        var types: Set<String> = []
        for run in runs { if case .success(let manifest) = run.content.manifest { types.insert(manifest.type) } }
        guard types.count <= 1 else {
            throw Failure(
                .badInput, DeliveryCode.otherExport,
                "the runs of \(QuotedText.of(name)) are of different kinds: \(QuotedText.list(types.sorted()))",
                at: source.place(folder),
                hint: "they overlap and must not be loaded together; give each export a name of its own")
        }
    }
}

import Columns
import Documents
import Kernel

/// AWS Data Exports (CUR 2.0, FOCUS): `NAME/data/BILLING_PERIOD=2026-04/` with a manifest in
/// `NAME/metadata/BILLING_PERIOD=2026-04/NAME-Manifest.json`, which is written after all data files.
///
/// An export overwrites its files, or adds a folder `<time>-<execution>/` below both partitions. The manifest's list of
/// files counts, never what lies in the folder.
struct AWSDataExport: DeliveryLayout {
    let name: String

    /// What belongs to one execution; the execution is empty for an export that overwrites.
    struct Content {
        var manifest: StoredObject?
        var files: [StoredObject] = []
    }

    func find(_ period: Month, in source: DeliverySource) throws(Failure) -> Delivery {
        let key = "billing_period=\(period)"
        var byExecution: [String: Content] = [:]
        var partitions: Set = ["BILLING_PERIOD=\(period)", key]
        for object in try source.store.list("\(name)/metadata") {
            let parts = Parts(object.path, below: "\(name)/metadata/")
            guard parts.partition.lowercased() == key, let execution = parts.execution,
                StorePath.lastPart(object.path).lowercased().hasSuffix("manifest.json")
            else { continue }
            partitions.insert(parts.partition)
            byExecution[execution, default: Content()].manifest = object
        }
        let withManifest = Set(byExecution.keys)
        var stored: [String: StoredObject] = [:]
        for partition in partitions.sorted() {
            for object in try source.store.list("\(name)/data/\(partition)") {
                stored[object.path] = object
                guard let execution = Parts(object.path, below: "\(name)/data/").execution else { continue }
                byExecution[execution, default: Content()].files.append(object)
            }
        }
        // Folders of executions that one common manifest names are no deliveries of their own.
        if !withManifest.isEmpty {
            let hasOwn = withManifest != [""]
            byExecution = byExecution.filter { $0.value.manifest != nil || ($0.key != "" && hasOwn) }
        }
        guard !byExecution.isEmpty else {
            throw source.nothing(
                "export \(QuotedText.of(name)) has delivered nothing for \(period)", in: "",
                hint: "files are expected in \(source.name("\(name)/data/BILLING_PERIOD=\(period)/"))")
        }
        let folders = partitions.sorted().map { "\(name)/data/\($0)/" }
        return try DeliveryRuns(runs: byExecution.map(run)).newest(in: source) { run throws(Failure) in
            try read(run, folders: folders, stored: stored, source)
        }
    }

    private func run(_ execution: String, _ content: Content) -> DeliveryRuns<Content>.Run {
        let newest = content.files.compactMap(\.modified).max()
        return DeliveryRuns.Run(
            shown: execution.isEmpty ? "the delivery" : "delivery \(execution)",
            made: AWSDataExport.time(execution) ?? content.manifest?.modified ?? newest, path: execution,
            isKept: !execution.isEmpty, content: content)
    }

    /// `2024-05-18T20:16:37.306Z` of `2024-05-18T20:16:37.306Z-<execution id>`.
    private static func time(_ execution: String) -> Instant? {
        execution.firstIndex(of: "Z").flatMap { Instant(String(execution[...$0])) }
    }

    private func read(
        _ run: DeliveryRuns<Content>.Run, folders: [String], stored: [String: StoredObject], _ source: DeliverySource
    ) throws(Failure) -> Delivery {
        guard let object = run.content.manifest else {
            let folder = run.content.files.first.map { StorePath.folder($0.path) } ?? ""
            throw source.incomplete("\(run.shown) has no manifest yet", at: folder)
        }
        let manifest = try Manifest(object, in: source)
        let paths = try ManifestPaths(folders: folders, source: source).all(
            manifest.root.manifestArray("dataFiles"), manifest: manifest
        ) { node throws(Failure) in
            guard let text = node.string else {
                throw Manifest.damaged("a data file is \(node.kind.rawValue), expected a string", at: node)
            }
            return text
        }
        let execution = try manifest.root.manifestText(ifPresent: "executionId")
        return Delivery(
            id: run.path.isEmpty ? execution : run.path, manifest: manifest,
            objects: try source.objects(named: paths, among: stored, by: manifest, of: run.shown))
    }

    /// `partition/[execution/]file` of a path below `data/` or `metadata/`.
    private struct Parts {
        let partition: String
        /// Empty when the file lies in the partition itself, nil when it lies deeper than an execution.
        let execution: String?

        init(_ path: String, below folder: String) {
            let parts = path.dropFirst(folder.count).split(separator: "/")
            partition = parts.first.map { String($0) } ?? ""
            switch parts.count {
            case 2: execution = ""
            case 3: execution = String(parts[1])
            default: execution = nil
            }
        }
    }
}

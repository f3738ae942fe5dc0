import Columns
import Documents
import Kernel

/// AWS's older Cost and Usage Reports: `NAME/20260401-20260501/[ASSEMBLY/]NAME-Manifest.json` with `reportKeys`.
///
/// The manifest beside the assemblies is the newest and is rewritten with each; a report that overwrites has no other.
/// Reports for Athena keep their files in `NAME/NAME/year=2026/month=4/`.
struct AWSCostAndUsageReport: DeliveryLayout {
    let name: String

    func find(_ period: Month, in source: DeliverySource) throws(Failure) -> Delivery {
        let range = CompactDays.month(period, endIncluded: false)
        let folder = "\(name)/\(range)"
        let athena = "\(name)/\(name)/year=\(period.year)/month=\(period.month)"
        let objects = try source.store.list(folder)
        var stored: [String: StoredObject] = [:]
        for object in objects + (try source.store.list(athena)) { stored[object.path] = object }
        let manifests = objects.filter { $0.path.hasSuffix("/\(name)-Manifest.json") }
        guard !manifests.isEmpty else {
            guard stored.isEmpty else {
                throw source.incomplete("report \(QuotedText.of(name)) has no manifest for \(period) yet", at: folder)
            }
            throw source.nothing(
                "report \(QuotedText.of(name)) has delivered nothing for \(period)", in: "",
                hint: "files are expected in \(source.name(folder))/")
        }
        let keepsRuns = manifests.contains { StorePath.folder($0.path) != folder }
        let runs = manifests.map { object in
            let isCurrent = StorePath.folder(object.path) == folder
            return DeliveryRuns<StoredObject>.Run(
                shown: isCurrent
                    ? "the newest delivery" : "delivery \(StorePath.lastPart(StorePath.folder(object.path)))",
                made: isCurrent ? Instant(microseconds: .max) : object.modified, path: object.path,
                isKept: keepsRuns, content: object)
        }
        return try DeliveryRuns(runs: runs).newest(in: source) { run throws(Failure) in
            let manifest = try Manifest(run.content, in: source)
            try check(manifest, range: range, source)
            let paths = try ManifestPaths(folders: ["\(folder)/", "\(athena)/"], source: source).all(
                manifest.root.manifestArray("reportKeys"), manifest: manifest
            ) { node throws(Failure) in
                guard let text = node.string else {
                    throw Manifest.damaged("a report key is \(node.kind.rawValue), expected a string", at: node)
                }
                return text
            }
            return Delivery(
                id: try manifest.root.manifestText(ifPresent: "assemblyId"), manifest: manifest,
                objects: try source.objects(named: paths, among: stored, by: manifest, of: run.shown))
        }
    }

    /// The manifest must be one of this bucket and month.
    private func check(_ manifest: Manifest, range: String, _ source: DeliverySource) throws(Failure) {
        let root = manifest.root
        if let bucket = try root.manifestText(ifPresent: "bucket"), source.isBucket,
            !"\(source.store.location)/".hasPrefix("s3://\(bucket)/")
        {
            throw Manifest.damaged(
                "the manifest is of bucket \(QuotedText.of(bucket))", at: root["bucket"] ?? root,
                hint: "the location is \(source.shown); was the manifest copied from elsewhere?")
        }
        let billing = try root.manifestObject(ifPresent: "billingPeriod")
        if let start = try billing.manifestText(ifPresent: "start"), start.prefix(8) != range.prefix(8) {
            throw Manifest.damaged(
                "the manifest is of the month that starts at \(QuotedText.of(start))", at: billing["start"] ?? root,
                hint: "it lies in the folder \(range)")
        }
    }
}

/// Ranges of days as folders are named after them: `20260401-20260430`.
enum CompactDays {
    static func month(_ month: Month, endIncluded: Bool) -> String {
        let end = endIncluded ? month.next.firstDay.advanced(by: -1) : month.next.firstDay
        return "\(text(month.firstDay))-\(text(end))"
    }

    private static func text(_ day: CalendarDay) -> String { day.description.replacing("-", with: "") }
}

import Columns
import Documents
import Kernel

/// What a manifest of an Azure export says.
struct AzureManifest: Sendable {
    struct Blob: Sendable {
        let path: String
        let byteCount: Int64
    }

    /// Exports that are bills. FocusCost holds both views, the other two one each.
    private static let bills = ["ActualCost", "AmortizedCost", "FocusCost"]

    let manifest: Manifest
    let type: String
    let runId: String
    let submitted: Instant?
    let overwrites: Bool
    let blobs: [Blob]
    let rowCount: Int64?

    init(_ object: StoredObject, period: Month, in source: DeliverySource) throws(Failure) {
        manifest = try Manifest(object, in: source)
        let root = manifest.root
        let configuration = try root.manifestObject(ifPresent: "exportConfig")
        type = try configuration.manifestText("type")
        guard AzureManifest.bills.contains(type) else {
            throw Failure(
                .badInput, DeliveryCode.otherExport, "an export of kind \(QuotedText.of(type)) is no bill",
                at: configuration["type"]?.place, hint: "bills are \(QuotedText.list(AzureManifest.bills))")
        }
        let run = try root.manifestObject(ifPresent: "runInfo")
        runId = try run.manifestText("runId")
        submitted = try run.manifestText(ifPresent: "submittedTime").flatMap { Instant($0) }
        if let start = try run.manifestText(ifPresent: "startDate"), start.prefix(7) != period.description {
            throw Manifest.damaged(
                "the manifest is of the period that starts at \(QuotedText.of(start))", at: run["startDate"] ?? run,
                hint: "it lies in a folder of \(period)")
        }
        let delivery = try root.manifestObject(ifPresent: "deliveryConfig")
        overwrites = try delivery.manifestText(ifPresent: "dataOverwriteBehavior") == "OverwritePreviousReport"
        let nodes = try root.manifestArray("blobs")
        blobs = try AzureManifest.blobs(nodes, manifest, source)
        try AzureManifest.check(root, "blobCount", against: Int64(nodes.count), "the manifest lists")
        try AzureManifest.check(
            root, "byteCount", against: try AzureManifest.sum(blobs.map(\.byteCount), at: root), "its blobs have")
        rowCount = try AzureManifest.rowCount(root, nodes)
    }

    private static func blobs(
        _ nodes: [JSONNode], _ manifest: Manifest, _ source: DeliverySource
    ) throws(Failure) -> [Blob] {
        let folder = StorePath.folder(manifest.object.path)
        let paths = try ManifestPaths(folders: ["\(folder)/"], source: source).all(nodes, manifest: manifest) {
            node throws(Failure) in try node.manifestText("blobName")
        }
        var blobs: [Blob] = []
        for (node, path) in zip(nodes, paths) {
            blobs.append(Blob(path: path, byteCount: try node.manifestCount("byteCount")))
        }
        return blobs
    }

    /// A manifest that contradicts itself was not written by one run.
    private static func check(
        _ root: JSONNode, _ key: String, against found: Int64, _ subject: String
    ) throws(Failure) {
        guard let stated = try root.manifestCount(ifPresent: key), stated != found else { return }
        throw Manifest.damaged(
            "\"\(key)\" is \(stated), and \(subject) \(found)", at: root[key] ?? root,
            hint: "let the provider deliver anew")
    }

    private static func sum(_ counts: [Int64], at node: JSONNode) throws(Failure) -> Int64 {
        var total: Int64 = 0
        for count in counts {
            let (sum, isTooLarge) = total.addingReportingOverflow(count)
            guard !isTooLarge else { throw Manifest.damaged("sizes in the manifest are impossible", at: node) }
            total = sum
        }
        return total
    }

    /// The manifest's own number, else the sum of its blobs' when all have one.
    private static func rowCount(_ root: JSONNode, _ nodes: [JSONNode]) throws(Failure) -> Int64? {
        if let total = try root.manifestCount(ifPresent: "dataRowCount") { return total }
        var counts: [Int64] = []
        for node in nodes {
            guard let count = try node.manifestCount(ifPresent: "dataRowCount") else { return nil }
            counts.append(count)
        }
        return try sum(counts, at: root)
    }
}

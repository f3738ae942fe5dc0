import Columns
import Crypto
import Kernel

/// A complete delivery of a bill for one period, as its layout found it.
struct Delivery: Sendable {
    /// What the provider calls this run of its export; nil where the layout knows no runs.
    let id: String?
    /// The manifest's path below the location; nil where the layout has none.
    let manifest: String?
    let manifestDigest: Digest?
    /// The kind of export where the manifest says it, such as `AmortizedCost`.
    let type: String?
    /// By path.
    let objects: [StoredObject]
    /// Rows of all files together where the manifest says it.
    let rowCount: Int64?
    var notes: [Diagnostic] = []

    /// More is a location that was mistyped, or a manifest that was not made by a provider.
    static let fileLimit = 10_000

    /// A delivery without a manifest: what is there is all there is.
    init(objects: [StoredObject]) {
        id = nil
        manifest = nil
        manifestDigest = nil
        type = nil
        rowCount = nil
        self.objects = objects
    }

    init(id: String?, manifest: Manifest, type: String? = nil, objects: [StoredObject], rowCount: Int64? = nil) {
        self.id = id
        self.manifest = manifest.object.path
        manifestDigest = manifest.digest
        self.type = type
        self.objects = objects.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        self.rowCount = rowCount
    }

    /// True when both are the same files of the same run.
    func isSame(as other: Delivery) -> Bool {
        id == other.id && manifest == other.manifest && manifestDigest == other.manifestDigest
            && objects == other.objects
    }
}

/// The rule by which a provider lays out folders, files and manifests.
protocol DeliveryLayout: Sendable {
    /// The complete delivery to be read for a period.
    ///
    /// - Throws: exit 66 when nothing was delivered, 75 (transient) when it is not complete, 65 when a manifest cannot
    ///   be trusted; and as the store.
    func find(_ period: Month, in source: DeliverySource) throws(Failure) -> Delivery
}

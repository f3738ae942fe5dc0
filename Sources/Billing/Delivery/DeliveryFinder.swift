import Columns
import Crypto
import Documents
import Kernel
import Runner

/// Finds the files of a period where a provider delivers them, and brings them to this machine.
struct DeliveryFinder: InputFinder {
    let layoutName: String
    let layout: any DeliveryLayout
    /// As the job writes it.
    let location: String
    /// The export's name where the layout has one.
    let name: String?
    let open: StoreOpening

    func find(_ search: InputSearch) throws(Failure) -> FoundInput {
        let source = try source(root: search.root)
        let delivery = try layout.find(search.period, in: source)
        var files: [FoundInput.File] = []
        for object in delivery.objects {
            files.append(
                FoundInput.File(
                    name: source.name(object.path), path: try source.store.localCopy(of: object, in: search.cache)))
        }
        // Copying takes a while, in which a bucket's delivery may have been replaced. Files of this machine are
        // watched by the runner while they are read.
        if source.isBucket {
            let now = try layout.find(search.period, in: source)
            guard now.isSame(as: delivery) else {
                throw source.incomplete("the delivery changed while it was copied", at: delivery.manifest ?? "")
            }
        }
        return FoundInput(
            files: files, facts: facts(delivery, source), rowCount: delivery.rowCount,
            summary: summary(delivery, source), notes: delivery.notes)
    }

    private func source(root: String) throws(Failure) -> DeliverySource {
        if location.contains("://") {
            let store = try open(location)
            return DeliverySource(store: store, shown: store.location)
        }
        var shown = location
        while shown.utf8.count > 1, shown.hasSuffix("/") { shown.removeLast() }
        let path = shown.hasPrefix("/") ? shown : "\(root)/\(shown)"
        guard FileSystem.isDirectory(path) else {
            throw Failure(
                .missingInput, DeliveryCode.noDelivery, "there is no such folder", at: Place(file: shown),
                hint: shown.hasPrefix("/") ? "check the location" : "a relative location starts beside Jobs/",
                detail: path)
        }
        return DeliverySource(store: try open(path), shown: shown)
    }

    /// What identifies a delivery. The list of its files with their digests stands beside it, as for all inputs.
    private func facts(_ delivery: Delivery, _ source: DeliverySource) -> JSONOut {
        .object([
            .init("layout", .string(layoutName)), .init("location", .string(source.shown)),
            .init("name", .optional(name)), .init("id", .optional(delivery.id)),
            .init("type", .optional(delivery.type)),
            .init("manifest", .optional(delivery.manifest.map { source.name($0) })),
            .init("manifestSha256", .optional(delivery.manifestDigest?.description)),
            .init("rows", delivery.rowCount.map { .integer(Int($0)) } ?? .null),
        ])
    }

    private func summary(_ delivery: Delivery, _ source: DeliverySource) -> String {
        let count = delivery.objects.count == 1 ? "1 file" : "\(delivery.objects.count) files"
        let identity = delivery.id.map { " \($0)" } ?? ""
        return "\(layoutName) delivery\(identity) in \(source.shown): \(count)"
    }
}

import Columns
import Kernel

/// Where a provider delivers, with the names that messages and facts give to what lies there.
struct DeliverySource: Sendable {
    let store: any ObjectStore
    /// The location as people write it, without credentials.
    let shown: String

    /// A bucket's times say in which order its files were written; those of copied folders do not.
    var isBucket: Bool { store.location.contains("://") }

    func name(_ path: String) -> String { "\(shown)/\(path)" }
    func place(_ path: String) -> Place { Place(file: path.isEmpty ? shown : name(path)) }

    /// Nothing was delivered for the period.
    func nothing(_ message: String, in folder: String, hint: String) -> Failure {
        Failure(.missingInput, DeliveryCode.noDelivery, message, at: place(folder), hint: hint)
    }

    /// Something was delivered and is not complete.
    func incomplete(_ message: String, at path: String) -> Failure {
        Failure(
            .tryLater, DeliveryCode.incomplete, message, at: place(path),
            hint: "it is being delivered, or was copied in part; run again when it is complete", isTransient: true)
    }

    /// Refuses a delivery whose files are too many to be one month's bill.
    func limit(_ objects: [StoredObject], in folder: String) throws(Failure) {
        guard objects.count <= Delivery.fileLimit else {
            throw Failure(
                .badInput, DeliveryCode.tooManyFiles,
                "\(objects.count) files would be read; the limit is \(Delivery.fileLimit)", at: place(folder),
                hint: "name a folder that holds one month's bill of one account")
        }
    }

    /// Files that a manifest names, as the store has them.
    ///
    /// - Throws: exit 75 naming those that are missing, or that are newer than the manifest of a bucket: its next run is
    ///   overwriting them.
    func objects(
        named paths: [String], among stored: [String: StoredObject], by manifest: Manifest, of delivery: String
    ) throws(Failure) -> [StoredObject] {
        let missing = paths.filter { stored[$0] == nil }
        guard missing.isEmpty else {
            throw incomplete(
                "\(delivery) lacks \(missing.count) of \(paths.count) files: \(StorePath.quoted(missing))",
                at: manifest.object.path)
        }
        let objects = paths.compactMap { stored[$0] }
        if isBucket, let written = manifest.object.modified {
            let newer = objects.filter { $0.modified.map { $0 > written } ?? false }
            guard newer.isEmpty else {
                throw incomplete(
                    "\(delivery) is being overwritten: \(StorePath.quoted(newer.map(\.path))) changed after the manifest was written",
                    at: manifest.object.path)
            }
        }
        return objects
    }
}

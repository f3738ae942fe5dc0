import Columns
import Kernel

/// All bill files below a folder, at any depth. Nothing says which files belong to a delivery, so it counts as complete
/// when it is there: at once, or as soon as a file says so that is written last.
struct BillFolder: DeliveryLayout {
    /// Below the location; may hold `{period}`; empty for the location itself.
    let folder: String
    /// Name of the file in the folder that is written last; its content does not matter.
    let marker: String?

    /// Endings of the formats that bills come in.
    static let suffixes = [".csv", ".csv.gz", ".csv.zst", ".parquet"]

    func find(_ period: Month, in source: DeliverySource) throws(Failure) -> Delivery {
        let folder = folder.replacing("{period}", with: period.description)
        let all = try source.store.list(folder)
        let objects = all.filter { BillFolder.isBill($0.path) }
        guard !objects.isEmpty else {
            let endings = BillFolder.suffixes.joined(separator: " ")
            throw source.nothing(
                "there are no bill files for \(period) here", in: folder, hint: "files that end in \(endings) are read")
        }
        try source.limit(objects, in: folder)
        try BillFolder.refuseTwoForms(objects, source)
        if let marker { try check(marker, folder, all, objects, source) }
        return Delivery(objects: objects)
    }

    private func check(
        _ marker: String, _ folder: String, _ all: [StoredObject], _ objects: [StoredObject], _ source: DeliverySource
    ) throws(Failure) {
        let path = folder.isEmpty ? marker : "\(folder)/\(marker)"
        guard let found = all.first(where: { $0.path == path }) else {
            throw source.incomplete("the marker \(QuotedText.of(marker)) is missing", at: folder)
        }
        guard source.isBucket, let written = found.modified else { return }
        if let newer = objects.first(where: { $0.modified.map { $0 > written } ?? false }) {
            throw source.incomplete(
                "\(StorePath.quoted(newer.path)) changed after the marker \(QuotedText.of(marker)) was written",
                at: folder)
        }
    }

    /// Hidden files are those of programs that are still copying.
    static func isBill(_ path: String) -> Bool {
        !StorePath.lastPart(path).hasPrefix(".") && suffixes.contains { path.hasSuffix($0) }
    }

    /// `part-0.csv` and `part-0.csv.gz` are one file, unpacked and left beside its source.
    static func refuseTwoForms(_ objects: [StoredObject], _ source: DeliverySource) throws(Failure) {
        var byStem: [String: String] = [:]
        for object in objects {
            guard let suffix = suffixes.first(where: { object.path.hasSuffix($0) }) else { continue }
            let stem = String(object.path.dropLast(suffix.count))
            if let other = byStem.updateValue(object.path, forKey: stem) {
                throw Failure(
                    .badInput, DeliveryCode.sameFileTwice,
                    "\(StorePath.quoted(other)) and \(StorePath.quoted(object.path)) differ in their endings only",
                    at: source.place(StorePath.folder(object.path)),
                    hint: "their charges would count twice; keep one of the two")
            }
        }
    }
}

import Kernel

/// Where copies of files that lie elsewhere are kept: `<home>/cache/<tenant>/<job>/<period>/<stage>`.
struct InputCache: Sendable {
    let folder: String
    private let top: String

    init(home: String, partition: Partition, stage: StageID) {
        top = "\(home)/cache"
        folder = "\(top)/\(partition.tenant)/\(partition.job)/\(partition.period)/\(stage)"
    }

    /// Bills are for the account that runs reckon, as in `published/`.
    func prepare() throws(Failure) {
        try FileSystem.makeDirectory(top, mode: 0o700)
        try FileSystem.makeDirectory(folder)
    }

    /// Removes every copy that is none of these files, and folders that are then empty: a provider that adds a delivery
    /// a day would otherwise fill the disk.
    func prune(keeping files: [InputFile]) throws(Failure) {
        _ = try InputCache.prune(folder, keeping: Set(files.map(\.path)))
    }

    /// - Returns: whether nothing is left in the folder.
    private static func prune(_ folder: String, keeping kept: Set<String>) throws(Failure) -> Bool {
        var isEmpty = true
        for name in try FileSystem.names(in: folder) {
            let path = "\(folder)/\(name)"
            if kept.contains(path) {
                isEmpty = false
            } else if FileSystem.isDirectory(path), FileSystem.linkTarget(path) == nil {
                if try prune(path, keeping: kept) { try FileSystem.remove(path) } else { isEmpty = false }
            } else {
                try FileSystem.remove(path)
            }
        }
        return isEmpty
    }
}

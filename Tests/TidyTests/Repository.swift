import Foundation

/// The checkout that these tests were compiled from.
struct Repository {
    let root: URL
    /// Every file that is tracked or would be after `git add .`, relative to `root`, sorted.
    let paths: [String]
    /// The tracked files alone; equal to `paths` outside of a git checkout.
    let trackedPaths: [String]
    let textFiles: [TextFile]

    static let current = Result { try Repository() }

    init() throws {
        var top = URL(filePath: #filePath)
        for _ in 0..<3 { top.deleteLastPathComponent() }
        root = top
        let files = FileManager.default
        if let tracked = Repository.gitPaths(in: top, ["--cached"]),
            let all = Repository.gitPaths(in: top, ["--cached", "--others", "--exclude-standard"])
        {
            trackedPaths = tracked
            paths = all.filter { files.fileExists(atPath: top.appending(path: $0).path) }
        } else {
            paths = try Repository.walkedPaths(in: top)
            trackedPaths = paths
        }
        textFiles = try paths.compactMap { path in
            let bytes = try Data(contentsOf: top.appending(path: path))
            guard !bytes.prefix(8192).contains(0), let text = String(data: bytes, encoding: .utf8) else { return nil }
            return TextFile(path, text)
        }
    }

    func file(_ path: String) -> TextFile? { textFiles.first { $0.path == path } }

    /// Nil where git does not know the folder as a checkout, for example in an unpacked release.
    private static func gitPaths(in root: URL, _ which: [String]) -> [String]? {
        let arguments = ["git", "-c", "safe.directory=*", "ls-files", "-z"] + which
        guard let output = try? Subprocess.run(arguments, in: root) else { return nil }
        return Set(output.split(separator: "\0").map(String.init)).sorted()
    }

    /// Every file below `root` outside of what is built, fetched or run there.
    private static func walkedPaths(in root: URL) throws -> [String] {
        let skipped = [".build", ".arrow", ".reckon", ".venv", ".git", ".swiftpm"]
        let files = FileManager.default
        return try files.subpathsOfDirectory(atPath: root.path).filter { path in
            guard let top = path.split(separator: "/").first else { return false }
            guard path != "Package.resolved", !skipped.contains(where: { top == $0 || top.hasPrefix($0 + "-") })
            else { return false }
            var isFolder: ObjCBool = false
            return files.fileExists(atPath: root.appending(path: path).path, isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }
}

import Columns
import Documents
import Kernel

/// Turns the files that a manifest names into paths below the location.
///
/// Providers write whole addresses (`s3://bucket/prefix/...`) or keys of the bucket. A location may be the bucket, a
/// folder of it, or a copy on this machine, so only the end of a name is sure: it must lie in one of the folders that
/// belong to the delivery.
struct ManifestPaths: Sendable {
    /// Folders below the location that the files may lie in, with a slash at their end.
    let folders: [String]
    let source: DeliverySource

    /// - Parameter nodes: the elements of the manifest's list.
    /// - Parameter text: the name in an element.
    func all(
        _ nodes: [JSONNode], manifest: Manifest, _ text: (JSONNode) throws(Failure) -> String
    ) throws(Failure) -> [String] {
        guard !nodes.isEmpty else {
            throw source.nothing(
                "the manifest names no files", in: manifest.object.path,
                hint: "the provider has delivered nothing for this period yet")
        }
        guard nodes.count <= Delivery.fileLimit else {
            throw Failure(
                .badInput, DeliveryCode.tooManyFiles,
                "the manifest names \(nodes.count) files; the limit is \(Delivery.fileLimit)",
                at: source.place(manifest.object.path), hint: "find out who wrote it")
        }
        var seen: Set<String> = []
        var paths: [String] = []
        for node in nodes {
            let path = try path(try text(node), at: node.place)
            guard seen.insert(path).inserted else {
                throw Manifest.damaged(
                    "the manifest names \(StorePath.quoted(path)) twice", at: node,
                    hint: "its charges would count twice; let the provider deliver anew")
            }
            paths.append(path)
        }
        return paths
    }

    func path(_ text: String, at place: Place) throws(Failure) -> String {
        var key = text[...]
        if let scheme = text.firstRange(of: "://") {
            if source.isBucket {
                guard text.hasPrefix(source.store.location + "/") else {
                    throw strange(text, at: place, "it lies outside the location \(source.shown)")
                }
            }
            // The bucket's name is the first part after the scheme.
            let rest = text[scheme.upperBound...]
            key = rest.firstIndex(of: "/").map { rest[rest.index(after: $0)...] } ?? ""
        }
        guard StorePath.isPlain(key) else {
            throw strange(text, at: place, "a path has parts between single slashes, none of them . or ..")
        }
        var start = key.startIndex
        while true {
            let tail = key[start...]
            if folders.contains(where: { tail.hasPrefix($0) && tail.utf8.count > $0.utf8.count }) {
                return String(tail)
            }
            guard let slash = tail.firstIndex(of: "/") else { break }
            start = key.index(after: slash)
        }
        throw strange(text, at: place, "files of this delivery lie in \(StorePath.quoted(folders))")
    }

    private func strange(_ text: String, at place: Place, _ hint: String) -> Failure {
        Failure(
            .badInput, DeliveryCode.strangePath,
            "the manifest names \(StorePath.quoted(text)), which is no file of this delivery", at: place, hint: hint)
    }
}

/// Paths below a store's root.
enum StorePath {
    /// PATH_MAX of Linux; keys of buckets end at 1024.
    private static let byteLimit = 4096

    /// Relative, no control characters or backslashes, and no part that is empty, `.` or `..`.
    static func isPlain(_ path: Substring) -> Bool {
        guard (1...byteLimit).contains(path.utf8.count) else { return false }
        guard path.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }) else { return false }
        return path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty && $0 != "." && $0 != ".."
        }
    }

    /// For messages: as a whole, since the end of a path tells files apart.
    static func quoted(_ path: String) -> String { QuotedText.of(path, limit: 500) }

    /// The first few of many.
    static func quoted(_ paths: [String]) -> String {
        let shown = paths.prefix(3).map { quoted($0) }.joined(separator: ", ")
        return paths.count > 3 ? "\(shown) and \(paths.count - 3) more" : shown
    }

    /// The folder of a file; empty at the root.
    static func folder(_ path: String) -> String { path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "" }

    static func lastPart(_ path: String) -> String {
        path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
    }
}

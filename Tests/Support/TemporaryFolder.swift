import Foundation
import Synchronization

/// A new folder of its own. All of them lie below one folder, which is removed when the process ends.
package struct TemporaryFolder: Sendable {
    package let path: String

    private static let base = Result {
        var template = Array("/tmp/reckon-test-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw CocoaError(.fileWriteUnknown) }
        // The account of the embedded server must pass through.
        chmod(made, 0o755)
        let path = String(cString: made)
        atexit { TemporaryFolder.removeAll() }
        return path
    }
    private static let count = Atomic(0)

    package init() throws {
        let number = TemporaryFolder.count.add(1, ordering: .relaxed).newValue
        path = "\(try TemporaryFolder.base.get())/\(number)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    private static func removeAll() {
        // What cannot be removed stays below /tmp; no test depends on it.
        if let base = try? base.get() { try? FileManager.default.removeItem(atPath: base) }
    }

    /// Makes the folders it lies in, and returns its path.
    @discardableResult
    package func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = URL(filePath: "\(path)/\(name)")
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file.path
    }

    @discardableResult
    package func write(_ text: String, to name: String) throws -> String { try write(Array(text.utf8), to: name) }

    package func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: "\(path)/\(name)")), as: UTF8.self)
    }

    /// Paths of all files and folders below, hidden ones too.
    package var files: [String] {
        FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    }

    /// Paths of all files below any folder, in order.
    package static func files(below folder: String) -> [String] {
        let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return all.filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }
}

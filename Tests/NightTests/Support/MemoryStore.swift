import Columns
import Kernel

/// A bucket in memory: what a layout sees is what the test wrote.
struct MemoryStore: ObjectStore {
    let location: String
    private(set) var files: [String: [UInt8]] = [:]
    private(set) var modified: [String: Instant] = [:]

    init(_ location: String) { self.location = location }

    /// - Parameter minute: when the file was written, in minutes since some night.
    mutating func write(_ text: String, to path: String, minute: Int64? = nil) {
        files[path] = Array(text.utf8)
        modified[path] = minute.map { Instant(secondsSinceEpoch: 1_777_600_000 + 60 * $0) }
    }

    mutating func remove(_ path: String) { files[path] = nil }

    func list(_ folder: String) throws(Failure) -> [StoredObject] {
        let found = files.keys.filter { folder.isEmpty || $0.hasPrefix(folder + "/") }
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map {
            StoredObject(path: $0, byteCount: Int64(files[$0]?.count ?? 0), modified: modified[$0])
        }
    }

    func read(_ path: String, byteLimit: Int) throws(Failure) -> [UInt8] {
        guard let bytes = files[path] else {
            throw Failure(.missingInput, DiagnosticCode("T", 1), "no file", at: Place(file: path))
        }
        guard bytes.count <= byteLimit else {
            throw Failure(.badInput, DiagnosticCode("T", 2), "larger than \(byteLimit) bytes", at: Place(file: path))
        }
        return bytes
    }

    func localCopy(of object: StoredObject, in folder: String) throws(Failure) -> String {
        let path = "\(folder)/\(object.path)"
        try FileSystem.makeDirectory(FileSystem.parentPath(path))
        try FileSystem.write(read(object.path, byteLimit: .max), to: path)
        return path
    }
}

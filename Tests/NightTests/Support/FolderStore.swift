import Columns
import Kernel

/// A folder of this machine as a store: the least that a stage needs to be run over one.
struct FolderStore: ObjectStore {
    let location: String

    func list(_ folder: String) throws(Failure) -> [StoredObject] {
        let top = folder.isEmpty ? location : "\(location)/\(folder)"
        return try FileSystem.files(below: top).map { path in
            let below = folder.isEmpty ? path : "\(folder)/\(path)"
            return StoredObject(
                path: below, byteCount: FileSystem.fingerprint("\(location)/\(below)").first ?? 0, modified: nil)
        }
    }

    func read(_ path: String, byteLimit: Int) throws(Failure) -> [UInt8] {
        try FileSystem.read("\(location)/\(path)")
    }

    func localCopy(of object: StoredObject, in folder: String) throws(Failure) -> String {
        "\(location)/\(object.path)"
    }
}

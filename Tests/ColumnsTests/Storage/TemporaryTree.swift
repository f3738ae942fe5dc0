import Glibc
import Kernel

/// A folder with folders in it for one test, removed when the test ends.
final class TemporaryTree {
    private let root = TemporaryFolder()

    var path: String { root.path }

    deinit {
        // Best effort: what is left is in the folder for temporary files.
        for name in (try? FileSystem.names(in: path)) ?? [] { try? FileSystem.remove("\(path)/\(name)") }
    }

    /// Writes a file and makes the folders it lies in.
    func write(_ text: String, to name: String) {
        let folder = FileSystem.parentPath("\(path)/\(name)")
        do { try FileSystem.makeDirectory(folder) } catch { preconditionFailure("the folder could not be made") }
        root.write(Array(text.utf8), to: name)
    }
}

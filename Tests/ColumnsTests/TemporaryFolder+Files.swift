import Glibc
import TestSupport

extension TemporaryFolder {
    /// For tests that keep their folder in a property, and cannot go on without it.
    static func made() -> TemporaryFolder {
        do { return try TemporaryFolder() } catch { preconditionFailure("the temporary folder could not be made") }
    }

    /// The path of a file that need not be there.
    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file and returns its path.
    func file(_ name: String, _ content: [UInt8]) -> String {
        do {
            return try write(content, to: name)
        } catch {
            preconditionFailure("the file could not be written")
        }
    }

    func file(_ name: String, _ content: String) -> String { file(name, Array(content.utf8)) }

    func bytes(_ name: String) -> [UInt8] { TemporaryFolder.bytes(of: file(name)) }

    /// The content of a file.
    static func bytes(of path: String) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = unsafe part.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return content }
            content += part[0..<count]
        }
    }
}

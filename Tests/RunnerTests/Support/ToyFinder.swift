import Documents
import Kernel
import Runner

/// Finds what lies in a folder, as deliveries are found: copies it, and says what it thinks of it.
struct ToyFinder: InputFinder {
    let folder: String

    func find(_ search: InputSearch) throws(Failure) -> FoundInput {
        let place = "\(search.root)/\(folder)/\(search.period)"
        var files: [FoundInput.File] = []
        var notes: [Diagnostic] = []
        for name in try FileSystem.names(in: place) {
            switch name {
            case "incomplete":
                throw Failure(.tryLater, DiagnosticCode("T", 1), "not complete", isTransient: true)
            case "odd": notes.append(.warning(DiagnosticCode("T", 2), "odd"))
            default:
                let copy = "\(search.cache)/deep/\(name)"
                try FileSystem.makeDirectory(FileSystem.parentPath(copy))
                try FileSystem.write(FileSystem.read("\(place)/\(name)"), to: copy)
                files.append(FoundInput.File(name: "\(folder)/\(name)", path: copy))
            }
        }
        return FoundInput(
            files: files, facts: .object([.init("count", .integer(files.count))]), rowCount: nil,
            summary: "\(files.count) files", notes: notes, keepsCopies: files.contains { $0.name.hasSuffix("/keep") })
    }
}

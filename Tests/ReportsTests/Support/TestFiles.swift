import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Files beside the tests.
enum TestFiles {
    static let folder: String = {
        let parts = #filePath.split(separator: "/").dropLast(2)
        return "/" + parts.joined(separator: "/")
    }()

    struct Missing: Error { let path: String }

    static func read(_ name: String) throws -> String {
        let path = folder + "/" + name
        guard let file = fopen(path, "r") else { throw Missing(path: path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func write(_ text: String, to name: String) throws {
        let path = folder + "/" + name
        guard let file = fopen(path, "w") else { throw Missing(path: path) }
        fputs(text, file)
        fclose(file)
    }
}

/// Compares with a file under `Goldens`; `RECKON_UPDATE_GOLDENS=1` writes it instead.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    if let update = getenv("RECKON_UPDATE_GOLDENS"), String(cString: update) == "1" {
        try TestFiles.write(text, to: "Goldens/" + name)
        return
    }
    let golden = try TestFiles.read("Goldens/" + name)
    guard text != golden else { return }
    Issue.record("\(name) differs from its golden file\n\(shortDiff(golden, text))", sourceLocation: sourceLocation)
}

/// The first few lines that differ.
private func shortDiff(_ old: String, _ new: String) -> String {
    let oldLines = old.split(separator: "\n", omittingEmptySubsequences: false)
    let newLines = new.split(separator: "\n", omittingEmptySubsequences: false)
    var output = ""
    var shown = 0
    for index in 0..<max(oldLines.count, newLines.count) where shown < 8 {
        let before = index < oldLines.count ? oldLines[index] : "(end)"
        let after = index < newLines.count ? newLines[index] : "(end)"
        guard before != after else { continue }
        output += "line \(index + 1)\n  - \(before.prefix(200))\n  + \(after.prefix(200))\n"
        shown += 1
    }
    return output
}

import Foundation
import Schedule

/// The fixtures that Tests/Oracles/schedule writes, and the zone files they were made with.
enum FixtureFolder {
    static let path = {
        var top = URL(filePath: #filePath)
        for _ in 0..<2 { top.deleteLastPathComponent() }
        return top.appending(path: "Fixtures/schedule").path
    }()

    static let zones = ZoneFolder("\(path)/zones")

    static func rows(_ name: String) throws -> [[Any]] {
        let bytes = try Foundation.Data(contentsOf: URL(filePath: "\(path)/\(name)"))
        guard let rows = try JSONSerialization.jsonObject(with: bytes) as? [[Any]] else { throw Missing(name) }
        return rows
    }
}

struct Missing: Error {
    let what: String
    init(_ what: String) { self.what = what }
}

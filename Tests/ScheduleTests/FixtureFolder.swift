import Foundation
import Schedule
import TestSupport

/// The fixtures that Tests/Oracles/schedule writes, and the zone files they were made with.
enum FixtureFolder {
    static let path = "\(Checkout.root)/Tests/Fixtures/schedule"

    static let zones = ZoneFolder("\(path)/zones")

    static func rows(_ name: String) throws -> [[Any]] {
        let bytes = try Foundation.Data(contentsOf: URL(filePath: "\(path)/\(name)"))
        guard let rows = try JSONSerialization.jsonObject(with: bytes) as? [[Any]] else { throw Missing(name) }
        return rows
    }
}

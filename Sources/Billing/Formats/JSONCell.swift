import Documents
import Kernel

/// JSON in a field of a bill: tags, labels, credits.
enum JSONCell {
    /// Fifty tags of the longest names and values that providers allow take 40 kB.
    static let byteLimit = 1 << 17
    private static let limits = JSONLimits(
        maximumBytes: byteLimit, maximumDepth: 8, maximumValues: 10_000, maximumFindings: 1)

    struct Broken: Error, Equatable {
        /// What is wrong, to follow "cannot be read:".
        let reason: String
    }

    static func parse(_ bytes: [UInt8]) throws(Broken) -> JSONNode {
        guard bytes.count <= byteLimit else {
            throw Broken(reason: "it has \(bytes.count) bytes, the limit is \(byteLimit)")
        }
        do {
            return try JSONText.parse(bytes, file: "", limits: limits, exitStatus: .badInput)
        } catch {
            throw Broken(reason: error.diagnostics.first?.message ?? "it is no JSON")
        }
    }

    /// Why a row with such a field must be set aside.
    static func finding(_ column: String, _ broken: Broken, slot: Int) -> RowFinding {
        RowFinding(BillCode.brokenJSON, "\(column) cannot be read: \(broken.reason)", slot: slot)
    }
}

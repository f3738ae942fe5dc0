import Documents
import Kernel

/// JSON text: findings stand inside the file, and what was accepted is written and read again as the same value.
enum JSONTarget {
    static func check(_ input: [UInt8]) throws {
        let node: JSONNode
        do {
            node = try JSONText.parse(input, file: "fuzz.json")
        } catch {
            return try checkPlaces(error.diagnostics, in: input)
        }
        let value = JSONOut(node)
        let again = try JSONText.parse(
            PrettyJSON.bytes(value), file: "again.json",
            limits: JSONLimits(maximumBytes: 64 << 20, maximumDepth: 64, maximumValues: 100_000))
        try FuzzFinding.require(JSONOut(again) == value, "what was written reads as another value")
    }

    private static func checkPlaces(_ findings: [Diagnostic], in bytes: [UInt8]) throws(FuzzFinding) {
        try FuzzFinding.require(!findings.isEmpty, "a failure says nothing")
        let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
        for finding in findings {
            guard let line = finding.place?.line, let column = finding.place?.column else { continue }
            try FuzzFinding.require(
                (1...lines).contains(line) && (1...bytes.count + 1).contains(column), "outside the file: \(finding)")
        }
    }
}

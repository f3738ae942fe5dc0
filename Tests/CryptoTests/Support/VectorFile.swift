import Foundation
import TestSupport

/// A file of published test vectors: lines `Name = hexadecimal`, cases apart by blank lines.
enum VectorFile {
    struct NotHexadecimal: Error {}

    /// The cases of a file in Tests/Fixtures/crypto; only those that have all of the names.
    static func cases(_ name: String, with names: [String]) throws -> [[String: String]] {
        let text = try String(contentsOfFile: "\(Checkout.root)/Tests/Fixtures/crypto/\(name)", encoding: .utf8)
        var cases: [[String: String]] = [[:]]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) where !line.hasPrefix("#") {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            switch parts.count {
            case 2: cases[cases.count - 1][parts[0]] = parts[1]
            // What says that the case is one to refuse.
            case 1 where parts[0] == "FAIL": cases[cases.count - 1]["FAIL"] = ""
            default:
                // Some files have blank lines inside of a case: it ends where a name comes that it has.
                if names.allSatisfy({ cases[cases.count - 1][$0] != nil }) { cases.append([:]) }
            }
        }
        return cases.filter { found in names.allSatisfy { found[$0] != nil } }
    }
}

extension [UInt8] {
    /// The bytes of hexadecimal digits.
    init(hexadecimal text: String) throws {
        let digits = Array<Character>(text)
        guard digits.count % 2 == 0 else { throw VectorFile.NotHexadecimal() }
        self = try stride(from: 0, to: digits.count, by: 2).map { index in
            guard let byte = UInt8(String(digits[index...index + 1]), radix: 16) else {
                throw VectorFile.NotHexadecimal()
            }
            return byte
        }
    }
}

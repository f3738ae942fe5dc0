import Foundation
import Testing

@testable import Crypto

struct KeyTextTests {
    private static let bytes = (0..<32).map { UInt8($0 * 7 + 1) }
    private static let hexadecimal = HexadecimalText.of(bytes)
    private static let base64 = Data(bytes).base64EncodedString()

    @Test(arguments: [hexadecimal, hexadecimal.uppercased(), base64], ["", "\n", "\r\n"])
    func readsBothSpellings(text: String, end: String) throws {
        let key = try KeyText.key(Array((text + end).utf8))
        #expect(key.withBytes { Array($0) } == Self.bytes)
    }

    /// Foundation decodes base 64 too.
    @Test func readsEveryByteInBase64() throws {
        for round in 0..<64 {
            let bytes = (0..<32).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ round &* 11 &+ $0 &* $0 &* round) }
            let key = try KeyText.key(Array(Data(bytes).base64EncodedString().utf8))
            #expect(key.withBytes { Array($0) } == bytes)
        }
    }

    private static let wrong: [String] = [
        "", "\n", "secret", "\(hexadecimal.dropLast())", "\(hexadecimal)0", "\(hexadecimal)\n\n", " \(hexadecimal)",
        "\(hexadecimal.dropLast())g", "\(base64.dropLast())", "\(base64.dropLast())A",
        // The last two bits are not zero: another spelling of the same key.
        "\(base64.dropLast(2))B=",
        "=\(base64.dropFirst())", "-\(base64.dropFirst())", Data(bytes.dropLast()).base64EncodedString(),
        String(repeating: "\0", count: 64),
    ]

    @Test(arguments: wrong)
    func refusesWhatIsNoKey(text: String) {
        #expect(throws: KeyTrouble.noKey) { try KeyText.key(Array(text.utf8)) }
    }

    @Test(arguments: [("0", 64, ""), ("a", 64, ""), ("A", 43, "=")])
    func refusesPlaceHolders(digit: String, count: Int, end: String) {
        let text = String(repeating: digit, count: count) + end
        #expect(throws: KeyTrouble.repeatedByte) { try KeyText.key(Array(text.utf8)) }
    }
}

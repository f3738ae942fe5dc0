import Testing

@testable import Crypto

struct HKDFSHA256Tests {
    @Test func givesTheKeysOfRFC5869() throws {
        let cases = try VectorFile.cases("rfc-5869-hkdf-sha256.txt", with: ["IKM", "salt", "info", "L", "OKM"])
        #expect(cases.count == 3)
        for vector in cases {
            let derived = HKDFSHA256.derive(
                from: SecretBytes(copying: try [UInt8](hexadecimal: vector["IKM"]!)),
                salt: try [UInt8](hexadecimal: vector["salt"]!), info: try [UInt8](hexadecimal: vector["info"]!),
                count: try #require(Int(vector["L"]!)))
            #expect(derived.withBytes { HexadecimalText.of($0) } == vector["OKM"])
        }
    }
}

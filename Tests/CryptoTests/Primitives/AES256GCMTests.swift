import Testing

@testable import Crypto

struct AES256GCMTests {
    @Test func sealsAsNISTDoes() throws {
        let names = ["Key", "IV", "PT", "AAD", "CT", "Tag"]
        let cases = try VectorFile.cases("nist-gcm-encrypt-256.txt", with: names)
        #expect(cases.count == 125)
        for vector in cases {
            let sealed = AES256GCM.seal(
                try [UInt8](hexadecimal: vector["PT"]!),
                key: SecretBytes(copying: try [UInt8](hexadecimal: vector["Key"]!)),
                nonce: try [UInt8](hexadecimal: vector["IV"]!), associated: try [UInt8](hexadecimal: vector["AAD"]!))
            #expect(HexadecimalText.of(sealed) == vector["CT"]! + vector["Tag"]!)
        }
    }

    @Test func opensWhatNISTOpensAndRefusesWhatItRefuses() throws {
        let cases = try VectorFile.cases("nist-gcm-decrypt-256.txt", with: ["Key", "IV", "CT", "AAD", "Tag"])
        #expect(cases.count == 125)
        #expect(cases.count { $0["FAIL"] != nil } == 63)
        for vector in cases {
            let opened = AES256GCM.open(
                try [UInt8](hexadecimal: vector["CT"]! + vector["Tag"]!),
                key: SecretBytes(copying: try [UInt8](hexadecimal: vector["Key"]!)),
                nonce: try [UInt8](hexadecimal: vector["IV"]!), associated: try [UInt8](hexadecimal: vector["AAD"]!))
            #expect(opened.map { HexadecimalText.of($0) } == vector["PT"])
        }
    }

    @Test(arguments: 0..<16)
    func refusesWhatIsShorterThanATag(byteCount: Int) {
        let key = SecretBytes(copying: [UInt8](repeating: 7, count: 32))
        let sealed = [UInt8](repeating: 0, count: byteCount)
        #expect(AES256GCM.open(sealed, key: key, nonce: [UInt8](repeating: 0, count: 12), associated: []) == nil)
    }
}

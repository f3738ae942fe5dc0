import Crypto
import Kernel
import Testing

struct SHA256Tests {
    /// FIPS 180-4 examples; the base 64 form by `openssl dgst -sha256 -binary | base64`.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func hashesTheStandardExamples(text: String, hexadecimal: String) {
        #expect(Digest(of: text).description == hexadecimal)
        #expect(Digest(hexadecimal: hexadecimal) == Digest(of: text))
    }

    @Test func printsBase64() {
        #expect(Digest(of: "abc").base64 == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
    }

    @Test func refusesWhatIsNoDigest() {
        #expect(Digest(hexadecimal: "ba78") == nil)
        #expect(Digest(hexadecimal: String(repeating: "g", count: 64)) == nil)
        let digest = Digest(of: "abc").description
        #expect(Digest(hexadecimal: digest.uppercased()) == nil)
        #expect(Digest(hexadecimal: digest + "00") == nil)
    }

    @Test func saysWhichFileIsMissing() {
        #expect(throws: Failure.self) { try Digest.ofFile("/nonexistent/bill.csv") }
    }
}

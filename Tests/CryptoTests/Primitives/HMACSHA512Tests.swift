import Foundation
import Kernel
import Testing

@testable import Crypto

struct HMACSHA512Tests {
    @Test func givesTheCodesOfRFC4231() throws {
        let cases = try VectorFile.cases("rfc-4231-sha512.txt", with: ["Key", "Msg", "MD"])
        #expect(cases.count == 6)
        for vector in cases {
            let key = SecretBytes(copying: try [UInt8](hexadecimal: vector["Key"]!))
            let code = HMACSHA512(of: try [UInt8](hexadecimal: vector["Msg"]!), key: key)
            #expect(code.description == vector["MD"])
        }
    }

    /// The program `openssl` computes it too, from the text of a secret as a payment provider would.
    @Test(arguments: [0, 1, 127, 128, 129, 70_000])
    func agreesWithTheOpenSSLProgram(byteCount: Int) throws {
        let message = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl", "dgst", "-sha512", "-hmac", "sk_example_of_a_test", "-r"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(message))
        try input.fileHandleForWriting.close()
        let printed = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let code = HMACSHA512(of: message, key: Secret("sk_example_of_a_test"))
        #expect(printed.split(separator: " ").first.map { String($0) } == code.description)
    }

    @Test func matchesOnlyItsOwnText() {
        let code = HMACSHA512(of: Array("body".utf8), key: Secret("key"))
        let text = code.description
        #expect(code.matches(hexadecimal: text))
        for index in text.indices {
            let other: Character = text[index] == "0" ? "1" : "0"
            #expect(!code.matches(hexadecimal: text.replacingCharacters(in: index...index, with: String(other))))
        }
        #expect(!code.matches(hexadecimal: ""))
        #expect(!code.matches(hexadecimal: String(text.dropLast())))
        #expect(!code.matches(hexadecimal: text + "0"))
        #expect(!code.matches(hexadecimal: text.uppercased()))
    }

    @Test func differsWithKeyAndMessage() {
        let code = HMACSHA512(of: Array("body".utf8), key: Secret("key"))
        #expect(code == HMACSHA512(of: Array("body".utf8), key: Secret("key")))
        #expect(code != HMACSHA512(of: Array("body".utf8), key: Secret("kez")))
        #expect(code != HMACSHA512(of: Array("bodz".utf8), key: Secret("key")))
    }
}

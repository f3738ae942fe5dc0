import COpenSSL
package import Kernel

/// An authentication code: HMAC-SHA512 (RFC 2104, RFC 4231) of some bytes under a key, by OpenSSL.
///
/// Two codes are compared in constant time; so is a code with the text that somebody sent.
package struct HMACSHA512: Sendable, CustomStringConvertible {
    /// 64 bytes.
    package let bytes: [UInt8]

    init(of message: [UInt8], key: SecretBytes) {
        var code = [UInt8](repeating: 0, count: 64)
        let isDone = unsafe key.withBytes { key in
            unsafe HMAC(EVP_sha512(), key.baseAddress, Int32(key.count), message, message.count, &code, nil) != nil
        }
        precondition(isDone, "OpenSSL refused to make an authentication code")
        bytes = code
    }

    /// The key is the secret's text in UTF-8, as payment providers use it.
    package init(of message: [UInt8], key: Secret) {
        var text = Array(key.reveal().utf8)
        self.init(of: message, key: SecretBytes(copying: text))
        SecretBytes.erase(&text)
    }

    /// 128 lower-case hexadecimal digits.
    package var description: String { HexadecimalText.of(bytes) }

    /// True when `text` is this code in lower-case hexadecimal digits; takes the same time for every text of that length.
    package func matches(hexadecimal text: String) -> Bool {
        ConstantTime.areEqual(Array(description.utf8), Array(text.utf8))
    }
}

extension HMACSHA512: Equatable {
    package static func == (left: HMACSHA512, right: HMACSHA512) -> Bool {
        ConstantTime.areEqual(left.bytes, right.bytes)
    }
}

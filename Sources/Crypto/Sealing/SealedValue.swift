package import Kernel

/// A value as the store keeps it: encrypted and authenticated, and the name of its key.
///
/// | bytes | are |
/// |---|---|
/// | 1 | version: 1 |
/// | 1 | whose key: 1 the installation's, 2 the tenant's own |
/// | 1 | length of the key's name |
/// | 1 to 63 | the key's name |
/// | 12 | nonce, random |
/// | any | ciphertext, as long as the value |
/// | 16 | tag: over everything above and the value's address |
package struct SealedValue: Sendable, Hashable {
    package let bytes: [UInt8]
    package let key: KeyName

    /// A value of payments is a line of text; more is a mistake, and has to fit into memory several times.
    package static let byteLimit = 1 << 20

    static let version: UInt8 = 1

    /// Reads the name of the key. Whether the rest is good shows when it is opened.
    ///
    /// - Throws: exit 65 when the bytes cannot be a sealed value.
    package init(_ bytes: [UInt8]) throws(Failure) {
        guard bytes.count > 3, bytes[0] == SealedValue.version, let owner = KeyOwner(rawValue: bytes[1]),
            case let nameEnd = 3 + Int(bytes[2]),
            bytes.count >= nameEnd + AES256GCM.nonceByteCount + AES256GCM.tagByteCount,
            let name = String(validating: bytes[3..<nameEnd], as: UTF8.self), let id = KeyID(name)
        else {
            throw Failure(
                .badInput, KeyCode.notSealed, "\(bytes.count) bytes that should be a sealed value are none",
                hint: "use the version of reckon that wrote them, or restore the row")
        }
        self.bytes = bytes
        key = KeyName(owner, id)
    }

    init(key: KeyName, nonce: [UInt8], ciphertext: [UInt8]) {
        self.key = key
        bytes = SealedValue.prefix(of: key) + nonce + ciphertext
    }

    /// The bytes that all values sealed with this key begin with, and no others.
    static func prefix(of key: KeyName) -> [UInt8] {
        let name = Array(key.id.text.utf8)
        return [version, key.owner.rawValue, UInt8(name.count)] + name
    }

    private var nonceStart: Int { SealedValue.prefix(of: key).count }

    var nonce: [UInt8] { Array(bytes[nonceStart..<nonceStart + AES256GCM.nonceByteCount]) }

    /// With its tag.
    var ciphertext: [UInt8] { Array(bytes[(nonceStart + AES256GCM.nonceByteCount)...]) }
}

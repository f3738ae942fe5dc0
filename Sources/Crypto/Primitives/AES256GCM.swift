import COpenSSL

/// AES-256-GCM (NIST SP 800-38D) by OpenSSL, with nonces of 96 and tags of 128 bits.
///
/// A nonce must never meet the same key twice. That is why only tests call this with a nonce of their own; everybody
/// else seals by way of `Vault`.
enum AES256GCM {
    static let keyByteCount = 32
    static let nonceByteCount = 12
    static let tagByteCount = 16

    /// The ciphertext, as long as the plaintext, and the tag behind it.
    static func seal(
        _ plaintext: [UInt8], key: SecretBytes, nonce: [UInt8], associated: [UInt8]
    ) -> [UInt8] {
        let cipher = CipherContext(.sealing, key: key, nonce: nonce)
        cipher.authenticate(associated)
        let ciphertext = cipher.transform(plaintext)
        guard cipher.finish() else { preconditionFailure("OpenSSL refused to seal") }
        return ciphertext + cipher.tag()
    }

    /// The plaintext; nil when anything, even a bit, is not as it was sealed. Nothing unauthenticated comes out.
    static func open(
        _ sealed: [UInt8], key: SecretBytes, nonce: [UInt8], associated: [UInt8]
    ) -> [UInt8]? {
        guard sealed.count >= tagByteCount else { return nil }
        let cipher = CipherContext(.opening, key: key, nonce: nonce)
        cipher.expect(tag: Array(sealed.suffix(tagByteCount)))
        cipher.authenticate(associated)
        var plaintext = cipher.transform(Array(sealed.dropLast(tagByteCount)))
        guard cipher.finish() else {
            SecretBytes.erase(&plaintext)
            return nil
        }
        return plaintext
    }
}

/// OpenSSL's state of one sealing or opening; it overwrites its copy of the key when it ends.
@safe private struct CipherContext: ~Copyable {
    enum Direction: Int32 { case opening = 0, sealing = 1 }

    private let context: OpaquePointer

    init(_ direction: Direction, key: SecretBytes, nonce: [UInt8]) {
        precondition(key.count == AES256GCM.keyByteCount, "a key of AES-256 has 32 bytes")
        precondition(nonce.count == AES256GCM.nonceByteCount, "a nonce has 12 bytes")
        guard let context = unsafe EVP_CIPHER_CTX_new() else { preconditionFailure("OpenSSL is out of memory") }
        let done = unsafe key.withBytes {
            unsafe EVP_CipherInit_ex(
                context, EVP_aes_256_gcm(), nil, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), nonce,
                direction.rawValue)
        }
        precondition(done == 1, "OpenSSL offers no AES-256-GCM")
        unsafe self.context = context
    }

    deinit { unsafe EVP_CIPHER_CTX_free(context) }

    func authenticate(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        var count: Int32 = 0
        let done = unsafe EVP_CipherUpdate(context, nil, &count, bytes, Int32(bytes.count))
        precondition(done == 1, "OpenSSL refused to authenticate")
    }

    func transform(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        var output = [UInt8](repeating: 0, count: bytes.count)
        var count: Int32 = 0
        let done = unsafe EVP_CipherUpdate(context, &output, &count, bytes, Int32(bytes.count))
        precondition(done == 1 && count == bytes.count, "OpenSSL refused to encrypt or decrypt")
        return output
    }

    /// False when the tag is not the one expected.
    func finish() -> Bool {
        // GCM writes nothing here; OpenSSL wants a place all the same.
        var rest = [UInt8](repeating: 0, count: 16)
        var count: Int32 = 0
        return unsafe EVP_CipherFinal_ex(context, &rest, &count) == 1
    }

    func tag() -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: AES256GCM.tagByteCount)
        let done = unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tag.count), &tag)
        precondition(done == 1, "OpenSSL gave no tag")
        return tag
    }

    func expect(tag: [UInt8]) {
        var tag = tag
        let done = unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag)
        precondition(done == 1, "OpenSSL refused a tag")
    }
}

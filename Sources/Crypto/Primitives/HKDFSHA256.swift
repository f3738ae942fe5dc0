import COpenSSL

/// Keys made of a key: HKDF with SHA-256 (RFC 5869) by OpenSSL.
enum HKDFSHA256 {
    /// - Parameters:
    ///   - info: what the new key is for; different texts give keys that tell nothing about each other.
    ///   - count: bytes of the new key, 255 * 32 at most.
    static func derive(from key: SecretBytes, salt: [UInt8] = [], info: [UInt8], count: Int) -> SecretBytes {
        precondition((1...255 * 32).contains(count), "RFC 5869 gives 1 to 8160 bytes")
        guard let context = unsafe EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nil) else {
            preconditionFailure("OpenSSL offers no HKDF")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        let isReady =
            unsafe EVP_PKEY_derive_init(context) == 1
            && EVP_PKEY_CTX_set_hkdf_md(context, EVP_sha256()) == 1
            && (salt.isEmpty || EVP_PKEY_CTX_set1_hkdf_salt(context, salt, Int32(salt.count)) == 1)
            && (info.isEmpty || EVP_PKEY_CTX_add1_hkdf_info(context, info, Int32(info.count)) == 1)
            && key.withBytes {
                unsafe EVP_PKEY_CTX_set1_hkdf_key(
                    context, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32($0.count)) == 1
            }
        let derived = unsafe SecretBytes(count: count) { buffer in
            var length = buffer.count
            let done = unsafe EVP_PKEY_derive(
                context, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), &length)
            return done == 1 && length == buffer.count
        }
        guard isReady, let derived else { preconditionFailure("OpenSSL refused to derive a key") }
        return derived
    }
}

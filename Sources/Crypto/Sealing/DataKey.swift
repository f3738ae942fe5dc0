import Kernel

/// The keys that are made of a key of a ring; that one itself encrypts nothing.
enum DataKey {
    /// The key of one tenant. It tells nothing about that of another.
    static func derive(from root: SecretBytes, for tenant: TenantID) -> SecretBytes {
        derive(from: root, purpose: "reckon data key 1", of: tenant.text, count: AES256GCM.keyByteCount)
    }

    /// Eight hexadecimal digits to compare keys by, without showing them.
    static func fingerprint(of root: SecretBytes) -> String {
        let short = derive(from: root, purpose: "reckon key fingerprint 1", of: "", count: 4)
        return unsafe short.withBytes { unsafe HexadecimalText.of($0) }
    }

    private static func derive(from root: SecretBytes, purpose: String, of name: String, count: Int) -> SecretBytes {
        // Names hold no zero byte: purpose and name cannot run into each other.
        HKDFSHA256.derive(from: root, info: Array(purpose.utf8) + [0] + Array(name.utf8), count: count)
    }
}

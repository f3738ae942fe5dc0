import COpenSSL
package import Kernel
import Synchronization

/// Seals what the store must not show: encrypts values for one place under the key of their tenant, and opens them.
package final class Vault: Sendable {
    private let rings: KeyRings
    private let source: KeySource
    private let clock: MonotonicClock
    private let cache: Mutex<KeyCache>

    /// - Parameters:
    ///   - source: reads a key; called when a value needs one that is not in memory.
    ///   - clock: for the age of keys in memory.
    package init(_ rings: KeyRings, limits: KeyCacheLimits, clock: MonotonicClock, source: @escaping KeySource) {
        self.rings = rings
        self.source = source
        self.clock = clock
        cache = Mutex(KeyCache(limits))
    }

    /// The key that seals what belongs to a tenant; nil when there is none.
    package func currentKey(for tenant: TenantID) -> KeyName? { rings.current(for: tenant) }

    /// - Throws: exit 78 when the tenant has no key, or it cannot be read; 65 when the value is too long.
    package func seal(_ plaintext: [UInt8], at address: CellAddress) throws(Failure) -> SealedValue {
        guard plaintext.count <= SealedValue.byteLimit else {
            throw Failure(
                .badInput, KeyCode.tooLong,
                "a value of \(cell(address)) has \(plaintext.count) bytes: \(SealedValue.byteLimit) at most are sealed")
        }
        guard let name = rings.current(for: address.tenant) else {
            throw Failure(
                .configuration, KeyCode.noKey,
                "there is no key to seal what belongs to tenant '\(address.tenant)' with",
                hint: "name one under \"encryptionKeys\" in Config/reckon.json, or in the tenant's file")
        }
        let key = try dataKey(name, of: address.tenant)
        let nonce = try randomNonce()
        return SealedValue(
            key: name, nonce: nonce,
            ciphertext: AES256GCM.seal(
                plaintext, key: key, nonce: nonce, associated: SealedValue.prefix(of: name) + address.bytes))
    }

    /// - Throws: exit 78 when the value's key is not there; 65 when the value does not open at this address.
    package func open(_ sealed: SealedValue, at address: CellAddress) throws(Failure) -> [UInt8] {
        let key = try dataKey(sealed.key, of: address.tenant)
        let plaintext = AES256GCM.open(
            sealed.ciphertext, key: key, nonce: sealed.nonce,
            associated: SealedValue.prefix(of: sealed.key) + address.bytes)
        guard let plaintext else {
            throw Failure(
                .badInput, KeyCode.cannotOpen,
                "a value of \(cell(address)) does not open with \(sealed.key)",
                hint: "it was changed or copied from elsewhere, or that key is another one now")
        }
        return plaintext
    }

    private func dataKey(_ name: KeyName, of tenant: TenantID) throws(Failure) -> SecretBytes {
        guard let entry = rings.entry(name, for: tenant) else {
            throw Failure(
                .configuration, KeyCode.unknownKey,
                "a value of tenant '\(tenant)' is sealed with \(name), which is not configured",
                hint: "name it again behind the current key: what it sealed still needs it")
        }
        let now = clock.nowMicroseconds()
        return try cache.withLock { (cache) throws(Failure) in
            try cache.key(KeyCache.Slot(tenant, name), now: now) { () throws(Failure) in
                DataKey.derive(from: try entry.load(source), for: tenant)
            }
        }
    }

    /// Not handed in like other randomness: one that comes twice under a key gives that key's values away.
    private func randomNonce() throws(Failure) -> [UInt8] {
        var nonce = [UInt8](repeating: 0, count: AES256GCM.nonceByteCount)
        guard unsafe RAND_bytes(&nonce, Int32(nonce.count)) == 1 else {
            throw Failure(.unavailable, KeyCode.noRandomness, "the machine gave no random bytes", isTransient: true)
        }
        return nonce
    }

    /// Without the row, whose key may be an e-mail address.
    private func cell(_ address: CellAddress) -> String { "'\(address.table).\(address.column)'" }
}

import Kernel

/// Data keys in memory: for a limited time, in a limited number, the one that was not used for longest leaves first.
///
/// The cache holds the only lasting reference to a key, so that a key that leaves is overwritten, at once or when the
/// sealing that uses it just then is done.
struct KeyCache: ~Copyable {
    /// A data key belongs to one tenant, also where it comes from a key of the installation.
    struct Slot: Sendable, Hashable {
        let tenant: TenantID
        let name: KeyName

        init(_ tenant: TenantID, _ name: KeyName) {
            self.tenant = tenant
            self.name = name
        }
    }

    private struct Entry {
        let key: SecretBytes
        let loadedAt: Int64
        var lastUse: UInt64
    }

    private let limits: KeyCacheLimits
    private var entries: [Slot: Entry] = [:]
    private var useCount: UInt64 = 0
    /// When the oldest entry was loaded, or before that; there is nothing stale while it is fresh.
    private var oldestLoad = Int64.max

    init(_ limits: KeyCacheLimits) { self.limits = limits }

    var count: Int { entries.count }

    /// The key in memory while it is younger than the time allowed, else the one that `load` brings.
    ///
    /// - Parameter now: microseconds of a clock that only runs forward.
    mutating func key(
        _ slot: Slot, now: Int64, load: () throws(Failure) -> SecretBytes
    ) throws(Failure) -> SecretBytes {
        useCount += 1
        if !isFresh(oldestLoad, now) { removeStale(now) }
        if let entry = entries[slot] {
            entries[slot]?.lastUse = useCount
            return entry.key
        }
        let key = try load()
        if entries.count >= limits.maximumSize, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            entries[oldest.key] = nil
        }
        entries[slot] = Entry(key: key, loadedAt: now, lastUse: useCount)
        oldestLoad = min(oldestLoad, now)
        return key
    }

    /// The stale ones of all tenants leave together: one that nobody asks for again must not stay either.
    private mutating func removeStale(_ now: Int64) {
        for (slot, entry) in entries where !isFresh(entry.loadedAt, now) { entries[slot] = nil }
        oldestLoad = entries.values.map(\.loadedAt).min() ?? .max
    }

    private func isFresh(_ loadedAt: Int64, _ now: Int64) -> Bool {
        loadedAt == .max || now - loadedAt < Int64(limits.ttlSeconds) * Instant.microsecondsPerSecond
    }
}

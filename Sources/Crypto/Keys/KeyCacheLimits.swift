package import Kernel

/// How long a key stays in memory, and how many do.
package struct KeyCacheLimits: Sendable, Hashable {
    package static let ttlVariable = "ENCRYPTION_KEY_CACHE_TTL_SECONDS"
    package static let sizeVariable = "ENCRYPTION_KEY_CACHE_MAX_SIZE"
    package static let variableNames = [ttlVariable, sizeVariable]

    /// Below a minute every few values would read the key's file again; after a day a key that was taken away would
    /// still be used by a run that is none.
    package static let ttlRange = 60...86_400
    /// Below ten a handful of tenants would take turns in pushing each other out.
    package static let sizeRange = 10...10_000

    package let ttlSeconds: Int
    package let maximumSize: Int

    /// An hour, a thousand keys.
    package static let usual = KeyCacheLimits(ttlSeconds: 3600, maximumSize: 1000)

    private init(ttlSeconds: Int, maximumSize: Int) {
        self.ttlSeconds = ttlSeconds
        self.maximumSize = maximumSize
    }

    /// - Parameter variables: the environment, or those of it that `variableNames` names.
    /// - Throws: exit 78 with every variable that is no whole number or out of range.
    package init(environment variables: [String: String]) throws(Failure) {
        var findings = DiagnosticCollector()
        func read(_ name: String, _ range: ClosedRange<Int>, usual: Int, _ purpose: String) -> Int {
            guard let text = variables[name] else { return usual }
            let isPlain = (1...9).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            if isPlain, let value = Int(text), range.contains(value) { return value }
            findings.add(
                .error(
                    KeyCode.cacheLimit,
                    "\(QuotedText.of(text)) is not allowed: \(range.lowerBound) to \(range.upperBound) are",
                    at: Place(file: name), hint: "\(purpose); leave it away for \(usual)"))
            return usual
        }
        let seconds = read(
            Self.ttlVariable, Self.ttlRange, usual: Self.usual.ttlSeconds, "seconds that a key is kept in memory")
        let size = read(
            Self.sizeVariable, Self.sizeRange, usual: Self.usual.maximumSize, "keys that are kept in memory")
        try findings.throwIfErrors(.configuration)
        self.init(ttlSeconds: seconds, maximumSize: size)
    }
}

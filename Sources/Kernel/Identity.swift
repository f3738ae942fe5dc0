/// The rule that identifiers obey: they become path parts, table keys and metric labels, so they are kept plain.
package enum IdentifierRule {
    package static let description =
        "1 to 63 characters: lower-case letters, digits, '-' and '_', starting with a letter or digit"

    package static func accepts(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (1...63).contains(bytes.count), let first = bytes.first else { return false }
        guard isLetterOrDigit(first) else { return false }
        return bytes.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

/// A name that obeys `IdentifierRule`; the phantom `Kind` keeps a tenant from being passed where a stage is meant.
package struct Identifier<Kind>: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let text: String

    /// Nil when `text` breaks `IdentifierRule`.
    package init?(_ text: String) {
        guard IdentifierRule.accepts(text) else { return nil }
        self.text = text
    }

    package var description: String { text }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// What an identifier names; never made.
package enum TenantTag {}
package enum JobTag {}
package enum StageTag {}
package enum SourceTag {}

package typealias TenantID = Identifier<TenantTag>
package typealias JobID = Identifier<JobTag>
package typealias StageID = Identifier<StageTag>
package typealias SourceID = Identifier<SourceTag>

/// A run's name: the instant it began and 32 random bits, so that names sort by time.
package struct RunID: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let text: String

    package init(began: Instant, random: UInt32) {
        let stamp = began.compactDescription
        let hex = String(random, radix: 16)
        text = "\(stamp)-\(String(repeating: "0", count: 8 - hex.count))\(hex)"
    }

    /// Nil unless `text` has the form `20260401T021700Z-0123abcd`.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 25, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z"),
            bytes[16] == UInt8(ascii: "-")
        else { return nil }
        let hex = bytes[17...].allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        let digits = (bytes[0..<8] + bytes[9..<15]).allSatisfy { (0x30...0x39).contains($0) }
        guard hex, digits else { return nil }
        self.text = text
    }

    package var description: String { text }

    package static func < (left: RunID, right: RunID) -> Bool { left.text < right.text }
}

package import Documents
package import Kernel

/// The first part of all references: what tells our payments from others of the same account.
package struct ReferencePrefix: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    package static let rule = NamedText(
        "a prefix", "1 to 12 lower-case letters and digits, starting with a letter", pattern: "^[a-z][a-z0-9]{0,11}$",
        accepts: accepts)

    package init?(_ text: String) {
        guard ReferencePrefix.accepts(text) else { return nil }
        self.text = text
    }

    package var description: String { text }

    private static func accepts(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, (0x61...0x7A).contains(first), bytes.count <= 12 else { return false }
        return bytes.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    }
}

/// A subscription's name in references: 1 to 24 lower-case letters and digits that say nothing about the tenant.
package struct SubscriptionID: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let text: String

    package init?(_ text: String) {
        let bytes = text.utf8
        guard (1...24).contains(bytes.count),
            bytes.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) })
        else { return nil }
        self.text = text
    }

    package var description: String { text }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// The idempotency key of one attempt: `<prefix>-<subscription>-<yyyymm>-a<n>`, or `-u<k>a<n>` at its end for the k-th
/// upgrade within the period that begins in that month.
///
/// It is made of what is known before the call, stored before the call, and used for nothing else, so that a repeated
/// call cannot be a second charge. Paystack takes letters, digits, `-`, `.` and `=`; this has at most 64 of them.
package struct Reference: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let text: String

    /// Parts of a reference of ours.
    package struct Parts: Sendable, Hashable {
        package let prefix: ReferencePrefix
        package let subscription: SubscriptionID
        package let month: Month
        /// 0: it pays for the period.
        package let upgrade: Int
        package let ordinal: Int
    }

    package init(
        _ prefix: ReferencePrefix, _ subscription: SubscriptionID, _ month: Month, upgrade: Int = 0, ordinal: Int
    ) {
        precondition((1...9999).contains(ordinal), "attempts of a period are counted from 1")
        precondition((0...9999).contains(upgrade), "upgrades of a period are counted from 1")
        let compact = month.description.filter { $0 != "-" }
        text = "\(prefix)-\(subscription)-\(compact)-\(upgrade > 0 ? "u\(upgrade)" : "")a\(ordinal)"
    }

    /// A reference of whatever origin; nil unless it is 1 to 64 characters of Paystack's set.
    package init?(_ text: String) {
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(Reference.isAllowed) else { return nil }
        self.text = text
    }

    /// Nil when the reference has another form than ours.
    package var parts: Parts? {
        let words = text.split(separator: "-", omittingEmptySubsequences: false)
        guard words.count == 4, let prefix = ReferencePrefix(String(words[0])),
            let subscription = SubscriptionID(String(words[1])), words[2].utf8.count == 6,
            let month = Month("\(words[2].prefix(4))-\(words[2].suffix(2))"),
            let (upgrade, ordinal) = Reference.numbers(words[3])
        else { return nil }
        return Parts(prefix: prefix, subscription: subscription, month: month, upgrade: upgrade, ordinal: ordinal)
    }

    package var description: String { text }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    /// Numbers of one to four digits without leading zeros: one after an `a`, and perhaps one after a `u` before it.
    private static func numbers(_ word: Substring) -> (upgrade: Int, ordinal: Int)? {
        let parts = word.split(separator: "a", omittingEmptySubsequences: false)
        guard parts.count == 2, let ordinal = Int(parts[1]), (1...9999).contains(ordinal) else { return nil }
        let upgrade = parts[0].isEmpty ? 0 : Int(parts[0].dropFirst()) ?? -1
        guard parts[0].isEmpty || (1...9999).contains(upgrade),
            word == "\(upgrade > 0 ? "u\(upgrade)" : "")a\(ordinal)"
        else { return nil }
        return (upgrade, ordinal)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "="): true
        default: false
        }
    }
}

package import Kernel
import Schedule

/// A mail of plain text (RFC 5322), as a program like `sendmail -t` takes it.
package struct MailMessage: Sendable {
    /// Nil: the program puts its account there.
    package let from: String?
    package let to: [String]
    package let subject: String
    /// The same for the same news, so that a mail that comes twice can be told to be one. It names no host: this
    /// machine's name is nobody's business.
    package let identity: String
    package let at: Instant
    package let text: String

    package init(from: String?, to: [String], subject: String, identity: String, at: Instant, text: String) {
        self.from = from
        self.to = to
        self.subject = subject
        self.identity = identity
        self.at = at
        self.text = text
    }

    /// Head and text. Nothing that stands in a line of the head can begin another one.
    package var rendered: String {
        let line = MailMessage.line
        var lines = from.map { ["From: <\(line($0))>"] } ?? []
        lines += [
            "To: " + to.map { "<\(line($0))>" }.joined(separator: ",\n    "), "Subject: \(line(subject))",
            "Date: \(date)", "Message-ID: <\(line(identity))@reckon.invalid>", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit",
            "Auto-Submitted: auto-generated", "", text, "",
        ]
        return lines.joined(separator: "\n")
    }

    /// Whether a mail can be addressed to it: what RFC 5321 calls a dot-string of at most 64 bytes and a domain of at
    /// least two names. Quoted names, signs that mail programs take for a file, an option or another program, and
    /// everything beyond ASCII are refused.
    package static func isAddress(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard text.utf8.count <= 254, parts.count == 2, let name = parts.first, let domain = parts.last,
            let first = name.first, !"-/".utf8.contains(first), name.count <= 64
        else { return false }
        let atoms = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let labels = domain.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return atoms.allSatisfy { atom in
            !atom.isEmpty && atom.allSatisfy { isOfName($0) || "!#$%&'*+/=?^_{}~".utf8.contains($0) }
        } && labels.count >= 2 && labels.allSatisfy(isLabel)
    }

    /// One name of a domain (RFC 1035).
    private static func isLabel(_ label: Substring.UTF8View) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
            && label.allSatisfy(isOfName)
    }

    /// Letters, digits and the hyphen.
    private static func isOfName(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "-")
    }

    /// A line of the head is ASCII without control characters.
    private static func line(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { (0x20..<0x7F).contains($0.value) ? $0 : "?" }))
    }

    /// `Wed, 01 Apr 2026 02:17:00 +0000`.
    private var date: String {
        let civil = at.day.civil
        let weekday = CronFieldKind.dayOfWeek.shown(at.day.weekday.rawValue)
        let month = CronFieldKind.month.shown(civil.month)
        let day = (civil.day < 10 ? "0" : "") + String(civil.day)
        return "\(weekday), \(day) \(month) \(civil.year) \(Zone.utc.local(at).clock) +0000"
    }
}

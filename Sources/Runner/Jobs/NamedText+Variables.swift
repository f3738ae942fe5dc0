import Documents

extension NamedText {
    /// A name of an environment variable, by which configuration refers to what must not stand in a file. Values that are
    /// no such name are not quoted: somebody may have put the secret itself there. A key of 32 bytes in hexadecimal digits
    /// is one too long for a name.
    static let environmentVariable = NamedText(
        "a name of an environment variable", "1 to 63 capital letters, digits and '_', not starting with a digit",
        pattern: "^[A-Z_][A-Z0-9_]{0,62}$", quotesValue: false
    ) { text in
        (1...63).contains(text.utf8.count) && !(text.utf8.first.map { (0x30...0x39).contains($0) } ?? true)
            && text.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }
}

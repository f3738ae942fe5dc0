/// Finds which of a set of known ids a longer id ends with, in time that does not grow with the set.
///
/// The known id must begin at the start or after a character that is no letter or digit: `i-0ab` is the end of
/// `arn:aws:ec2:eu-west-1:1:instance/i-0ab` and not of `xi-0ab`. Never a search inside: `node-1` is not `node-10`.
struct IdentifierSuffix {
    private let known: Set<String>
    private let lengths: [Int]

    init(_ ids: some Sequence<String>) {
        known = Set(ids)
        lengths = Set(known.map(\.utf8.count)).sorted(by: >)
    }

    /// The longest known id that `text` ends with.
    func match(_ text: String) -> String? {
        let bytes = text.utf8
        for length in lengths where length <= bytes.count {
            let start = bytes.index(bytes.endIndex, offsetBy: -length)
            if start > bytes.startIndex, IdentifierSuffix.isLetterOrDigit(bytes[bytes.index(before: start)]) {
                continue
            }
            let ending = String(text[start...])
            if known.contains(ending) { return ending }
        }
        return nil
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}

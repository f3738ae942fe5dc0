package import Kernel

/// A secret key of the mode that the rules name.
package struct PaystackKey: Sendable {
    let secret: Secret
    package let mode: PaymentRules.Mode

    /// - Throws: J631 for what is no secret key, J632 for one of the other mode. The key is never quoted.
    package init(_ secret: Secret, mode: PaymentRules.Mode) throws(Failure) {
        let text = secret.reveal()
        guard let found = PaymentRules.Mode.allCases.first(where: { text.hasPrefix("sk_\($0.rawValue)_") }),
            (16...128).contains(text.utf8.count), text.utf8.allSatisfy(PaystackKey.isAllowed)
        else {
            throw Failure(
                .configuration, PaymentCode.keyUnreadable, "the key of the payment provider is no secret key",
                hint: "it begins with 'sk_test_' or 'sk_live_'; look for blanks and line ends around it")
        }
        guard found == mode else {
            throw Failure(
                .configuration, PaymentCode.keyOfOtherMode,
                "the key of the payment provider is of \(found.rawValue) mode, the rules are of \(mode.rawValue) mode",
                hint: "hand in the other key, or change \"mode\" in Config/payments.json")
        }
        self.secret = secret
        self.mode = mode
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }
}

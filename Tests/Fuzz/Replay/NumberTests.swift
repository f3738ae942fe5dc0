import FuzzTargets
import TestSupport
import Testing

/// The readers of numbers against a reading of digits of any length: the same value, or the same refusal.
struct NumberTests {
    @Test func randomTextsOfEveryShape() throws {
        var random = SplitMix(seed: 20_260_401)
        var seen: Set<String> = []
        for round in 0..<200_000 {
            let text = NumberTests.text(round % 10, &random)
            try NumberTarget.check(text)
            seen.insert(String(decoding: text, as: UTF8.self))
        }
        #expect(seen.count > 100_000)
    }

    /// The fast way reads eight digits at a time: every length, every place of the point, digits that stand out.
    @Test func everyLengthAndEveryPlaceOfThePoint() throws {
        for length in 1...40 {
            for digit in UInt8(0x30)...0x39 {
                let digits = [UInt8](repeating: digit, count: length)
                try check(digits)
                for point in 0...length { try check(digits[..<point] + [0x2E] + digits[point...]) }
            }
        }
    }

    /// A byte that is no digit, at every place around every border of eight.
    @Test(arguments: Array("/:.,eE- +\0\u{7F}".utf8) + [0x80, 0xB0, 0xFF])
    func everyPlaceOfAnotherByte(byte: UInt8) throws {
        for length in 1...34 {
            for place in 0..<length {
                var text = (0..<length).map { UInt8(0x30 + ($0 + 1) % 10) }
                text[place] = byte
                try check(text)
                for point in [0, 1, 8, 9] where point < length { try check(text[..<point] + [0x2E] + text[point...]) }
            }
        }
    }

    private func check(_ text: some Sequence<UInt8>) throws {
        let text = Array(text)
        try NumberTarget.check(text)
        try NumberTarget.check([0x2D] + text)
    }

    private static func text(_ shape: Int, _ random: inout SplitMix) -> [UInt8] {
        func digits(_ most: Int) -> [UInt8] { (0..<random.below(most + 1)).map { _ in UInt8(0x30 + random.below(10)) } }
        func zeros(_ most: Int) -> [UInt8] { Array(repeating: 0x30, count: random.below(most + 1)) }
        let sign: [UInt8] = random.below(3) == 0 ? [0x2D] : []
        let exponent = Array("\(["e", "E"][random.below(2)])\(["", "-", "+"][random.below(3)])\(random.below(60))".utf8)
        switch shape {
        case 0: return sign + digits(20)
        case 1: return sign + digits(10) + [0x2E] + digits(10)
        case 2: return sign + digits(16) + [0x2E] + digits(28)
        case 3: return sign + digits(45) + [0x2E] + digits(45)
        case 4: return sign + digits(20) + [0x2E] + digits(20) + exponent
        case 5: return sign + digits(40) + exponent
        case 6: return sign + zeros(30) + digits(12) + [0x2E] + zeros(30) + digits(12) + zeros(12)
        // Halves, for rounding.
        case 7:
            return sign + digits(4) + [0x2E] + digits(18) + [0x35] + zeros(20) + (random.below(2) == 0 ? [0x31] : [])
        // Around the largest that fits.
        case 8:
            return sign + Array(repeating: 0x39, count: 10 + random.below(30)) + [0x2E]
                + Array(repeating: 0x39, count: random.below(30))
        default:
            let alphabet = Array("0123456789.-eE+, x".utf8)
            return (0..<random.below(24)).map { _ in alphabet[random.below(alphabet.count)] }
        }
    }
}

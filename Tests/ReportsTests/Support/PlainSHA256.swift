/// SHA-256 as FIPS 180-4 writes it down, so that the tests' pages carry a policy that browsers accept.
enum PlainSHA256 {
    static func base64(_ message: [UInt8]) -> String { base64Text(digest(message)) }

    static func digest(_ message: [UInt8]) -> [UInt8] {
        let primes = firstPrimes(64)
        let constants = primes.map { fraction($0, root: 3) }
        var state = primes.prefix(8).map { fraction($0, root: 2) }
        var padded = message + [0x80]
        while padded.count % 64 != 56 { padded.append(0) }
        let bits = UInt64(message.count) * 8
        padded += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) }
        for block in stride(from: 0, to: padded.count, by: 64) {
            compress(padded[block..<block + 64], constants, &state)
        }
        return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * UInt32($0))) } }
    }

    private static func compress(_ block: ArraySlice<UInt8>, _ constants: [UInt32], _ state: inout [UInt32]) {
        var words = (0..<16).map { index in
            (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(block[block.startIndex + index * 4 + $1]) }
        }
        for index in 16..<64 {
            let low = words[index - 15]
            let high = words[index - 2]
            let first = rotate(low, 7) ^ rotate(low, 18) ^ (low >> 3)
            let second = rotate(high, 17) ^ rotate(high, 19) ^ (high >> 10)
            words.append(words[index - 16] &+ first &+ words[index - 7] &+ second)
        }
        var v = state
        for index in 0..<64 {
            let choice = (v[4] & v[5]) ^ (~v[4] & v[6])
            let sigma1 = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25)
            let first = v[7] &+ sigma1 &+ choice &+ constants[index] &+ words[index]
            let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2])
            let sigma0 = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22)
            v = [first &+ sigma0 &+ majority, v[0], v[1], v[2], v[3] &+ first, v[4], v[5], v[6]]
        }
        for index in 0..<8 { state[index] = state[index] &+ v[index] }
    }

    private static func rotate(_ word: UInt32, _ bits: UInt32) -> UInt32 { word >> bits | word << (32 - bits) }

    private static func firstPrimes(_ count: Int) -> [UInt64] {
        var primes: [UInt64] = []
        var candidate: UInt64 = 2
        while primes.count < count {
            if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
            candidate += 1
        }
        return primes
    }

    /// The first 32 bits of the fraction of the square or cube root: floor(root(prime x 2^(32 root))) by bisection.
    private static func fraction(_ prime: UInt64, root: Int) -> UInt32 {
        let target = UInt128(prime) << UInt128(32 * root)
        var low: UInt128 = 0
        var high: UInt128 = 1 << 37
        while high - low > 1 {
            let middle = (low + high) / 2
            let power = root == 2 ? middle * middle : middle * middle * middle
            if power <= target { low = middle } else { high = middle }
        }
        return UInt32(truncatingIfNeeded: low)
    }

    private static func base64Text(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let chunk = bytes[start..<min(start + 3, bytes.count)]
            let value = (0..<3).reduce(0) { $0 << 8 | ($1 < chunk.count ? Int(bytes[start + $1]) : 0) }
            for digit in 0..<4 {
                text += digit <= chunk.count ? String(alphabet[value >> (18 - 6 * digit) & 63]) : "="
            }
        }
        return text
    }
}

import Kernel

/// Decimal text at the scales that are in use, against `DecimalReference`.
package enum NumberTarget {
    private static let readings: [(scale: Int, excess: DecimalText.Excess)] = [
        (24, .refuse), (18, .roundHalfEven), (18, .refuse), (0, .refuse), (2, .roundHalfEven), (38, .refuse),
    ]

    package static func check(_ input: [UInt8]) throws(FuzzFinding) {
        let text = Array(input.prefix(4096))
        for (scale, excess) in readings {
            let expected = DecimalReference.parse(text, scale: scale, excess: excess)
            try require(read(text, scale, excess), expected, text, scale)
            // With zeros in front the text is too long for the fast way: the slow one reads the same number.
            if case .failure(.notANumber) = expected { continue }
            let sign = text.first == UInt8(ascii: "-") ? 1 : 0
            let long = text[..<sign] + Array(repeating: UInt8(ascii: "0"), count: 20) + text[sign...]
            try require(read(Array(long), scale, excess), expected, Array(long), scale)
        }
    }

    /// In a buffer of just the text's size, so that the address sanitizer sees a step beyond it.
    private static func read(
        _ text: [UInt8], _ scale: Int, _ excess: DecimalText.Excess
    ) -> Result<Int128, DecimalTextError> {
        let exact = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
        defer { exact.deallocate() }
        _ = exact.initialize(from: text)
        do throws(DecimalTextError) {
            return .success(try DecimalText.parse(UnsafeBufferPointer(exact), scale: scale, excess: excess))
        } catch {
            return .failure(error)
        }
    }

    private static func require(
        _ found: Result<Int128, DecimalTextError>, _ expected: Result<Int128, DecimalTextError>, _ text: [UInt8],
        _ scale: Int
    ) throws(FuzzFinding) {
        try FuzzFinding.require(
            found == expected,
            "\(String(decoding: text, as: UTF8.self).debugDescription) at scale \(scale): \(found), not \(expected)")
    }
}

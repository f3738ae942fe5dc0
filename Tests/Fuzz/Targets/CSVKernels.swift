import CScan

/// Every kernel of the structural scan finds the same as plain C.
enum CSVKernels {
    private struct Found: Equatable {
        var fieldEnds: [UInt32]
        var recordEnds: [UInt32]
        var scanned: UInt32
        var irregular: Bool
        var inQuotes: Bool
        var embeddedNewlines: Bool
    }

    static func check(_ text: [UInt8], capacity: Int) throws(FuzzFinding) {
        let plain = scan(CSCAN_SCALAR, text, capacity: capacity)
        for kernel in [CSCAN_BASELINE, CSCAN_AVX2, CSCAN_AVX512] where cscan_supports(kernel) {
            let found = scan(kernel, text, capacity: capacity)
            try FuzzFinding.require(found == plain, "kernel \(kernel.rawValue): \(found)\nplain: \(plain)")
        }
    }

    /// In buffers of just the size that is asked for, so that the address sanitizer sees a step beyond them.
    private static func scan(_ kernel: cscan_kernel, _ text: [UInt8], capacity: Int) -> Found {
        let padded = UnsafeMutablePointer<UInt8>.allocate(capacity: text.count + Int(CSCAN_PADDING))
        let fieldEnds = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
        let recordEnds = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
        defer {
            padded.deallocate()
            fieldEnds.deallocate()
            recordEnds.deallocate()
        }
        padded.initialize(repeating: UInt8(ascii: "\""), count: text.count + Int(CSCAN_PADDING))
        padded.update(from: text, count: text.count)
        let found = cscan_scan(
            kernel, padded, UInt32(text.count), UInt8(ascii: ","), fieldEnds, recordEnds, UInt32(capacity))
        return Found(
            fieldEnds: Array(UnsafeBufferPointer(start: fieldEnds, count: Int(found.field_count))),
            recordEnds: Array(UnsafeBufferPointer(start: recordEnds, count: Int(found.record_count))),
            scanned: found.scanned, irregular: found.irregular, inQuotes: found.in_quotes,
            embeddedNewlines: found.embedded_newlines)
    }
}

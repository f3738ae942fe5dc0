import CScan
import Testing

@testable import Columns

/// The scan works on blocks of 64 bytes: whatever spans two of them must be seen as if it did not.
struct StructuralScanTests {
    private static let sound = [
        "\"x\"", "\"x\"\"y\"", "\"\"", "\"\"\"\"", "\"p,\nq\"", "x\r\n\"y\"", "\"x\"\r\n", "\"\r\"", ",",
    ]

    /// Text, and which of its bytes is the first that breaks the rules.
    private static let broken = [
        ("\"x\"y", 3), ("\"x\" ", 3), ("p\rq", 2), ("p\r\r\n", 2), ("p\"q", 1), ("\0", 0), ("\"\0\"", 1),
    ]

    @Test(arguments: CSVDifferentialTests.kernels.map(\.rawValue), sound)
    func takesSoundTextAtEveryOffset(kernel: UInt32, piece: String) {
        for offset in 0...130 {
            let text = StructuralScanTests.text(offset, piece)
            let found = scan(kernel, text)
            #expect(!found.result.irregular && found.result.scanned == text.count, "offset \(offset)")
            let expected = StructuralScanTests.fieldEnds(text)
            #expect(found.fieldEnds == expected, "offset \(offset)")
            #expect(found.recordEnds.map { Int(expected[$0]) } == expected.map(Int.init).filter { text[$0] == 10 })
        }
    }

    @Test(arguments: CSVDifferentialTests.kernels.map(\.rawValue), broken)
    func stopsAtTheFirstOffenceAtEveryOffset(kernel: UInt32, offence: (String, Int)) {
        for offset in 0...130 {
            let found = scan(kernel, StructuralScanTests.text(offset, offence.0))
            let begin = StructuralScanTests.text(offset, "").count - "\nlast".utf8.count
            #expect(found.result.irregular && Int(found.result.scanned) == begin + offence.1, "offset \(offset)")
            #expect(found.recordEnds.count == 1, "the record before it is handed out")
        }
    }

    @Test(arguments: CSVDifferentialTests.kernels.map(\.rawValue))
    func stopsWhenThereIsNoRoomForPositions(kernel: UInt32) {
        let found = scan(kernel, [UInt8](repeating: UInt8(ascii: ","), count: 1000), capacity: 200)
        #expect(found.result.scanned == 192)
        #expect(found.fieldEnds == (0..<192).map { UInt32($0) })
    }

    @Test func findsAndUndoublesQuotesOfAnyLength() {
        for length in 0...40 {
            for quote in 0...length {
                let plain = (0..<length).map { $0 == quote ? UInt8(ascii: "\"") : UInt8(ascii: "a") &+ UInt8($0 % 26) }
                let doubled = plain.flatMap { $0 == UInt8(ascii: "\"") ? [$0, $0] : [$0] }
                let padded = doubled + [UInt8](repeating: UInt8(ascii: "\""), count: 8)
                var target = [UInt8](repeating: 0, count: doubled.count + 1)
                let kept = cscan_undouble_quotes(padded, doubled.count, &target)
                #expect(Array(target[..<kept]) == plain)
                #expect(target[doubled.count] == 0, "nothing behind the target is written")
            }
        }
    }

    /// What follows a field is often a quote: its own closing one.
    @Test func fieldsAreCopiedOnlyWhenTheyHoldQuotes() {
        for length in 0...40 {
            for quote in 0...length {
                let plain = (0..<length).map { $0 == quote ? UInt8(ascii: "\"") : UInt8(ascii: "a") &+ UInt8($0 % 26) }
                let doubled = plain.flatMap { $0 == UInt8(ascii: "\"") ? [$0, $0] : [$0] }
                let padded = doubled + [UInt8](repeating: UInt8(ascii: "\""), count: 8)
                var scratch = [UInt8](repeating: 0, count: doubled.count + 1)
                padded.withUnsafeBufferPointer { padded in
                    scratch.withUnsafeMutableBufferPointer { scratch in
                        let field = UnsafeBufferPointer(rebasing: padded[..<doubled.count])
                        let text = CSVRecord.undoublingQuotes(field, scratch: scratch.baseAddress!)
                        #expect(Array(text) == plain)
                        #expect((text.baseAddress == field.baseAddress) == (quote >= length))
                    }
                }
            }
        }
    }

    private static func text(_ offset: Int, _ piece: String) -> [UInt8] {
        Array("a\n\(String(repeating: "x", count: offset)),\(piece)\nlast".utf8)
    }

    /// Separators and line feeds outside quotes, of sound text.
    private static func fieldEnds(_ text: [UInt8]) -> [UInt32] {
        var isQuoted = false
        var ends: [UInt32] = []
        for (position, byte) in text.enumerated() {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if !isQuoted, byte == UInt8(ascii: ",") || byte == 10 { ends.append(UInt32(position)) }
        }
        return ends
    }

    private func scan(
        _ kernel: UInt32, _ text: [UInt8], capacity: Int = 1000
    ) -> (result: cscan_result, fieldEnds: [UInt32], recordEnds: [Int]) {
        // What lies behind the text must not matter.
        let padded = text + [UInt8](repeating: UInt8(ascii: "\""), count: Int(CSCAN_PADDING))
        var fieldEnds = [UInt32](repeating: 0, count: capacity)
        var recordEnds = fieldEnds
        let result = cscan_scan(
            cscan_kernel(kernel), padded, UInt32(text.count), UInt8(ascii: ","), &fieldEnds, &recordEnds,
            UInt32(capacity))
        return (
            result, Array(fieldEnds.prefix(Int(result.field_count))),
            recordEnds.prefix(Int(result.record_count)).map(Int.init)
        )
    }
}

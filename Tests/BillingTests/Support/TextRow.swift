import Columns
import Kernel

@testable import Billing

/// A row of texts, as a reader of CSV would hand it over.
struct TextRow: ~Copyable, SourceRow {
    let line = 2
    let number = 1
    let fieldCount: Int
    let problem: CSVProblem? = nil
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private let ends: [Int]

    init(_ texts: [String]) {
        fieldCount = texts.count
        let joined = Array(texts.joined().utf8)
        // Never empty, so that each field has an address.
        bytes = .allocate(capacity: joined.count + 1)
        _ = bytes.initialize(from: joined + [0])
        var ends: [Int] = []
        for text in texts { ends.append((ends.last ?? 0) + text.utf8.count) }
        self.ends = ends
    }

    deinit { bytes.deallocate() }

    var rawBytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: bytes[..<(ends.last ?? 0)]) }

    subscript(position: Int) -> CSVField {
        let start = position == 0 ? 0 : ends[position - 1]
        return CSVField(bytes: UnsafeBufferPointer(rebasing: bytes[start..<ends[position]]), isQuoted: false)
    }

    func place(ofField position: Int, file: String) -> Place {
        Place(file: file, line: line, column: position + 1)
    }
}

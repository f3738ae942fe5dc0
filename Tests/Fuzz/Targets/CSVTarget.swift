import Columns
import Kernel

/// The first three bytes choose buffers and parts, the rest is the file.
enum CSVTarget {
    static func check(_ input: [UInt8]) throws {
        guard input.count > 3 else { return }
        let text = Array(input[3...].prefix(1 << 14))
        try CSVKernels.check(text, capacity: 64 + Int(input[0]))
        let file = MemoryFile()
        file.hold(text)
        let small = CSVLimits(
            recordBytes: 1 << 16, columns: 512, bufferBytes: 1 + Int(input[0]), windowBytes: 1 + Int(input[1]))
        let large = CSVLimits(recordBytes: 1 << 16, columns: 512, bufferBytes: 1 << 14, windowBytes: 1 << 12)
        let whole = CSVReading(path: file.path, large)
        let pieces = CSVReading(path: file.path, small)
        try FuzzFinding.require(pieces == whole, "with small buffers: \(pieces)\nwhole: \(whole)")
        guard whole.hasHeader else { return }
        // A few parts of every size; unit tests go through every border.
        let partBytes = 1 + text.count / 5 + Int(input[2]) / 8
        try CSVParts.check(path: file.path, partBytes: partBytes, small, against: whole)
    }
}

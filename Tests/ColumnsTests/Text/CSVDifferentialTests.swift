import CScan
import Kernel
import TestSupport
import Testing

@testable import Columns

/// The fast reader against `ReferenceCSV`: random text, every kernel, buffers that cut it anywhere.
struct CSVDifferentialTests {
    static let kernels = [CSCAN_SCALAR, CSCAN_BASELINE, CSCAN_AVX2, CSCAN_AVX512].filter { cscan_supports($0) }

    /// Pieces that random files are made of: some mostly sound, some mostly not.
    private static let alphabets: [[String]] = [
        ["a", "bc", ",", ",", "\n", "12.5", "NULL"],
        ["a", ",", "\n", "\r\n", "\"x\"", "\"\"", "\"p,q\"", "\"line\nline\"", "\"say \"\"hi\"\"\""],
        ["a", ",", "\n", "\"", "\"\"", "\r", "\r\n", "é", "\0"],
        ["a long field without anything in it, ", "\n", "\"{\"\"k\"\":\"\",NULL,NULL,\"\"}\"", ",", "\"", "漢字"],
    ]

    private let folder = TemporaryFolder.made()

    @Test(arguments: kernels.map(\.rawValue))
    func agreesWithThePlainReader(kernel: UInt32) throws {
        var generator = SplitMix(seed: 20_260_401)
        for round in 0..<600 {
            let alphabet = CSVDifferentialTests.alphabets[round % 4]
            var text = Array("h1,h2,h3\n".utf8)
            for _ in 0..<generator.below(60) { text += alphabet[generator.below(alphabet.count)].utf8 }
            let limits = CSVLimits(
                recordBytes: 1 << 16, bufferBytes: 1 + generator.below(200), windowBytes: 1 + generator.below(200))
            try compare(text, limits, cscan_kernel(kernel))
        }
    }

    @Test(arguments: kernels.map(\.rawValue))
    func agreesWhereverABufferEnds(kernel: UInt32) throws {
        let text = Array(
            "h1,h2,h3\n\"a\"\"b\",\"x\r\ny\",é\r\n,,\n\"\",\"\"\"\",NULL\nq\"r,\"s\"t,u\nlast,\"one\",\"\"".utf8)
        for size in 1...(text.count + 1) {
            try compare(text, CSVLimits(bufferBytes: size, windowBytes: size), cscan_kernel(kernel))
            try compare(text, CSVLimits(bufferBytes: 1 << 16, windowBytes: size), cscan_kernel(kernel))
        }
    }

    /// Records in blocks and alone are the records one by one.
    @Test(arguments: [1, 3, 128])
    func blocksHoldTheRecords(most: Int) throws {
        var generator = SplitMix(seed: 20_261_130)
        var inBlocks = 0
        for round in 0..<400 {
            let alphabet = CSVDifferentialTests.alphabets[round % 4]
            var text = Array("h1,h2,h3\n".utf8)
            for _ in 0..<generator.below(60) { text += alphabet[generator.below(alphabet.count)].utf8 }
            for _ in 0..<generator.below(8) { text += Array("1,\"x\"\"y\",z\r\n".utf8) }
            let limits = CSVLimits(
                recordBytes: 1 << 16, bufferBytes: 64 + generator.below(200), windowBytes: 64 + generator.below(200))
            let path = folder.file("a.csv", text)
            var expected: [Seen] = []
            var failure: Failure?
            do {
                try CSVReader(path: path, limits: limits).forEachRecord { expected.append(Seen($0)) }
            } catch let error as Failure { failure = error }
            var found: [Seen] = []
            do {
                try CSVReader(path: path, limits: limits).forEachBlock(of: most) { block in
                    inBlocks += block.count
                    for index in 0..<block.count {
                        let seen = Seen(block.record(index))
                        #expect(seen.fields == (0..<3).map { block.field(index, $0).text }, "\(text)")
                        found.append(seen)
                    }
                } record: {
                    found.append(Seen($0))
                }
                #expect(failure == nil)
            } catch let error as Failure { #expect(error.diagnostics.first?.code == failure?.diagnostics.first?.code) }
            #expect(found == expected, "\(text), buffer \(limits.bufferBytes), \(limits.windowBytes)")
        }
        #expect(inBlocks > 1000)
    }

    private struct Seen: Equatable {
        let line: Int
        let number: Int
        let byteOffset: Int
        let fields: [String]
        let problem: CSVProblem?

        init(_ record: borrowing CSVRecord) {
            (line, number, byteOffset) = (record.line, record.number, record.byteOffset)
            var fields: [String] = []
            for index in 0..<record.fieldCount { fields.append(record[index].text) }
            self.fields = fields
            problem = record.problem
        }
    }

    private func compare(_ text: [UInt8], _ limits: CSVLimits, _ kernel: cscan_kernel) throws {
        let expected = ReferenceCSV(text)
        let reader = try CSVReader(
            path: folder.file("a.csv", text), separator: UInt8(ascii: ","), limits: limits, validatesUTF8: false,
            kernel: kernel)
        var index = 1
        var failure: Failure?
        do {
            try reader.forEachRecord { record in
                try #require(index < expected.records.count, "more records than there are in \(text)")
                let reference = expected.records[index]
                let isSame =
                    record.line == reference.line && record.byteOffset == reference.byteOffset
                    && record.number == index && record.rawBytes.elementsEqual(reference.raw)
                    && record.fieldCount == reference.fields.count
                #expect(isSame, "record \(index) of \(text), buffer \(limits.bufferBytes), \(limits.windowBytes)")
                #expect(sound(record) == reference.isSound, "record \(index) of \(text)")
                if isSame, reference.isSound {
                    for field in 0..<record.fieldCount {
                        #expect(record[field].bytes.elementsEqual(reference.fields[field]), "\(text)")
                        #expect(record[field].isQuoted == reference.quoted[field], "\(text)")
                    }
                }
                index += 1
            }
        } catch let thrown as Failure {
            failure = thrown
        }
        #expect(index == expected.records.count)
        #expect((failure == nil) == (expected.unterminatedQuote == nil), "\(text)")
        if let place = failure?.diagnostics.first?.place, let quote = expected.unterminatedQuote {
            #expect(failure?.diagnostics.first?.code == TextCode.unterminatedQuote)
            #expect((place.line, place.column) == (quote.line, quote.column), "\(text)")
        }
    }

    /// A record with too few or too many fields still has sound quoting.
    private func sound(_ record: borrowing CSVRecord) -> Bool {
        guard let problem = record.problem else { return true }
        if case .wrongFieldCount = problem.kind { return true }
        return false
    }
}

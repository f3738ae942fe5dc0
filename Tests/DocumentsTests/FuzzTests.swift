import Kernel
import TestSupport
import Testing

@testable import Documents

/// Hostile input: whatever the bytes, the answer is a document or findings with places inside the file.
struct FuzzTests {
    @Test(arguments: 1...8)
    func mutatedJobsNeverCrash(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let valid = Array(SampleShapes.validJob.utf8)
        var accepted = 0
        for _ in 0..<600 {
            let bytes = mutated(valid, &random)
            do {
                let node = try JSONText.parse(bytes, file: "job.json")
                accepted += 1
                var collector = DiagnosticCollector()
                SampleShapes.job.validate(node, into: &collector)
                checkPlaces(collector.all, in: bytes)
                if !collector.hasErrors { _ = SampleShapes.job.withDefaults(node) }
                // What was accepted is written and read again as the same value.
                let printed = PrettyJSON.bytes(JSONOut(node))
                #expect(try JSONOut(JSONText.parse(printed, file: "again.json")) == JSONOut(node))
            } catch {
                #expect(!error.diagnostics.isEmpty)
                checkPlaces(error.diagnostics, in: bytes)
            }
        }
        #expect(accepted > 0)
    }

    @Test func randomBytesNeverCrash() {
        var random = SplitMix(seed: 99)
        let alphabet = Array("{}[]\",:\\u0 \n\r\t-+.eE19atrfnls/*#\u{e9}".utf8) + [0x00, 0xFF, 0xC3]
        for _ in 0..<5000 {
            let count = Int.random(in: 0...40, using: &random)
            let bytes = (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            do {
                _ = try JSONText.parse(bytes, file: "job.json")
            } catch {
                checkPlaces(error.diagnostics, in: bytes)
            }
        }
    }

    @Test func everyPrefixOfAJobIsRefused() {
        let valid = Array(SampleShapes.validJob.utf8)
        for count in 0..<valid.count {
            #expect(throws: Failure.self) { try JSONText.parse(Array(valid[..<count]), file: "job.json") }
        }
    }

    private func mutated(_ valid: [UInt8], _ random: inout SplitMix) -> [UInt8] {
        var bytes = valid
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            let other = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: at)
            case 2: bytes.insert(bytes[other], at: at)
            case 3: bytes.swapAt(at, other)
            case 4: bytes[at] = Array("{}[]\",:0-e. \n".utf8).randomElement(using: &random) ?? 0
            default: bytes.replaceSubrange(min(at, other)..<max(at, other), with: bytes[at..<min(at + 8, bytes.count)])
            }
        }
        return bytes
    }

    private func checkPlaces(_ findings: [Diagnostic], in bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).utf8.count { $0 == 0x0A || $0 == 0x0D } + 1
        for finding in findings {
            let line = finding.place?.line ?? 0
            let column = finding.place?.column ?? 0
            #expect((1...lines).contains(line) && (1...bytes.count + 1).contains(column), "\(finding)")
        }
    }
}

import FuzzTargets
import Foundation
import Testing

/// Every input that a fuzzer starts from, among them those that once were a finding.
struct CorpusTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Corpus")

    @Test(arguments: FuzzTarget.allCases)
    func everyInputIsBorne(target: FuzzTarget) throws {
        let folder = CorpusTests.folder.appending(path: target.rawValue)
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(files.count >= 5)
        for file in files {
            let input = Array(try Data(contentsOf: file))
            #expect(throws: Never.self, "\(target.rawValue)/\(file.lastPathComponent)") { try target.check(input) }
        }
    }

    /// Where an input is cut is where a reader steps too far.
    @Test(arguments: [FuzzTarget.csv, .number, .date, .json])
    func everyBeginningOfAnInputIsBorne(target: FuzzTarget) throws {
        let folder = CorpusTests.folder.appending(path: target.rawValue)
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            let input = Array(try Data(contentsOf: file))
            for count in 0..<min(input.count, 100) {
                #expect(throws: Never.self, "\(file.lastPathComponent) cut at \(count)") {
                    try target.check(Array(input[..<count]))
                }
            }
        }
    }
}

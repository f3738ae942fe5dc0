import Foundation
import TestSupport
import Testing

@testable import Watching

/// The file of events.
@Suite struct LineageFileTests {
    @Test func linesAreAddedAndABrokenOneIsClosed() throws {
        let folder = try TemporaryFolder()
        let file = LineageFile(path: "\(folder.path)/deep/events.jsonl")
        try file.add([Array("one".utf8), Array("two".utf8)])
        #expect(try folder.read("deep/events.jsonl") == "one\ntwo\n")
        try folder.write("one\nbro", to: "deep/events.jsonl")
        try file.add([Array("three".utf8)])
        #expect(try folder.read("deep/events.jsonl") == "one\nbro\nthree\n")
    }

    @Test func manyWritersDoNotMixTheirLines() async throws {
        let folder = try TemporaryFolder()
        let file = LineageFile(path: "\(folder.path)/events.jsonl")
        try await withThrowingTaskGroup { group in
            for writer in 0..<8 {
                group.addTask {
                    for _ in 0..<50 { try file.add([Array(repeating: UInt8(ascii: "a") + UInt8(writer), count: 3000)]) }
                }
            }
            try await group.waitForAll()
        }
        let lines = try folder.read("events.jsonl").split(separator: "\n")
        #expect(lines.count == 400)
        #expect(lines.allSatisfy { Set($0).count == 1 && $0.count == 3000 })
    }
}

import Foundation
import Kernel
import Runner
import TestSupport
import Testing
import Watching

/// What messages outside of runs leave out, and how it is found again.
struct ErrorLogTests {
    private let folder: TemporaryFolder
    private let first = RunID(began: Instant(microseconds: 0), random: 1)
    private let second = RunID(began: Instant(microseconds: 0), random: 2)

    init() throws { folder = try TemporaryFolder() }

    private func add(_ reference: RunID, _ detail: String, limit: Int = 1000) -> Bool {
        ErrorLog(home: folder.path, limit: limit).add(
            Failure(.unavailable, KernelCode.unexpected, "the sentence"), reference: reference, command: "status",
            detail: detail, at: Instant(microseconds: 0))
    }

    private func told(_ reference: RunID, _ level: RunLog.Level) throws -> String {
        try RunLog(of: reference, home: folder.path, tenants: []).entries(upTo: level).map(\.description).joined()
    }

    @Test func detailIsFoundByItsReferenceAndShownWhenAskedFor() throws {
        #expect(add(first, "host marker-1"))
        #expect(add(second, "host marker-2"))
        #expect(try told(first, .info).contains("the sentence"))
        #expect(try !told(first, .info).contains("marker"))
        #expect(try told(first, .detail).contains("marker-1"))
        #expect(try !told(first, .detail).contains("marker-2"))
        let failure = #expect(throws: Failure.self) {
            try told(RunID(began: Instant(microseconds: 0), random: 3), .info)
        }
        #expect(failure?.exitStatus == .missingInput)
    }

    @Test func theFileIsItsOwnersAndHasALimit() throws {
        for number in 0..<20 { #expect(add(first, "old \(number) " + String(repeating: "x", count: 200))) }
        #expect(add(second, "new"))
        #expect(folder.files.sorted() == ["errors.log", "errors.log.1"])
        #expect(try told(second, .detail).contains("new"))
        // What stands in the file before the newest is found as well.
        #expect(try told(first, .detail).contains("old 19"))
        #expect(try folder.read("errors.log").utf8.count < 2000)
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/errors.log")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func whereNothingCanBeWrittenNothingIsSaidToBe() {
        #expect(
            !ErrorLog(home: "/nowhere").add(
                Failure(.unavailable, KernelCode.unexpected, "x"), reference: first, command: "", detail: "x",
                at: Instant(microseconds: 0)))
    }
}

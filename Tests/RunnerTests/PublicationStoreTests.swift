import Kernel
import TestSupport
import Testing

@testable import Runner

/// The folders of publications, without a ledger.
struct PublicationStoreTests {
    private let folder: TemporaryFolder
    private let store: PublicationStore
    private let stage: StageID

    init() throws {
        guard let tenant = TenantID("t"), let job = JobID("j"), let period = Month("2026-04"), let stage = StageID("s")
        else { throw Missing("sound names") }
        folder = try TemporaryFolder()
        self.stage = stage
        store = PublicationStore(home: folder.path, partition: Partition(tenant: tenant, job: job, period: period))
    }

    /// A run that lost its lock and works on does not disturb the run that took over.
    @Test func anOvertakenRunLeavesTheFilesOfTheOtherAlone() throws {
        let old = try store.makeStaging(stage, generation: 1)
        try FileSystem.write([1], to: "\(old)/out")
        let new = try store.makeStaging(stage, generation: 2)
        try FileSystem.write([2], to: "\(new)/out")
        #expect(try store.seal(stage, generation: 1) == "published/t/j/2026-04/s/g000001")
        #expect(try FileSystem.read("\(new)/out") == [2])
        let sealed = try store.seal(stage, generation: 2)
        #expect(try FileSystem.read("\(folder.path)/\(sealed)/out") == [2])
    }

    @Test func sealingWithoutStagedFilesFails() throws {
        _ = try store.makeStaging(stage, generation: 1)
        try FileSystem.remove("\(folder.path)/published/t/j/2026-04/s/staging-g000001")
        #expect(throws: Failure.self) { try store.seal(stage, generation: 1) }
    }

    @Test func generationsSortByNumberPastTheirDigits() throws {
        let names = try [Int64(9), 10, 999_999].map { generation in
            _ = try store.makeStaging(stage, generation: generation)
            return try store.seal(stage, generation: generation)
        }
        #expect(names == names.sorted())
        #expect(names.last == "published/t/j/2026-04/s/g999999")
    }
}

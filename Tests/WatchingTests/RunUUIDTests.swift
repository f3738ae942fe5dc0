import Kernel
import Testing

@testable import Watching

/// Names under which runs are known outside.
@Suite struct RunUUIDTests {
    /// The example of RFC 9562, appendix B.2: `www.example.com` in the namespace of domain names.
    @Test func theExampleOfTheStandardIsMet() {
        let domains: [UInt8] = [
            0x6B, 0xA7, 0xB8, 0x10, 0x9D, 0xAD, 0x11, 0xD1, 0x80, 0xB4, 0x00, 0xC0, 0x4F, 0xD4, 0x30, 0xC8,
        ]
        #expect(
            RunUUID(name: "www.example.com", in: domains).description == "5c146b14-3c52-8afd-938a-375d0df1fbf6")
    }

    @Test func everyRunAndStageHasItsOwnAndAlwaysTheSame() throws {
        let run = try RunID.sample()
        let (tenant, other) = (try #require(TenantID("harbor")), try #require(TenantID("quay")))
        let stage = try #require(StageID("bill"))
        let all = [RunUUID(tenant, run), RunUUID(other, run), RunUUID(tenant, run, stage: stage)]
        #expect(Set(all).count == 3)
        #expect(RunUUID(tenant, run) == RunUUID(tenant, run))
    }
}
